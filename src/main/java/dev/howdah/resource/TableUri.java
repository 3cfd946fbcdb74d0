package dev.howdah.resource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a table: {@code table://public/orders} for its rows, {@code
 * schema://public/orders} for its description, with {@code ?database=name} for another database
 * than the default one.
 *
 * <p>Names stand as the catalogue spells them, without SQL's quotes, and percent-encoded as UTF-8
 * (RFC 3986, 2.1) but for letters, digits and {@code - . _ ~}. Upper and lower case differ.
 *
 * @param database null for the default one
 */
public record TableUri(Kind kind, String schema, String table, @Nullable String database) {

  private static final Pattern FORM =
      Pattern.compile("(table|schema)://([^/?#]+)/([^/?#]+)(?:\\?database=([^&#]+))?");

  /** The longest that is read; three names of 63 bytes, all escaped, need a third of it. */
  private static final int LONGEST = 2_000;

  /** What of a table is meant. */
  public enum Kind {
    TABLE,
    SCHEMA;

    /** The URI's scheme. */
    String scheme() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The template of all such addresses in the default database. */
    public String template() {
      return scheme() + "://{schema}/{table}";
    }

    /** The template of all such addresses (RFC 6570, level 3). */
    public String templateOfAll() {
      return template() + "{?database}";
    }
  }

  /** The address that a text is, if it is one. */
  public static Optional<TableUri> parse(String uri) {
    if (uri.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      String database = matcher.group(4);
      return Optional.of(
          new TableUri(
              Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
              decoded(matcher.group(2)),
              decoded(matcher.group(3)),
              database == null ? null : decoded(database)));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String decoded(String encoded) throws CharacterCodingException {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); ) {
      int c = encoded.codePointAt(i);
      if (c == '%') {
        bytes.write(octet(encoded, i + 1));
        i += 3;
      } else {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c);
      }
    }
    String name =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    if (name.indexOf('\0') >= 0) {
      throw new CharacterCodingException();
    }
    return name;
  }

  private static int octet(String encoded, int at) throws CharacterCodingException {
    int high = at + 1 < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
    int low = at + 1 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
    if (high < 0 || low < 0) {
      throw new CharacterCodingException();
    }
    return high * 16 + low;
  }

  private static String encoded(String name) {
    var text = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      if (plain) {
        text.append(c);
      } else {
        text.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
      }
    }
    return text.toString();
  }

  /** The URI. */
  @Override
  public String toString() {
    String uri = kind.scheme() + "://" + encoded(schema) + "/" + encoded(table);
    return database == null ? uri : uri + "?database=" + encoded(database);
  }
}
