package dev.howdah.sql.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is decided about many names, in a text that people keep.
 *
 * <p>A line {@code verb: words} begins a group, and the indented lines below it hold its names,
 * separated by commas. A line {@code extension name} or {@code schema name} begins a section of
 * that name; what is before the first is in the section {@code ""}. Lines that begin with {@code #}
 * are comments.
 */
record PolicyFile(List<String> sections, List<Entry> entries) {

  private static final Pattern SECTION = Pattern.compile("(?:schema|extension) \\S+");
  private static final Pattern GROUP = Pattern.compile("(\\w+):\\s*(.*)");
  private static final Pattern COMMA = Pattern.compile(",\\s*(?![^()]*\\))");

  /** One name in its section and group. */
  record Entry(String section, String verb, String words, String name) {}

  PolicyFile {
    sections = List.copyOf(sections);
    entries = List.copyOf(entries);
  }

  /** Reads the resource of that name beside this class. */
  static PolicyFile read(String resource) {
    try (InputStream in = PolicyFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PolicyFile parse(String text) {
    var sections = new ArrayList<String>();
    var entries = new ArrayList<Entry>();
    String section = "";
    String verb = "";
    String words = "";
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher heading = SECTION.matcher(line);
      Matcher group = GROUP.matcher(line);
      if (heading.matches()) {
        section = line;
        sections.add(section);
        verb = "";
      } else if (group.matches()) {
        verb = group.group(1);
        words = group.group(2);
      } else if (line.startsWith("  ") && !verb.isEmpty()) {
        for (String name : COMMA.splitAsStream(line.strip()).toList()) {
          entries.add(new Entry(section, verb, words, name));
        }
      } else {
        throw new IllegalStateException("a line that says nothing: " + line);
      }
    }
    return new PolicyFile(sections, entries);
  }
}
