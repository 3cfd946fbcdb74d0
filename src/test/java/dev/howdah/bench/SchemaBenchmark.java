package dev.howdah.bench;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.TestServers;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long the tools for schemas take over 2000 tables with 30 000 columns, warm, beside a raw
 * round trip: {@code select 1} by JDBC.
 *
 * <p>Its main method, run with the class path of the tests, prints, for each call, the fastest, the
 * median and the 95th percentile in milliseconds, the median as a multiple of a round trip's, and
 * the bytes of the answer. On a busy machine only the fastest tells something. Argument: PostgreSQL
 * (18).
 */
public final class SchemaBenchmark {

  private static final int WARM = 100;
  private static final int MEASURED = 100;

  private static final List<String> CALLS =
      List.of(
          "list_schemas {}",
          "list_tables {'schema':'big','page_size':50}",
          "list_tables {'schema':'big','page_size':500}",
          "describe_table {'table':'big.t1000'}",
          "get_indexes {'table':'big.t1000'}",
          "get_foreign_keys {'table':'big.t1000'}");

  private SchemaBenchmark() {}

  /** Prints what the class says. */
  public static void main(String[] arguments) {
    int major = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 18;
    PrintStream out = System.out;
    try (var servers = new TestServers(System.getenv());
        var database = TestDatabase.create(servers.postgres(major), SchemaBenchmark.class)) {
      fill(database);
      measure("no rules", database, AccessSettings.NONE, out);
      measure("one table and one column blocked", database, someRules(), out);
    }
  }

  /** Tables of 15 columns, each with a key, an index, a check and a reference to the one before. */
  private static void fill(TestDatabase database) {
    database.run("create schema big");
    for (int from = 1; from <= 2000; from += 50) {
      database.run(
          """
          do $$
          begin
            for i in %d..%d loop
              execute format('create table big.t%%s (id bigint primary key, before bigint %%s, '
                || 'name text not null check (name <> ''''), c3 int, c4 int, c5 text, c6 date, '
                || 'c7 timestamptz default now(), c8 numeric(8,2), c9 text[], c10 jsonb, c11 bool, '
                || 'c12 uuid, c13 text, c14 text)',
                i, case when i > 1 then format('references big.t%%s', i - 1) end);
              execute format('create index on big.t%%s (name)', i);
              execute format('comment on table big.t%%s is ''The table %%s''', i, i);
            end loop;
          end
          $$"""
              .formatted(from, from + 49));
    }
    database.run("vacuum analyze");
  }

  private static AccessSettings someRules() {
    return new AccessSettings(
        true,
        List.of("big.t7"),
        List.of("big.t1000.c14"),
        List.of(),
        List.of(),
        List.of(),
        true,
        null,
        null);
  }

  private static void measure(
      String title, TestDatabase database, AccessSettings access, PrintStream out) {
    out.printf("%n%s, PostgreSQL %d%n", title, database.major());
    var there = ToolClient.database("default", database.dsn(database.reader()));
    try (var client = new ToolClient(ToolClient.QUERY, access, there);
        var raw = database.connect(database.reader());
        var statement = raw.prepareStatement("select 1")) {
      double trip =
          print(
              "select 1",
              0,
              out,
              () -> {
                try (var rows = statement.executeQuery()) {
                  return rows.next() ? 1 : 0;
                }
              });
      for (var call : CALLS) {
        int space = call.indexOf(' ');
        var params = Json.object().put("name", call.substring(0, space));
        params.set("arguments", Json.MAPPER.readTree(call.substring(space).replace('\'', '"')));
        print(
            call.replace('\'', '"'),
            trip,
            out,
            () -> client.answer("tools/call", params.deepCopy()).toString().length());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private interface Work {
    int bytes() throws SQLException;
  }

  /** Measures, prints, and gives the median in milliseconds. */
  private static double print(String what, double trip, PrintStream out, Work work)
      throws SQLException {
    var millis = new double[WARM + MEASURED];
    int bytes = 0;
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      bytes = work.bytes();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    var warm = Arrays.copyOfRange(millis, WARM, millis.length);
    Arrays.sort(warm);
    double median = warm[MEASURED / 2];
    out.printf(
        Locale.ROOT,
        "%8.2f %8.2f %8.2f %6.1fx %8d  %s%n",
        warm[0],
        median,
        warm[MEASURED * 95 / 100],
        trip == 0 ? 1 : median / trip,
        bytes,
        what);
    return median;
  }
}
