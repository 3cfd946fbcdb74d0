package dev.howdah.tools.vector;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.known.Known;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
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
      @Nullable String kind) {}

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
    Found found =
        session.query(RELATION, new Wanted(Known.given(schema), table), Found.class).getFirst();
    String version = found.version();
    String extensionSchema = found.extensionSchema();
    if (version == null || extensionSchema == null) {
      throw missing(found.available());
    }
    if (!found.usable()) {
      throw closed(extensionSchema);
    }
    Long oid = found.oid();
    if (oid == null || !named(found, operation)) {
      throw unknown(schema, table, operation);
    }
    Known known = Known.of(session, List.of(oid));
    if (!known.table(oid)) {
      throw unknown(schema, table, operation);
    }
    List<Columns.Column> columns = session.query(COLUMNS, new Oid(oid), Columns.Column.class);
    return new VectorTable(
        oid,
        Objects.requireNonNull(found.schema()),
        Objects.requireNonNull(found.name()),
        Objects.requireNonNull(found.kind()),
        Columns.open(columns, known.blockedColumns(oid)),
        Version.parse(version),
        extensionSchema);
  }

  private boolean named(Found found, Operation operation) {
    Access access = session.access();
    String schema = Objects.requireNonNull(found.schema());
    String name = Objects.requireNonNull(found.name());
    return access.allows(operation, schema, name) && !access.blocked(schema, name);
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
