package dev.howdah.db;

import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Grants by whole schemas, for what is there and what will be: where there are no access rules. */
final class SchemaGrants {

  private static final int MOST_SCHEMAS = 100;

  private static final Sql SCHEMAS = Sql.resource(SchemaGrants.class, "script_schemas.sql");

  private record Most(int most) {}

  private record Schema(String schema, String plain, List<String> owners) {}

  private final Catalog catalog;
  private final RoleScript.Names names;
  private final Set<Operation> operations;
  private final Consumer<String> lines;

  SchemaGrants(
      Catalog catalog, RoleScript.Names names, Set<Operation> operations, Consumer<String> lines) {
    this.catalog = catalog;
    this.names = names;
    this.operations = operations;
    this.lines = lines;
  }

  void write() {
    List<Schema> schemas = schemas();
    schemas.forEach(this::schema);
    if (schemas.size() == MOST_SCHEMAS) {
      lines.accept("-- There are more schemas; go on like this.");
    }
  }

  private List<Schema> schemas() {
    return catalog.rows(SCHEMAS, new Most(MOST_SCHEMAS), Schema.class);
  }

  private void schema(Schema schema) {
    String privileges =
        operations.stream()
            .filter(each -> each != Operation.DDL)
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    if (privileges.isEmpty()) {
      return;
    }
    boolean inserts =
        operations.contains(Operation.INSERT) || operations.contains(Operation.UPDATE);
    String in = " in schema " + schema.schema();
    String to = " to " + names.role() + ";";
    lines.accept("");
    lines.accept("grant usage on schema " + schema.schema() + to);
    lines.accept("grant " + privileges + " on all tables" + in + to);
    if (inserts) {
      lines.accept("grant usage on all sequences" + in + to);
    }
    for (String owner : schema.owners()) {
      String byDefault = "alter default privileges for role " + owner + in;
      lines.accept(byDefault);
      lines.accept("  grant " + privileges + " on tables" + to);
      if (inserts) {
        lines.accept(byDefault);
        lines.accept("  grant usage on sequences" + to);
      }
    }
  }

  /** Takes back what was granted in advance before there were rules. */
  void takeBack() {
    lines.accept("");
    for (Schema schema : schemas()) {
      for (String owner : schema.owners()) {
        lines.accept(
            "alter default privileges for role " + owner + " in schema " + schema.schema());
        lines.accept("  revoke all on tables from " + names.role() + ";");
      }
    }
  }

  /** What it takes to define something in the schemas that are open to whoever may. */
  void definitions(CallerRules rules) {
    List<Access> definers =
        rules.direct().stream().filter(each -> each.allows(Operation.DDL)).toList();
    List<Schema> schemas =
        schemas().stream()
            .filter(schema -> definers.stream().anyMatch(each -> each.opens(schema.plain())))
            .toList();
    lines.accept("");
    lines.accept("-- Callers may change the schema. What they make then belongs to the role; to");
    lines.accept("-- change or drop what another role has made takes membership in that role, and");
    lines.accept("-- with it come all of its rights:");
    schemas.stream()
        .flatMap(schema -> schema.owners().stream())
        .distinct()
        .sorted()
        .map(owner -> RoleScript.comment("grant " + owner + " to " + names.role() + ";"))
        .forEach(lines);
    lines.accept(
        RoleScript.comment(
            "CREATE SCHEMA takes grant create on database "
                + names.database()
                + " to "
                + names.role()
                + ";"));
    schemas.forEach(
        schema ->
            lines.accept(
                "grant usage, create on schema " + schema.schema() + " to " + names.role() + ";"));
  }
}
