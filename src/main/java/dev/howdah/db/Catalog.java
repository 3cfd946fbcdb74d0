package dev.howdah.db;

import dev.howdah.sql.Sql;
import java.util.List;

/** Where statements of ours about the catalog are run. */
interface Catalog {

  /** The rows of one statement. */
  <R extends Record> List<R> rows(Sql statement, Record arguments, Class<R> row);

  /** The only row of one statement. */
  default <R extends Record> R row(Sql statement, Record arguments, Class<R> row) {
    return rows(statement, arguments, row).getFirst();
  }
}
