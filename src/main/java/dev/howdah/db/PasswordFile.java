package dev.howdah.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Passwords in files: libpq's password file, and a mounted secret. */
final class PasswordFile {

  private PasswordFile() {}

  /** The password of the first line that fits. PostgreSQL manual, libpq: The Password File. */
  static Optional<String> find(Path file, String host, String port, String database, String user) {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    List<String> wanted = List.of(host, port, database, user);
    for (String line : lines(file)) {
      List<String> fields = fields(line);
      if (!line.startsWith("#") && fields.size() >= 5 && fits(fields, wanted)) {
        return Optional.of(fields.get(4));
      }
    }
    return Optional.empty();
  }

  /** The secret in a file: all of it but the line end, or the value of its PGPASSWORD line. */
  static String secret(Path file) {
    List<String> lines = lines(file);
    for (String line : lines) {
      String assignment = line.strip().replaceFirst("^export\\s+", "");
      if (assignment.startsWith("PGPASSWORD=")) {
        return unquote(assignment.substring("PGPASSWORD=".length()));
      }
    }
    if (lines.isEmpty() || lines.getFirst().isEmpty()) {
      throw new IllegalArgumentException("The file " + file + " of PGPASSWORD_FILE is empty.");
    }
    return String.join("\n", lines);
  }

  private static String unquote(String value) {
    if (value.length() >= 2
        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
        && value.charAt(value.length() - 1) == value.charAt(0)) {
      return value.substring(1, value.length() - 1);
    }
    return value;
  }

  private static boolean fits(List<String> fields, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    var field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        field.append(line.charAt(i));
      } else if (c == ':') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("The password file " + file + " cannot be read.", e);
    }
  }
}
