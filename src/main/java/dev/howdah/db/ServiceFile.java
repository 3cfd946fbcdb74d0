package dev.howdah.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connection service files. PostgreSQL manual, libpq: The Connection Service File. */
final class ServiceFile {

  private ServiceFile() {}

  /** The parameters of a service, from the first of the files that has it. */
  static Map<Keyword, String> read(String service, List<Path> files) {
    for (Path file : files) {
      if (Files.isReadable(file)) {
        Optional<Map<Keyword, String>> found = section(service, file);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw new IllegalArgumentException(
        "The service "
            + service
            + " is in none of the service files looked at: "
            + files
            + ". Add a section ["
            + service
            + "] or set PGSERVICEFILE.");
  }

  private static Optional<Map<Keyword, String>> section(String service, Path file) {
    Map<Keyword, String> values = null;
    for (String raw : lines(file)) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[")) {
        if (values != null) {
          break;
        }
        if (line.equals("[" + service + "]")) {
          values = new EnumMap<>(Keyword.class);
        }
      } else if (values != null) {
        int equals = line.indexOf('=');
        if (equals < 0) {
          throw new IllegalArgumentException(
              "The service " + service + " in " + file + " has a line without an = sign.");
        }
        Keyword keyword =
            ConnectionString.keyword(line.substring(0, equals).strip(), "The service " + service);
        values.put(keyword, line.substring(equals + 1).strip());
      }
    }
    return Optional.ofNullable(values);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("The service file " + file + " cannot be read.", e);
    }
  }
}
