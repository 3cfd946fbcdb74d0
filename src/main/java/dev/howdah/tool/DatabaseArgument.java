package dev.howdah.tool;

import static java.util.stream.Collectors.joining;

import dev.howdah.db.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The argument {@code database} where there are several to choose from. */
final class DatabaseArgument {

  /** It stands in every tool, so it has to stay short; server_info has all of it. */
  private static final int LONGEST_DESCRIPTION = 100;

  private static final int MOST_DESCRIBED = 20;

  private DatabaseArgument() {}

  /** The schema of arguments with the names that may be given. */
  static ObjectNode in(ObjectNode schema, List<Database> databases) {
    ObjectNode copy = schema.deepCopy();
    ObjectNode argument = copy.withObject("properties").putObject("database");
    argument.put("type", "string");
    argument.put(
        "description",
        "The database to ask: "
            + databases.stream()
                .limit(MOST_DESCRIBED)
                .map(DatabaseArgument::described)
                .collect(joining("; "))
            + (databases.size() > MOST_DESCRIBED ? "; and others, see server_info" : "")
            + ". Left out: "
            + databases.getFirst().name()
            + ".");
    ArrayNode names = argument.putArray("enum");
    databases.forEach(database -> names.add(database.name()));
    return copy;
  }

  private static String described(Database database) {
    String environment = database.settings().environment();
    String description = oneLine(database.settings().description());
    return database.name()
        + (environment == null ? "" : " [" + environment + "]")
        + (description.isEmpty() ? "" : ", " + description);
  }

  private static String oneLine(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String line = text.replaceAll("\\s+", " ").strip().replaceAll("\\.$", "");
    return line.length() <= LONGEST_DESCRIPTION
        ? line
        : line.substring(0, LONGEST_DESCRIPTION).strip() + "…";
  }
}
