package dev.howdah.tools.vector;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds a table with embeddings in the catalogue, as far as its caller may know of it. */
record TableFinder(Session session) {

  private record Wanted(@Nullable String schema, String name) {}

  private record Oid(long oid) {}

  private record Found(
      @Nullable String version,
      @Nullable String extensionSchema,
      boolean usable,
      boolean available,
      @Nullable Long oid,
      @Nullable String schema,
      @Nullable String name,
      @Nullable String kind,
      @Nullable List<String> parentSchemas,
      @Nullable List<String> parentNames) {

    /** The table itself, then what it belongs to. */
    List<Access.RelationName> relations() {
      List<Access.RelationName> relations = new ArrayList<>();
      relations.add(
          new Access.RelationName(Objects.requireNonNull(schema), Objects.requireNonNull(name)));
      if (parentSchemas != null && parentNames != null) {
        for (int i = 0; i < parentNames.size(); i++) {
          relations.add(new Access.RelationName(parentSchemas.get(i), parentNames.get(i)));
        }
      }
      return relations;
    }
  }

  private static final Sql RELATION = Sql.resource(TableFinder.class, "relation.sql");
  private static final Sql COLUMNS = Sql.resource(TableFinder.class, "columns.sql");

  /**
   * The table.
   *
   * @param schema null for a name that is visible along the search path, or has its schema and a
   *     dot before it
   * @param operation what is to be done with it
   * @throws CallException {@code NOT_AVAILABLE} without pgvector, {@code INVALID_REQUEST} for a
   *     table that is not there, or not for this caller
   */
  VectorTable find(@Nullable String schema, String table, Operation operation) {
    Found found = session.query(RELATION, new Wanted(schema, table), Found.class).getFirst();
    String version = found.version();
    String extensionSchema = found.extensionSchema();
    if (version == null || extensionSchema == null) {
      throw missing(found.available());
    }
    if (!found.usable()) {
      throw closed(extensionSchema);
    }
    if (found.oid() == null || !open(found.relations(), operation)) {
      throw unknown(schema, table, operation);
    }
    List<Access.RelationName> relations = found.relations();
    List<Columns.Column> columns =
        session.query(COLUMNS, new Oid(found.oid()), Columns.Column.class);
    return new VectorTable(
        found.oid(),
        relations.getFirst().schema(),
        relations.getFirst().name(),
        Objects.requireNonNull(found.kind()),
        Columns.open(columns, session.access(), relations),
        Version.parse(version),
        extensionSchema);
  }

  private boolean open(List<Access.RelationName> relations, Operation operation) {
    Access access = session.access();
    Access.RelationName own = relations.getFirst();
    return access.allows(operation, own.schema(), own.name())
        && relations.stream().noneMatch(each -> access.blocked(each.schema(), each.name()));
  }

  private static CallException missing(boolean available) {
    return new CallException(
        ErrorCode.NOT_AVAILABLE,
        available
            ? "pgvector is not installed in this database. Somebody who may do so has to run:"
                + " CREATE EXTENSION vector;"
            : "pgvector is not installed on this server. Its operator has to install the package"
                + " (on Debian and Ubuntu: apt install postgresql-<version>-pgvector), and then run"
                + " in this database: CREATE EXTENSION vector;",
        Map.of("extension", "vector", "install", "CREATE EXTENSION vector;"));
  }

  private static CallException closed(String schema) {
    String grant = "GRANT USAGE ON SCHEMA " + Identifier.of(schema).quoted() + " TO …;";
    return new CallException(
        ErrorCode.NOT_AVAILABLE,
        "pgvector is installed in the schema \""
            + schema
            + "\", which this role may not use. Its owner has to run: "
            + grant,
        Map.of("extension", "vector", "install", grant));
  }

  /** The same words whether it does not exist or must not be known. */
  private static CallException unknown(@Nullable String schema, String table, Operation operation) {
    String where = schema == null ? "along the search path" : "in the schema \"" + schema + "\"";
    return Invalid.argument(
        "There is no table or view \"%s\" %s that you may %s; list_tables shows what there is. Upper and lower case differ."
            .formatted(
                Invalid.shown(table), where, operation == Operation.INSERT ? "write to" : "read"),
        Map.of("table", table));
  }
}
