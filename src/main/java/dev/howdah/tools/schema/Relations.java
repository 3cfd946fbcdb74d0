package dev.howdah.tools.schema;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.known.Known;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Door;
import dev.howdah.sql.guard.Operation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds a table or view by the name that a caller gives. */
final class Relations {

  /** What the argument {@code table} says. */
  static final String TABLE =
      "Name of the table or view as list_tables gives it, without quotes; schema.table works.";

  /** What the argument {@code schema} says. */
  static final String SCHEMA = "Its schema; left out, it is looked for along the search path.";

  /** In characters, of a name or of two with a dot, each of at most 63 bytes. */
  static final int LONGEST = 300;

  private record Name(@Nullable String schema, String name) {}

  private static final Sql RELATION = Sql.resource(Relations.class, "relation.sql").kept();

  private final Session session;

  Relations(Session session) {
    this.session = session;
  }

  /**
   * The relation of that name, if its name is open to the caller; what it rests on has to be looked
   * at with {@link #check}.
   *
   * @param schema null for a name that is visible along the search path, or has its schema and a
   *     dot before it
   * @throws CallException {@code INVALID_REQUEST} when there is none
   */
  Relation find(@Nullable String schema, String table) {
    return session.query(RELATION, new Name(Known.given(schema), table), Relation.class).stream()
        .findFirst()
        .filter(found -> Known.named(session.access(), found.schema(), found.name()))
        .orElseThrow(() -> unknown(schema, table));
  }

  /**
   * Lets pass a relation that may be known in spite of what it rests on.
   *
   * @throws CallException the same as if there were none
   */
  void check(Relation relation, Known known, @Nullable String schema, String table) {
    if (!known.table(relation.oid()) || (relation.isView() && !readable(relation))) {
      throw unknown(schema, table);
    }
  }

  /** A view may also read through functions, which only the guard looks into. */
  private boolean readable(Relation view) {
    if (!session.access().restricted()
        || !session.access().allows(Operation.SELECT, view.schema(), view.name())) {
      return true;
    }
    var name = Identifier.of(view.schema(), view.name());
    try {
      session.check(AgentSql.of("select from " + name.quoted()), Door.READ);
      return true;
    } catch (CallException e) {
      if (e.code() == ErrorCode.ACCESS_DENIED) {
        return false;
      }
      return true;
    }
  }

  /** The same words whether it does not exist or must not be known. */
  private CallException unknown(@Nullable String schema, String table) {
    List<String> similar = session.similarTables(table);
    String where =
        Known.given(schema) == null ? "along the search path" : "in the schema \"" + schema + "\"";
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        "There is no table or view \""
            + table
            + "\" "
            + where
            + " that this role has a privilege on. "
            + (similar.isEmpty()
                ? "list_tables shows what there is; upper and lower case differ."
                : "Did you mean " + String.join(" or ", similar) + "?"),
        Map.of("table", table, "similar", similar));
  }
}
