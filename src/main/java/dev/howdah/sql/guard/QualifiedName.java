package dev.howdah.sql.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A name that an operator wrote, of parts separated by dots: {@code sales.orders}, {@code
 * "My.Schema".t}, {@code sales.*}.
 *
 * <p>A part in double quotes means exactly what it says, with {@code ""} for one of them. A part
 * without means what the catalogue spells the same; where something is denied, also what SQL would
 * make of it, which is lower case.
 */
public record QualifiedName(List<Part> parts) {

  private static final String EVERY = "*";

  /** One part, and whether it was in quotes. */
  public record Part(String text, boolean quoted) {

    /** Whether it stands for every name. */
    public boolean every() {
      return !quoted && text.equals(EVERY);
    }

    /** Whether it is that name, as the catalogue spells it. */
    public boolean is(String name) {
      return every() || text.equals(name);
    }

    /** Whether it is or may have been meant as that name. */
    public boolean mayBe(String name) {
      return is(name) || (!quoted && folded().equals(name));
    }

    /** The name in lower case, as SQL reads it without quotes. */
    public String folded() {
      return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
  }

  public QualifiedName {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException when it is none; the message ends a sentence that names it
   */
  public static QualifiedName parse(String text) {
    var parts = new ArrayList<Part>();
    int at = 0;
    while (true) {
      at = part(text, at, parts);
      if (at == text.length()) {
        return new QualifiedName(parts);
      }
      if (text.charAt(at) != '.') {
        throw new IllegalArgumentException("has something after a closing quote");
      }
      at++;
    }
  }

  private static int part(String text, int start, List<Part> parts) {
    if (start < text.length() && text.charAt(start) == '"') {
      return quoted(text, start + 1, parts);
    }
    int end = text.indexOf('.', start);
    end = end < 0 ? text.length() : end;
    String part = text.substring(start, end);
    if (part.isBlank() || !part.equals(part.strip()) || part.indexOf('"') >= 0) {
      throw new IllegalArgumentException(
          part.isBlank() ? "has an empty part" : "has blanks or quotes in a part without quotes");
    }
    parts.add(new Part(part, false));
    return end;
  }

  private static int quoted(String text, int start, List<Part> parts) {
    var part = new StringBuilder();
    for (int at = start; at < text.length(); at++) {
      if (text.charAt(at) != '"') {
        part.append(text.charAt(at));
      } else if (text.startsWith("\"\"", at)) {
        part.append('"');
        at++;
      } else if (part.isEmpty()) {
        throw new IllegalArgumentException("has an empty part");
      } else {
        parts.add(new Part(part.toString(), true));
        return at + 1;
      }
    }
    throw new IllegalArgumentException("has a quote that is not closed");
  }

  /** The parts but the last one. */
  public List<Part> qualifier() {
    return parts.subList(0, parts.size() - 1);
  }

  public Part last() {
    return parts.getLast();
  }

  @Override
  public String toString() {
    return parts.stream().map(Part::toString).collect(Collectors.joining("."));
  }
}
