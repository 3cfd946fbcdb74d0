package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.howdah.auth.AccessSettings;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Shift;
import dev.howdah.tool.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools over a day's work in each version of PgQueuer, as a role that may only select. */
@OnEveryPostgres
final class QueueToolsTest {

  private final TestDatabase database;
  private final ToolClient client;

  QueueToolsTest(TestDatabase database) {
    this.database = database;
    var queues =
        Stream.of(PgQueuerVersion.values())
            .map(version -> QueueSettings.named(name(version)).at(name(version), "My_"))
            .toList();
    this.client =
        new ToolClient(
            ToolClient.QUERY,
            AccessSettings.NONE,
            new Queues(queues),
            ToolClient.database("default", database.dsn(database.reader())));
  }

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) {
    for (var version : PgQueuerVersion.values()) {
      try (var queue = PgQueuer.install(database, version, name(version), "My_")) {
        Shift.fill(queue);
      }
    }
  }

  private static String name(PgQueuerVersion version) {
    return version.name().toLowerCase(Locale.ROOT);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void countsJobs(PgQueuerVersion version) {
    var sizes = rows(version, "queue_size", "{}");
    assertThat(sizes.valueStream().map(size -> text(size, "count priority entrypoint status")))
        .contains("1 5 email queued", "1 0 nobody queued", "3 0 email picked")
        .hasSize(version.attempts() ? 9 : 8);
    assertThat(fields(sizes, "count").map(Integer::parseInt)).isSorted();
    assertThat(fields(rows(version, "queue_size", "{'status':'picked'}"), "status"))
        .hasSize(3)
        .containsOnly("picked");
    assertThat(rows(version, "queue_size", "{'entrypoint':'nobody'}")).hasSize(1);
    var cut = answer(version, "queue_size", "{'limit':2}");
    assertThat(cut.path("result")).hasSize(2);
    assertThat(cut.path("truncated").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void showsJobsWithWhatTheyCarry(PgQueuerVersion version) {
    var answer = answer(version, "queue_table_info", "{}");
    var jobs = answer.path("result");
    assertThat(answer.path("hidden_columns")).isEmpty();
    assertThat(answer.path("next_cursor").isNull()).isTrue();
    assertThat(jobs)
        .hasSize(
            Integer.parseInt(database.ask("select count(*) from " + table(version, "pgqueuer"))));
    assertThat(jobs.valueStream().map(job -> text(job, "priority id")))
        .containsExactlyElementsOf(
            List.of(
                Objects.requireNonNull(
                        database.ask(
                            "select string_agg(priority || ' ' || id, ',' order by priority desc,"
                                + " id) from "
                                + table(version, "pgqueuer")))
                    .split(",", -1)));
    assertThat(jobs.valueStream().map(job -> job.path("payload").toString()))
        .contains(
            "{\"kind\":\"json\",\"preview\":\"{\\\"to\\\": \\\"bob\\\"}\",\"bytes\":13,"
                + "\"truncated\":false}",
            "{\"kind\":\"text\",\"preview\":\"Grüße\",\"bytes\":7,\"truncated\":false}",
            "{\"kind\":\"empty\",\"preview\":null,\"bytes\":0,\"truncated\":false}",
            "{\"kind\":\"binary\",\"preview\":\"\\\\x89504e4700ff\",\"bytes\":6,"
                + "\"truncated\":false}");
    var picture = one(jobs, "entrypoint", "thumbnail", "status", "queued");
    assertThat(picture.at("/headers/trace/id").stringValue("-"))
        .isEqualTo(version.headers() ? "4bf9" : "-");
    assertThat(picture.path("created").stringValue()).matches(ISO);
    assertThat(picture.path("attempts").isNull()).isEqualTo(!version.attempts());
    assertThat(fields(jobs, "dedupe_key").filter(key -> key.equals("welcome-7")).count())
        .isEqualTo(version.tracebacks() ? 1 : 0);
    if (version.attempts()) {
      assertThat(fields(jobs, "attempts")).contains("4");
      assertThat(rows(version, "queue_table_info", "{'status':'failed'}")).hasSize(1);
    }
  }

  private static final String ISO =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?[+-]\\d\\d:\\d\\d";

  @ParameterizedTest
  @CsvSource({
    "queue_table_info, 2, '{}'",
    "queue_table_info, 3, '{\"status\":\"queued\",\"since\":\"P1D\"}'",
    "queue_log, 17, '{}'",
    "queue_log, 5, '{\"since\":\"PT55M\"}'",
    "queue_log, 9, '{\"entrypoint\":\"report\"}'",
    "failed_jobs, 2, '{}'",
    "failed_jobs, 1, '{\"include_retries\":true}'",
    "stale_jobs, 1, '{\"threshold\":\"PT1S\"}'"
  })
  void pagesWithoutGapsAndRepeats(String tool, int limit, String arguments) {
    var whole =
        answer(PgQueuerVersion.V1_3, tool, parsed(arguments).put("limit", 1000)).path("result");
    assertThat(whole).hasSizeGreaterThan(limit);
    var paged = new ArrayList<JsonNode>();
    var next = parsed(arguments).put("limit", limit);
    while (true) {
      var page = answer(PgQueuerVersion.V1_3, tool, next);
      page.path("result").forEach(paged::add);
      assertThat(page.path("result").size()).isBetween(1, limit);
      if (page.path("next_cursor").isNull()) {
        break;
      }
      next =
          parsed(arguments).put("limit", limit).put("cursor", page.path("next_cursor").asString());
    }
    assertThat(paged.stream().map(row -> row.path("id").longValue()))
        .containsExactlyElementsOf(
            whole.valueStream().map(row -> row.path("id").longValue()).toList());
  }

  @Test
  void passesOverJobs() {
    var all = rows(PgQueuerVersion.V1_3, "queue_table_info", "{}");
    var some = rows(PgQueuerVersion.V1_3, "queue_table_info", "{'offset':3,'limit':2}");
    assertThat(some.valueStream()).containsExactly(all.get(3), all.get(4));
    assertThat(error(PgQueuerVersion.V1_3, "queue_table_info", "{'offset':1,'cursor':'x'}"))
        .isEqualTo("ERR_008 Give offset or cursor, not both.");
  }

  @ParameterizedTest
  @EnumSource
  void showsFailuresOfEveryKind(PgQueuerVersion version) {
    var failures = rows(version, "failed_jobs", "{}");
    assertThat(fields(failures, "kind"))
        .containsExactlyInAnyOrderElementsOf(
            version.attempts()
                ? List.of("exception", "exception", "exception", "held")
                : List.of("exception", "exception", "exception"));
    assertThat(fields(failures, "created")).isSortedAccordingTo(Comparator.reverseOrder());
    var last = one(failures, "kind", "exception", "entrypoint", "email");
    assertThat(last.path("current_status").isNull()).isTrue();
    assertThat(last.path("exception_type").stringValue("-"))
        .isEqualTo(version.tracebacks() ? "ValueError" : "-");
    assertThat(last.at("/traceback/exception_message").stringValue("-"))
        .isEqualTo(version.tracebacks() ? "no such user" : "-");
    if (version.attempts()) {
      assertThat(
              one(failures, "kind", "held", "current_status", "failed")
                  .path("job_id")
                  .isIntegralNumber())
          .isTrue();
    }
    var all = rows(version, "failed_jobs", "{'include_retries':true}");
    assertThat(
            all.valueStream()
                .filter(each -> each.path("kind").stringValue().equals("retry"))
                .map(each -> text(each, "status attempt exception_type current_status")))
        .containsExactlyElementsOf(
            version.attempts()
                ? Stream.of(4, 3, 2, 1)
                    .map(attempt -> "queued " + attempt + " TimeoutError queued")
                    .toList()
                : List.of());
  }

  @ParameterizedTest
  @EnumSource
  void showsTheLogAsItIs(PgQueuerVersion version) {
    var log = rows(version, "queue_log", "{'limit':1000}");
    assertThat(log)
        .hasSize(
            Integer.parseInt(
                database.ask("select count(*) from " + table(version, "pgqueuer_log"))));
    assertThat(log.get(0).propertyNames())
        .containsExactly(
            "id",
            "created",
            "job_id",
            "status",
            "priority",
            "entrypoint",
            "traceback",
            "aggregated");
    long job = one(log, "status", "exception", "entrypoint", "email").path("job_id").longValue();
    assertThat(fields(rows(version, "queue_log", "{'job_id':" + job + "}"), "status"))
        .containsExactly("exception", "picked", "queued");
    assertThat(rows(version, "queue_log", "{'status':'canceled','entrypoint':'report'}"))
        .hasSize(4);
    assertThat(rows(version, "queue_log", "{'since':'PT1S'}")).isEmpty();
    assertThat(rows(version, "queue_log", "{'since':'2001-01-01T00:00:00+13:45','limit':7}"))
        .hasSize(7);
  }

  @ParameterizedTest
  @EnumSource
  void tellsLivingWorkersFromDeadOnes(PgQueuerVersion version) {
    heartbeat(version);
    var answer = answer(version, "active_workers", "{}");
    assertThat(answer.path("cannot_see").stringValue()).contains("idle");
    var workers = answer.path("result");
    assertThat(
            workers
                .valueStream()
                .map(worker -> text(worker, "queue_manager_id active_jobs late_jobs entrypoints")))
        .containsExactly(
            Shift.ANN + " 2 0 [\"email\",\"report\"]",
            Shift.DEAD + " 2 2 [\"email\"]",
            Shift.BOB + " 1 0 [\"thumbnail\"]");
    var dead = one(workers, "queue_manager_id", Shift.DEAD.toString(), "active_jobs", "2");
    assertThat(dead.path("seconds_since_heartbeat").doubleValue()).isBetween(600.0, 3_600.0);
    assertThat(rows(version, "active_workers", "{'entrypoint':'report'}")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void findsJobsOfTheDead(PgQueuerVersion version) {
    heartbeat(version);
    var answer = answer(version, "stale_jobs", "{}");
    assertThat(fields(answer.path("result"), "queue_manager_id"))
        .containsExactly(Shift.DEAD.toString(), Shift.DEAD.toString());
    assertThat(answer.at("/result/0").propertyNames())
        .startsWith(
            "id",
            "priority",
            "queue_manager_id",
            "created",
            "updated",
            "heartbeat",
            "execute_after",
            "status",
            "entrypoint",
            "seconds_since_heartbeat");
    // Ten minutes when the queue was filled, which every test of the class reads.
    assertThat(answer.at("/result/0/seconds_since_heartbeat").doubleValue())
        .isBetween(600.0, 3_600.0);
    assertThat(text(answer, "picked_jobs late_jobs default_heartbeat_timeout_seconds"))
        .isEqualTo("5 2 30");
    assertThat(answer.path("heartbeat_timeout").stringValue()).contains("30 s");
    var none = answer(version, "stale_jobs", "{'threshold':'PT1H'}");
    assertThat(none.path("result")).isEmpty();
    assertThat(none.path("late_jobs").intValue()).isEqualTo(2);
    assertThat(rows(version, "stale_jobs", "{'threshold':'1.5h','entrypoint':'email'}")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void countsDeferredJobsApart(PgQueuerVersion version) {
    var ages = rows(version, "queue_age", "{}");
    assertThat(ages.get(0).path("entrypoint").stringValue()).isEqualTo("nobody");
    assertThat(ages.get(0).path("oldest_age_seconds").doubleValue())
        .isCloseTo(30 * 3600, within(60.0));
    var email = one(ages, "entrypoint", "email", "queued_count", "4");
    assertThat(email.path("oldest_age_seconds").doubleValue()).isCloseTo(360, within(60.0));
    assertThat(email.path("avg_age_seconds").doubleValue()).isCloseTo(270, within(60.0));
    assertThat(email.path("deferred_count").intValue()).isEqualTo(version.attempts() ? 1 : 0);
    var report = one(ages, "entrypoint", "report", "queued_count", "0");
    assertThat(report.path("deferred_count").intValue()).isEqualTo(1);
    assertThat(report.path("oldest_age_seconds").isNull()).isTrue();
    assertThat(report.path("next_due").stringValue()).matches(ISO);
    assertThat(ages.get(ages.size() - 1)).isEqualTo(report);
  }

  @ParameterizedTest
  @EnumSource
  void showsSchedules(PgQueuerVersion version) {
    var schedules = rows(version, "schedules", "{}");
    assertThat(schedules.valueStream().map(each -> text(each, "entrypoint expression status")))
        .containsExactly(
            "cleanup 0 3 * * * queued", "tick * * * * * picked", "yearly 0 0 1 1 * queued");
    assertThat(schedules.get(2).path("last_run").isNull()).isTrue();
    assertThat(schedules.get(2).path("overdue_seconds").isNull()).isTrue();
    assertThat(rows(version, "schedules", "{'status':'picked'}")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void describesTheTables(PgQueuerVersion version) {
    var answer = answer(version, "schema_info", "{}");
    assertThat(fields(answer.path("result"), "table_name"))
        .containsExactly(
            "my_pgqueuer", "my_pgqueuer_log", "my_pgqueuer_schedules", "my_pgqueuer_statistics");
    assertThat(fields(answer.path("result"), "persistence"))
        .containsExactly("LOGGED", version.upgraded() ? "UNLOGGED" : "LOGGED", "LOGGED", "LOGGED");
    assertThat(answer.at("/result/0/total_bytes").longValue()).isPositive();
    assertThat(answer.at("/result/0/total_size").stringValue()).endsWith(" kB");
    assertThat(answer.at("/result/0/id_type").stringValue())
        .isEqualTo(version.wideIds() ? "bigint" : "integer");
    assertThat(answer.path("upgraded").booleanValue()).isEqualTo(version.upgraded());
    assertThat(answer.path("missing_indexes")).isEmpty();
    assertThat(text(answer.path("trigger"), "name enabled function"))
        .isEqualTo("my_tg_pgqueuer_changed true " + name(version) + ".my_fn_pgqueuer_changed");
    assertThat(answer.path("channel").stringValue()).isEqualTo("my_ch_pgqueuer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stale_jobs       | {'threshold':'P1M'}      | threshold must not count years or months",
        "stale_jobs       | {'threshold':'PT0S'}     | threshold must be longer than zero",
        "stale_jobs       | {'threshold':'-PT5M'}    | threshold must be longer than zero",
        "stale_jobs       | {'threshold':'soon'}     | threshold must be an ISO 8601 duration",
        "stale_jobs       | {'limit':0}              | limit must be at least 1, was 0",
        "queue_log        | {'limit':-1}             | limit must be at least 1, was -1",
        "queue_log        | {'limit':1001}           | limit must be at most 1000, was 1001",
        "queue_log        | {'since':'2026-05-11'}   | since must be an ISO 8601 duration before now",
        "queue_log        | {'since':'9'}            | since must be an ISO 8601 duration",
        "queue_log        | {'status':'done'}        | must be one of queued, picked, successful",
        "queue_log        | {'job_id':'one'}         | job_id must be a whole number",
        "queue_log        | {'cursor':'x'}           | The cursor does not belong to this list",
        "queue_table_info | {'offset':-1}            | offset must be at least 0",
        "queue_table_info | {'payload_bytes':1}      | payload_bytes must be at least 16",
        "queue_table_info | {'status':'broken'}      | must be one of queued, picked",
        "failed_jobs      | {'include_retries':1}    | include_retries must be true or false",
        "failed_jobs      | {'limit':2.5}            | limit must be a whole number",
        "schedules        | {'status':''}            | must be one of queued",
        "queue_age        | {'since':'PT1H'}         | Unknown argument",
        "queue_size       | {'queue':'other'}        | There is no queue other; known are v0_19",
        "queue_size       | {'database':'other'}     | There is no database other; known are default",
      })
  void refusesBadInput(String tool, String arguments, String told) {
    assertThat(client.error(tool, arguments).path("code").stringValue()).isEqualTo("ERR_008");
    assertThat(client.error(tool, arguments).path("message").stringValue()).contains(told);
  }

  @Test
  void refusesACursorOfAnotherQueue() {
    var cursor =
        answer(PgQueuerVersion.V1_3, "queue_log", "{'limit':1}").path("next_cursor").asString();
    assertThat(
            error(
                PgQueuerVersion.V1_1,
                "queue_log",
                Json.object().put("limit", 1).put("cursor", cursor)))
        .startsWith("ERR_008 The cursor does not belong to this list");
  }

  /** Of the living, who would seem dead otherwise when tests take their time. */
  private void heartbeat(PgQueuerVersion version) {
    database.run(
        "update %s set heartbeat = now() where queue_manager_id <> '%s'"
            .formatted(table(version, "pgqueuer"), Shift.DEAD));
  }

  private String table(PgQueuerVersion version, String table) {
    return name(version) + ".My_" + table;
  }

  private JsonNode rows(PgQueuerVersion version, String tool, String arguments) {
    return answer(version, tool, arguments).path("result");
  }

  private JsonNode answer(PgQueuerVersion version, String tool, String arguments) {
    return answer(version, tool, parsed(arguments));
  }

  private JsonNode answer(PgQueuerVersion version, String tool, ObjectNode arguments) {
    return client.ok(tool, arguments.put("queue", name(version)));
  }

  private String error(PgQueuerVersion version, String tool, String arguments) {
    return error(version, tool, parsed(arguments));
  }

  private String error(PgQueuerVersion version, String tool, ObjectNode arguments) {
    return text(client.error(tool, arguments.put("queue", name(version))), "code message");
  }

  private static ObjectNode parsed(String arguments) {
    return (ObjectNode) Json.MAPPER.readTree(arguments.replace('\'', '"'));
  }

  /** These fields' values, with blanks between. */
  private static String text(JsonNode row, String fields) {
    return String.join(
        " ",
        Arrays.stream(fields.split(" ", -1))
            .map(field -> row.path(field))
            .map(value -> value.isString() ? value.stringValue() : value.toString())
            .toList());
  }

  private static Stream<String> fields(JsonNode rows, String field) {
    return rows.valueStream().map(row -> text(row, field));
  }

  /** The first row with these two values. */
  private static JsonNode one(
      JsonNode rows, String field, String value, String other, String otherValue) {
    return rows.valueStream()
        .filter(row -> text(row, field).equals(value) && text(row, other).equals(otherValue))
        .findFirst()
        .orElseThrow(() -> new AssertionError(rows.toString()));
  }
}
