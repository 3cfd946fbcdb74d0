package dev.howdah.queue;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an object as the catalogue has it, read from a setting as PostgreSQL reads it in SQL:
 * folded to lower case unless it stands in double quotes, perhaps behind a schema and a dot.
 *
 * @param schema null where the search path decides
 */
public record ObjectName(@Nullable String schema, String name) {

  private static final int LONGEST = 63;
  private static final String WORD =
      "[A-Za-z_\\x{80}-\\x{10FFFF}][A-Za-z0-9_$\\x{80}-\\x{10FFFF}]*";
  private static final String QUOTED = "\"(?:[^\"\\x00]|\"\")+\"";
  private static final Pattern NAME =
      Pattern.compile(
          "(?:(?<schema>P)\\.)?(?<name>P)".replace("P", "(?:" + WORD + "|" + QUOTED + ")"));

  /**
   * Reads a setting.
   *
   * @param key its name, for the message
   * @throws IllegalArgumentException that says what would be right
   */
  static ObjectName read(String key, String text) {
    Matcher parts = NAME.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          key + " must be a name as in SQL, such as jobs or billing.jobs, was " + text);
    }
    String schema = parts.group("schema");
    return new ObjectName(
        schema == null ? null : part(key, schema), part(key, parts.group("name")));
  }

  private static String part(String key, String text) {
    String name =
        text.startsWith("\"")
            ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
            : folded(text);
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new IllegalArgumentException(
          key + " must have names of at most " + LONGEST + " bytes, was " + text);
    }
    return name;
  }

  /** As PostgreSQL folds what stands without quotes in a database of UTF-8. */
  static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return folded.toString();
  }

  /** As PostgreSQL cuts a name that is too long in a database of UTF-8. */
  static String cut(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST) {
      return name;
    }
    int end = LONGEST;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** As a person writes it, without quotes. */
  @Override
  public String toString() {
    return schema == null ? name : schema + "." + name;
  }
}
