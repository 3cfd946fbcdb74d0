package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.Sql;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Week;
import dev.howdah.tool.Json;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * No text reads a large table from end to end, but for those that need the whole queue: queue_size
 * and queue_age, where it is short or they are told to, read it once and nothing else, queue_size
 * for what does not wait where it is long, and queue_table_info never to put it in order.
 */
@OnEveryPostgres
record QueuePlansTest(TestDatabase database) {

  private static final int JOBS = 60_000;

  /** Values as the tools give them; what is not named is null. */
  private static final String TEXTS =
      """
      StatisticsReader | PENDING    | most=30000
      StatisticsReader | PENDING    | most=30000 seconds=3600
      StatisticsReader | STATISTICS | most=0 limit=51
      StatisticsReader | STATISTICS | most=0 limit=51 seconds=3600
      StatisticsReader | STATISTICS | most=30000 limit=51 entrypoint=nobody
      StatisticsReader | EXTENT     | most=30000 limit=51
      StatisticsReader | EXTENT     | most=30000 limit=51 seconds=3600
      StatisticsReader | TOTALS     | way=recent percent=100 log_percent=100 seconds=3600
      StatisticsReader | TOTALS     | way=sample percent=2 log_percent=2 seconds=3600
      StatisticsReader | TOTALS     | way=sample percent=2 log_percent=2
      JobHistory       | EVENTS     | job_id=1000 characters=4000 stored_bytes=33554432 limit=101
      JobHistory       | NOW        | job_id=1000
      JobDurations     | DURATIONS  | seconds=3600 rows=30000 runs=5000
      JobDurations     | DURATIONS  | seconds=86400 rows=3000 runs=500 entrypoint=email
      HealthReader     | RUNNING    | lost_seconds=60 most=10000
      HealthReader     | RECENT     | seconds=3600 rows=2000 waits=200
      HealthReader     | CLAIMS     | rows=500
      HealthReader     | IDS        |
      HealthReader     | BACKLOG    | most=10000
      FailedJobs       | FAILURES   | statuses={exception} include_retries=false traceback_bytes=4000 stored_bytes=33554432 limit=51
      FailedJobs       | FAILURES   | statuses={exception} include_retries=true traceback_bytes=4000 stored_bytes=33554432 limit=51
      FailedJobs       | HORIZON    | statuses={exception} include_retries=true rows=20000 failures=500
      FailedJobs       | HORIZON    | statuses={exception} include_retries=false entrypoint=nobody rows=20000 failures=500
      Horizon          | HORIZON    | rows=20000
      QueueLog         | LOG        | traceback_bytes=4000 stored_bytes=33554432 limit=51
      StaleJobs        | STALE      | seconds=60 limit=51
      StaleJobs        | SILENT     | seconds=60
      EntrypointNames  | LOGGED     | begins= rows=5000 longest=200
      EntrypointNames  | LOGGED     | begins=em rows=5000 longest=200
      ActiveWorkers    | WORKERS    | timeout_seconds=30 limit=51
      """;

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) {
    for (var version : List.of(PgQueuerVersion.V0_19, PgQueuerVersion.V1_3)) {
      for (var folded : List.of(true, false)) {
        try (var queue = PgQueuer.install(database, version, schema(version, folded), "")) {
          Week.fill(database, queue, JOBS, 20_000, folded);
        }
      }
    }
  }

  private static String schema(PgQueuerVersion version, boolean folded) {
    return (version + (folded ? "_folded" : "_unfolded")).toLowerCase(java.util.Locale.ROOT);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = TEXTS)
  void readsByIndexes(String owner, String field, @Nullable String values) throws Exception {
    for (var version : List.of(PgQueuerVersion.V0_19, PgQueuerVersion.V1_3)) {
      for (var folded : List.of(true, false)) {
        readsByIndexes(schema(version, folded), owner, field, values);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          V1_3  | WaitingJobs     | WAITING   | most=10000 entrypoints=2000 names=["email","sync"]
          V1_3  | WaitingJobs     | COUNTS    | most=10000 names=["email","sync"]
          V0_19 | WaitingJobs     | UNINDEXED | most=1000
          V1_3  | EntrypointNames | WAITING   | begins=em entrypoints=1000 longest=200
          """)
  void looksAtWhatWaitsByIndexes(PgQueuerVersion version, String owner, String field, String values)
      throws Exception {
    readsByIndexes(schema(version, true), owner, field, values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          QueueSize | SIZES | limit=1001
          QueueSize | SIZES | limit=1001 status=queued
          QueueAge  | AGES  | percent=100 limit=1001
          QueueAge  | AGES  | percent=100 limit=1001 entrypoint=email
          """)
  void readsTheQueueOnce(String owner, String field, String values) throws Exception {
    for (var version : List.of(PgQueuerVersion.V0_19, PgQueuerVersion.V1_3)) {
      var plan = plan(schema(version, false), owner, field, values(values));
      assertThat(plan.findValues("Relation Name").stream().map(JsonNode::stringValue))
          .as("%s", plan)
          .containsExactly("pgqueuer");
      // One pass into a table of groups, which are few: rows are neither sorted nor joined.
      assertThat(sorted(plan.at("/0/Plan"))).as("%s", plan).allMatch(rows -> rows <= 1000);
      assertThat(types(plan))
          .noneMatch(type -> type.contains("Join") || type.equals("Nested Loop"));
    }
  }

  /** Where no index begins with the entrypoint; nothing but the names is joined to it. */
  @Test
  void samplesTheQueueOnceForSomeEntrypoints() throws Exception {
    var plan =
        plan(
            schema(PgQueuerVersion.V0_19, false),
            "WaitingJobs",
            "PAGES",
            values("names=[\"email\",\"sync\"] percent=12"));
    assertThat(plan.findValues("Relation Name").stream().map(JsonNode::stringValue))
        .as("%s", plan)
        .containsExactly("pgqueuer");
    assertThat(types(plan)).contains("Sample Scan").noneMatch("Nested Loop"::equals);
  }

  @Test
  void samplesTheQueueOnceForItsAge() throws Exception {
    var plan =
        plan(
            schema(PgQueuerVersion.V0_19, false),
            "QueueAge",
            "SAMPLED",
            values("percent=12 limit=1001"));
    assertThat(plan.findValues("Relation Name").stream().map(JsonNode::stringValue))
        .as("%s", plan)
        .containsExactly("pgqueuer");
    assertThat(types(plan)).contains("Sample Scan");
  }

  /** What does not wait takes a pass of its own, of which hardly a row goes on. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          V0_19 | percent=12 limit=1001               | pgqueuer pgqueuer
          V1_3  | percent=12 limit=1001               | pgqueuer pgqueuer
          V1_3  | percent=12 limit=1001 status=queued | pgqueuer
          """)
  void samplesTheQueueForItsSizeAndCountsTheRest(
      PgQueuerVersion version, String values, String tables) throws Exception {
    var plan = plan(schema(version, false), "QueueSize", "SAMPLED", values(values));
    assertThat(plan.findValues("Relation Name").stream().map(JsonNode::stringValue))
        .as("%s", plan)
        .containsExactly(tables.split(" ", -1));
    assertThat(types(plan)).containsOnlyOnce("Sample Scan");
    assertThat(sorted(plan.at("/0/Plan"))).as("%s", plan).allMatch(rows -> rows <= 1000);
  }

  /**
   * The waiting jobs have an index in the order of workers; the first page ends where it is full.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          V0_19 | limit=101 offset=0 payload_bytes=1024 headers_bytes=8192
          V0_19 | limit=101 offset=0 payload_bytes=1024 headers_bytes=8192 status=queued
          V1_3  | limit=101 offset=0 payload_bytes=1024 headers_bytes=8192
          V1_3  | limit=101 offset=0 payload_bytes=1024 headers_bytes=8192 entrypoint=sync
          V1_3  | limit=101 offset=0 payload_bytes=1024 headers_bytes=8192 after_priority=1 after_id=70000
          """)
  void pagesJobsWithoutSortingThem(PgQueuerVersion version, String values) throws Exception {
    var plan = plan(schema(version, false), "QueueTableInfo", "JOBS", values(values));
    assertThat(sorted(plan.at("/0/Plan"))).as("%s", plan).allMatch(rows -> rows <= 1000);
  }

  private static Stream<String> types(JsonNode plan) {
    return plan.findValues("Node Type").stream().map(JsonNode::stringValue);
  }

  /** How many rows each sort is expected to take. */
  private static List<Long> sorted(JsonNode node) {
    List<Long> rows = new ArrayList<>();
    if (node.path("Node Type").stringValue("").equals("Sort")) {
      rows.add(node.at("/Plans/0/Plan Rows").longValue());
    }
    node.path("Plans").forEach(child -> rows.addAll(sorted(child)));
    return rows;
  }

  private void readsByIndexes(String schema, String owner, String field, @Nullable String values)
      throws ReflectiveOperationException, SQLException {
    var given = values(values);
    if (field.equals("STATISTICS") && schema.endsWith("_unfolded")) {
      // As PENDING says where so much waits to be folded.
      given.put("since", database.ask("select now() - interval '1 hour'"));
    }
    var plan = plan(schema, owner, field, given);
    // Where nothing was folded the statistics are empty.
    assertThat(sequential(plan.at("/0/Plan"), false))
        .as("%s in %s: %s", field, schema, types(plan).toList())
        .filteredOn(name -> !(name.endsWith("_statistics") && schema.endsWith("_unfolded")))
        .isEmpty();
  }

  private JsonNode plan(
      String schema, String owner, String field, Map<String, @Nullable String> values)
      throws ReflectiveOperationException, SQLException {
    try (var bench = Bench.of(database, database.reader(), schema)) {
      var found = Class.forName("dev.howdah.tools.queue." + owner).getDeclaredField(field);
      found.setAccessible(true);
      return plan(bench.queue().named((Sql) found.get(null)), values);
    }
  }

  private static HashMap<String, @Nullable String> values(@Nullable String text) {
    var values = new HashMap<String, @Nullable String>();
    if (text != null) {
      for (var pair : text.split(" ", -1)) {
        values.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
    }
    return values;
  }

  private JsonNode plan(Sql text, Map<String, @Nullable String> values) throws SQLException {
    var numbered = text.numbered();
    try (var connection = database.connect(database.reader());
        var statement =
            connection.prepareStatement(
                "explain (format json) " + numbered.text().replaceAll("\\$\\d+", "?"))) {
      var order = order(numbered.text());
      for (int i = 0; i < order.size(); i++) {
        var name = numbered.parameters().get(order.get(i) - 1);
        statement.setObject(i + 1, values.get(name), Types.OTHER);
      }
      try (var rows = statement.executeQuery()) {
        rows.next();
        return Json.MAPPER.readTree(Objects.requireNonNull(rows.getString(1)));
      }
    }
  }

  /** Which parameter each question mark stands for. */
  private static List<Integer> order(String text) {
    return java.util.regex.Pattern.compile("\\$(\\d+)")
        .matcher(text)
        .results()
        .map(each -> Integer.parseInt(each.group(1)))
        .toList();
  }

  /** Tables that are read from their first row on, without a limit right above that. */
  private static List<String> sequential(JsonNode node, boolean limited) {
    List<String> names = new ArrayList<>();
    var type = node.path("Node Type").stringValue("");
    var name = node.path("Relation Name").stringValue("");
    if (type.contains("Seq Scan") && name.startsWith("pgqueuer") && !limited) {
      names.add(name);
    }
    node.path("Plans").forEach(child -> names.addAll(sequential(child, type.equals("Limit"))));
    return names;
  }
}
