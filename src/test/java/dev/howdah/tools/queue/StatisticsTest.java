package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.queue.Period;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Shift;
import dev.howdah.tools.queue.StatisticsReader.Filter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds what is read against what PgQueuer says once it has folded its log. */
@OnEveryPostgres
record StatisticsTest(TestDatabase database) {

  private static final List<String> PERIODS = List.of("", "P1D", "PT1H", "PT45M", "PT5M", "PT1S");

  @ParameterizedTest
  @EnumSource
  void agreesWithWhatFoldingWouldGive(PgQueuerVersion version) throws SQLException {
    try (var queue = install(version)) {
      var before = contents(queue);
      Map<String, List<String>> listed = new TreeMap<>();
      Map<String, List<String>> summed = new TreeMap<>();
      try (var bench = Bench.of(database, database.reader(), queue)) {
        for (var period : PERIODS) {
          listed.put(period, listed(bench, period, StatisticsReader.MOST_EXACT));
          summed.put(period, summed(bench, period));
        }
      }
      assertThat(contents(queue)).isEqualTo(before);
      assertThat(queue.fold()).isPositive();
      for (var period : PERIODS) {
        assertThat(listed.get(period))
            .as("since %s", period)
            .containsExactlyInAnyOrderElementsOf(stored(queue, period));
        assertThat(summed.get(period))
            .as("since %s", period)
            .containsExactlyElementsOf(sums(queue, period));
      }
      try (var bench = Bench.of(database, database.reader(), queue)) {
        assertThat(listed(bench, "", StatisticsReader.MOST_EXACT)).isEqualTo(listed.get(""));
        assertThat(summed(bench, "")).isEqualTo(summed.get(""));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V1_3")
  void readsStatisticsWhoseStatusIsOfAnotherType(PgQueuerVersion version) {
    try (var queue = install(version)) {
      List<String> listed;
      List<String> summed;
      try (var bench = Bench.of(database, database.reader(), queue)) {
        listed = listed(bench, "", StatisticsReader.MOST_EXACT);
        summed = summed(bench, "");
      }
      for (var type : List.of("text", "other_status")) {
        database.run("drop type if exists other_status");
        database.run(
            "create type other_status as enum ('successful', 'canceled', 'exception', 'deleted',"
                + " 'failed', 'picked', 'queued')");
        database.run(
            "alter table %1$s_statistics alter column status type %2$s using status::text::%2$s"
                .formatted(queue.table(), type));
        try (var bench = Bench.of(database, database.reader(), queue)) {
          assertThat(listed(bench, "", StatisticsReader.MOST_EXACT)).as(type).isEqualTo(listed);
          assertThat(summed(bench, "")).as(type).isEqualTo(summed);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V0_19", "V1_3"})
  void pagesThroughMoreThanOneStatementReads(PgQueuerVersion version) {
    try (var queue = install(version);
        var bench = Bench.of(database, database.reader(), queue)) {
      var all = listed(bench, "", StatisticsReader.MOST_EXACT);
      assertThat(all).hasSizeGreaterThan(100).doesNotHaveDuplicates();
      for (int most : new int[] {1, 10, 60, 1000}) {
        assertThat(listed(bench, "", most)).as("%s rows", most).isEqualTo(all);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V1_3")
  void filters(PgQueuerVersion version) throws SQLException {
    try (var queue = install(version);
        var bench = Bench.of(database, database.reader(), queue)) {
      var reader = new StatisticsReader(bench.queue(), 50);
      var filter = new Filter(null, "report", "successful");
      var rows = pages(reader, filter);
      queue.fold();
      assertThat(rows.stream().mapToLong(QueueStats.Statistic::count).sum())
          .isEqualTo(
              Long.parseLong(
                  ask(
                      "select sum(count) from %s_statistics where entrypoint = 'report' and status ="
                          + " 'successful'",
                      queue)));
      assertThat(rows).allMatch(row -> row.entrypoint().equals("report"));
      assertThat(reader.totals(filter, true, 1000).rows())
          .singleElement()
          .matches(
              total ->
                  total.totalCount() == rows.stream().mapToLong(QueueStats.Statistic::count).sum());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V0_19", "V1_3"})
  void estimatesWhatIsTooMuchToRead(PgQueuerVersion version) throws SQLException {
    try (var queue = install(version);
        var bench = Bench.of(database, database.reader(), queue)) {
      database.run(
          """
          insert into %1$s_log (created, job_id, status, priority, entrypoint, aggregated)
          select now() - make_interval(secs => g / 4), g, 'successful', g %% 2, 'many', g <= 40000
          from generate_series(1, 80000) g;
          insert into %1$s_statistics (created, count, priority, status, entrypoint)
          select date_trunc('sec', created), count(*), priority, status, entrypoint from %1$s_log
          where entrypoint = 'many' and aggregated group by 1, 3, 4, 5;
          analyze"""
              .formatted(queue.table()));
      var few = new StatisticsReader(bench.queue(), 600);
      var estimated = few.totals(new Filter(null, null, null), false, 1000);
      assertThat(estimated.percent()).isLessThan(100);
      assertThat(estimated.logPercent()).isLessThan(100);
      assertThat(total(estimated)).isBetween(20_000L, 180_000L);
      var exact = few.totals(new Filter(null, null, null), true, 1000);
      assertThat(exact.percent()).isEqualTo(100);
      assertThat(exact.logPercent()).isEqualTo(100);
      assertThat(total(exact)).isEqualTo(80_000);
      assertThat(
              few.totals(new Filter(Period.read("period", "PT3S"), null, null), false, 1000)
                  .percent())
          .isEqualTo(100);
    }
  }

  private static long total(StatisticsReader.Totals totals) {
    return totals.rows().stream()
        .filter(row -> row.entrypoint().equals("many"))
        .mapToLong(ThroughputSummary.Total::totalCount)
        .sum();
  }

  private PgQueuer install(PgQueuerVersion version) {
    var schema = "s" + version.name().toLowerCase(Locale.ROOT);
    database.run("drop schema if exists %s cascade".formatted(schema));
    var queue = PgQueuer.install(database, version, schema, "");
    Shift.fill(queue);
    // Two bursts in the same seconds, the first one folded.
    burst(queue, 1);
    queue.fold();
    burst(queue, 2);
    return queue;
  }

  private void burst(PgQueuer queue, int seed) {
    database.run(
        """
        insert into %s_log (created, job_id, status, priority, entrypoint)
        select date_trunc('second', now()) - interval '10 minutes'
                 + g * %d %% 160 * interval '250 milliseconds',
               g, (array['queued', 'picked', 'successful', 'exception'])[1 + g %% 4]::%s_status,
               g %% 3 - 1, (array['email', 'report'])[1 + g %% 2]
        from generate_series(1, 400) g"""
            .formatted(queue.table(), seed, queue.table()));
  }

  private String contents(PgQueuer queue) throws SQLException {
    return ask(
            "select md5(string_agg(md5(l::text), '' order by id)) from %s_log l"
                .formatted(queue.table()),
            queue)
        + ask(
            "select md5(string_agg(md5(s::text), '' order by id)) from %s_statistics s"
                .formatted(queue.table()),
            queue);
  }

  private String ask(String sql, PgQueuer queue) throws SQLException {
    return String.valueOf(database.ask(sql.formatted(queue.table())));
  }

  private static List<QueueStats.Statistic> pages(StatisticsReader reader, Filter filter) {
    List<QueueStats.Statistic> rows = new ArrayList<>();
    StatisticsReader.@Nullable Place after = null;
    do {
      var found = reader.newest(filter, after, 7);
      assertThat(found.rows().size()).isLessThanOrEqualTo(7);
      rows.addAll(found.rows());
      after = found.next();
    } while (after != null);
    return rows;
  }

  private static List<String> listed(Bench bench, String period, long most) {
    var reader = new StatisticsReader(bench.queue(), most);
    return pages(reader, new Filter(Period.read("period", period), null, null)).stream()
        .map(
            row ->
                "%s %s %s %s %s"
                    .formatted(
                        java.time.OffsetDateTime.parse(row.created()).toEpochSecond(),
                        row.entrypoint(),
                        row.priority(),
                        row.status(),
                        row.count()))
        .toList();
  }

  private static List<String> summed(Bench bench, String period) {
    var reader = new StatisticsReader(bench.queue());
    return reader
        .totals(new Filter(Period.read("period", period), null, null), false, 1000)
        .rows()
        .stream()
        .map(row -> "%s %s %s".formatted(row.entrypoint(), row.status(), row.totalCount()))
        .toList();
  }

  /** PgQueuer's own answer: strictly newer than the period. */
  private List<String> stored(PgQueuer queue, String period) throws SQLException {
    return lines(
        "select concat_ws(' ', extract(epoch from created)::bigint, entrypoint, priority, status,"
            + " count) from %s_statistics where %s order by id desc",
        queue, period);
  }

  private List<String> sums(PgQueuer queue, String period) throws SQLException {
    return lines(
        "select concat_ws(' ', entrypoint, status, sum(count)) from %s_statistics where %s"
            + " group by entrypoint, status order by entrypoint, status::text",
        queue, period);
  }

  private List<String> lines(String sql, PgQueuer queue, String period) throws SQLException {
    var newer = period.isEmpty() ? "true" : "created > now() - interval '" + period + "'";
    List<String> lines = new ArrayList<>();
    try (var connection = database.connect(database.owner());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql.formatted(queue.table(), newer))) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }
}
