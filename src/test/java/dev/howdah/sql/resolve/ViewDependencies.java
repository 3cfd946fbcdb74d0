package dev.howdah.sql.resolve;

import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.OperatorUse;
import dev.howdah.sql.resolve.Uses.Privilege;
import dev.howdah.sql.resolve.Uses.RelationUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What PostgreSQL records that a view depends on: of what is not its own, for that cannot be
 * dropped. Fields of composite types are columns of no table.
 */
final class ViewDependencies {

  private static final String RECORDED =
      """
      select d.refclassid::regclass::text, d.refobjid, d.refobjsubid, c.relkind
      from pg_rewrite r
      join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
      left join pg_class c on d.refclassid = 'pg_class'::regclass and c.oid = d.refobjid
      where r.ev_class = 'scratch.view'::regclass and d.refobjid <> r.ev_class
        and c.relkind is distinct from 'c'
      """;

  private final Connection connection;

  ViewDependencies(Connection connection) {
    this.connection = connection;
  }

  /**
   * Makes a view of a query and takes it away again.
   *
   * @throws SQLException when PostgreSQL makes no view of it
   */
  Uses of(String query) throws SQLException {
    var uses = Uses.none();
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      // As a part of another query its columns may have any names and types.
      statement.execute("create view scratch.view as select exists (" + query + ") as one");
      try (var rows = statement.executeQuery(RECORDED)) {
        while (rows.next()) {
          add(rows.getString(1), rows.getLong(2), rows.getInt(3), uses);
        }
      }
      statement.execute("drop view scratch.view");
    }
    return uses;
  }

  private static void add(String catalogue, long oid, int column, Uses uses) {
    switch (catalogue) {
      case "pg_class" -> {
        if (column == 0) {
          uses.relations().add(new RelationUse(oid, Privilege.SELECT, -1));
        } else {
          uses.columns().add(new ColumnUse(oid, column, Privilege.SELECT, -1));
        }
      }
      case "pg_proc" -> uses.functions().add(new FunctionUse(oid, -1, true));
      case "pg_operator" -> uses.operators().add(new OperatorUse(oid, -1, true));
      case "pg_type" -> uses.types().add(new TypeUse(oid, -1));
      // What makes GROUP BY enough, and how texts are sorted, give nothing away.
      case "pg_constraint", "pg_collation" -> {}
      default -> throw new IllegalStateException("a dependency on " + catalogue);
    }
  }
}
