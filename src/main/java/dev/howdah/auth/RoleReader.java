package dev.howdah.auth;

import dev.howdah.config.Durations;
import dev.howdah.sql.guard.Operation;
import dev.howdah.sql.guard.QualifiedName;
import dev.howdah.sql.guard.QualifiedName.Part;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one role of the permissions file. */
final class RoleReader {

  private static final String EVERY = "*";
  private static final List<String> KEYS =
      List.of(
          "schemas",
          "tables",
          "operations",
          "blocked_tables",
          "blocked_columns",
          "db_role",
          "databases",
          "tools",
          "row_limit",
          "rate");

  private final String name;
  private final Map<String, Node> entries;

  RoleReader(String name, Node role) {
    this.name = name;
    this.entries = role.entries(KEYS);
  }

  Role read() {
    List<Part> schemas = schemas();
    List<QualifiedName> tables = tables();
    refuseOutside(schemas, tables);
    return new Role(
        name,
        schemas,
        tables,
        operations(),
        blocked(),
        node("db_role").flatMap(node -> node.text("the name of a role", text -> text)).orElse(null),
        names("databases"),
        names("tools"),
        rowLimit(),
        rate());
  }

  private List<Part> schemas() {
    return node("schemas")
        .map(
            node ->
                isEvery(node)
                    ? List.of(new Part(EVERY, false))
                    : node.list("the name of a schema", RoleReader::schema))
        .orElse(List.of(new Part("public", false)));
  }

  private static Part schema(String text) {
    var schema = QualifiedName.parse(text);
    if (schema.parts().size() != 1) {
      throw new IllegalArgumentException("is no schema");
    }
    return schema.last();
  }

  private List<QualifiedName> tables() {
    return node("tables")
        .map(
            node ->
                isEvery(node)
                    ? List.of(QualifiedName.parse(EVERY))
                    : node.list("schema.table, schema.* or table", RoleReader::table))
        .orElse(List.of(QualifiedName.parse(EVERY)));
  }

  private static QualifiedName table(String text) {
    return text.equals(EVERY) ? QualifiedName.parse(text) : RelationRules.parseTable(text);
  }

  /** A table in a schema that the role does not have would be allowed in vain. */
  private void refuseOutside(List<Part> schemas, List<QualifiedName> tables) {
    for (QualifiedName table : tables) {
      for (Part schema : table.qualifier()) {
        if (schemas.stream().noneMatch(allowed -> allowed.is(schema.text()))) {
          problem(
              "tables must be in one of the role's schemas, was "
                  + table
                  + "; add "
                  + schema
                  + " to schemas");
        }
      }
    }
  }

  private Set<Operation> operations() {
    return node("operations")
        .map(
            node ->
                Set.copyOf(
                    node.list(
                        "one of select, insert, update, delete, ddl",
                        text -> Operation.valueOf(text.toUpperCase(Locale.ROOT)))))
        .orElse(Set.of(Operation.SELECT));
  }

  private RelationRules blocked() {
    List<QualifiedName> tables =
        node("blocked_tables")
            .map(node -> node.list("schema.table, schema.* or table", RelationRules::parseTable))
            .orElse(List.of());
    var columns = new LinkedHashMap<QualifiedName, List<Part>>();
    node("blocked_columns")
        .map(Node::entries)
        .orElse(Map.of())
        .forEach(
            (table, node) -> {
              try {
                columns.put(table(table), node.list("the name of a column", RoleReader::column));
              } catch (IllegalArgumentException e) {
                problem(
                    "blocked_columns must have keys such as schema.table or table, was " + table);
              }
            });
    return new RelationRules(tables, columns);
  }

  private static Part column(String text) {
    Part column = schema(text);
    if (column.every()) {
      throw new IllegalArgumentException("is no column; blocked_tables has whole tables");
    }
    return column;
  }

  private Names names(String key) {
    return node(key)
        .map(
            node ->
                isEvery(node)
                    ? Names.ALL
                    : new Names(
                        false,
                        new HashSet<>(node.list("a name, or \"*\" alone", RoleReader::name))))
        .orElse(Names.ALL);
  }

  private static String name(String text) {
    if (text.equals(EVERY)) {
      throw new IllegalArgumentException("stands alone");
    }
    return text;
  }

  private @Nullable Integer rowLimit() {
    return node("row_limit")
        .flatMap(node -> node.text("a whole number of at least 1", RoleReader::positive))
        .orElse(null);
  }

  private Role.@Nullable Rate rate() {
    Node node = entries.get("rate");
    if (node == null) {
      return null;
    }
    Map<String, Node> parts = node.entries(List.of("requests", "window"));
    if (parts.size() < 2) {
      problem("rate must have requests and window, such as {requests: 100, window: 60s}");
      return null;
    }
    Integer requests =
        part(parts, "requests")
            .text("a whole number of at least 1", RoleReader::positive)
            .orElse(null);
    Duration window =
        part(parts, "window")
            .text("a duration of at least 1s, such as 60s", RoleReader::window)
            .orElse(null);
    return requests == null || window == null ? null : new Role.Rate(requests, window);
  }

  private static Node part(Map<String, Node> parts, String key) {
    return Optional.ofNullable(parts.get(key)).orElseThrow();
  }

  private static int positive(String text) {
    int number = Integer.parseInt(text);
    if (number < 1) {
      throw new IllegalArgumentException("is too small");
    }
    return number;
  }

  private static Duration window(String text) {
    Duration window = Durations.parse(text);
    if (window.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("is too short");
    }
    return window;
  }

  private static boolean isEvery(Node node) {
    return EVERY.equals(node.value()) || List.of(EVERY).equals(node.value());
  }

  private Optional<Node> node(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  private void problem(String sentence) {
    entries.values().iterator().next().problems().accept("roles." + name + "." + sentence);
  }
}
