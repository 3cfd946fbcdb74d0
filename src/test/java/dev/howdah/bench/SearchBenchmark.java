package dev.howdah.bench;

import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.TestServers;
import dev.howdah.testing.ToolClient;
import dev.howdah.tools.search.Large;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long the tools that search a schema take over one of 2,000 tables and 30,000 columns, beside
 * reading its columns without us. {@code docs/search.md} says how to run it and what came of it.
 *
 * <p>Arguments: tables (2,000), PostgreSQL (18).
 */
public final class SearchBenchmark {

  private static final int WARM = 10;
  private static final int MEASURED = 21;

  private static final List<String> RAW =
      List.of(
          "select 1",
          "select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),"
              + " a.attnotnull, col_description(c.oid, a.attnum) from pg_attribute a join pg_class c"
              + " on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace where"
              + " c.relkind = 'r' and n.nspname = 'large' and a.attnum > 0 order by 1, 2, a.attnum");

  private static final List<String> CALLS =
      List.of(
          "get_schema {'refresh':true}",
          "get_schema {}",
          "get_schema {'format':'full'}",
          "get_schema {'format':'full','max_tokens':100000}",
          "search_objects {'pattern':'invoice email'}",
          "search_objects {'pattern':'invoice_137','detail':'full'}",
          "search_objects {'pattern':'shippment ammount'}",
          "find_relationships {'schema':'large','table':'order_1000'}");

  private SearchBenchmark() {}

  /** Prints the median and the slowest in milliseconds. */
  public static void main(String[] arguments) throws SQLException {
    int tables = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
    int major = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 18;
    PrintStream out = System.out;
    try (var servers = new TestServers(System.getenv());
        var database = TestDatabase.create(servers.postgres(major), SearchBenchmark.class)) {
      Large.build(database, tables);
      database.run("analyze");
      out.printf("%n%d tables, PostgreSQL %d%n", tables, major);
      try (var connection = database.connect(database.reader())) {
        for (var sql : RAW) {
          print(out, sql, () -> read(connection, sql));
        }
      }
      try (var client = ToolClient.of(database, database.reader())) {
        for (var call : CALLS) {
          int space = call.indexOf(' ');
          print(
              out,
              call.replace('\'', '"'),
              () -> client.ok(call.substring(0, space), call.substring(space + 1)));
        }
      }
    }
  }

  private static void read(Connection connection, String sql) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        rows.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void print(PrintStream out, String what, Runnable work) {
    var millis = new double[WARM + MEASURED];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      work.run();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    var warm = Arrays.copyOfRange(millis, WARM, millis.length);
    Arrays.sort(warm);
    out.printf(
        Locale.ROOT,
        "%8.1f %8.1f  %s%n",
        warm[MEASURED / 2],
        warm[MEASURED - 1],
        what.substring(0, Math.min(what.length(), 90)));
  }
}
