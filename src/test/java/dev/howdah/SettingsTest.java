package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Effective;
import dev.howdah.config.Reading;
import dev.howdah.config.SettingsReader;
import dev.howdah.queue.QueueSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  /** Every key, its default and another value, as a file writes them. */
  private static final List<String> TABLE =
      """
      transport                  | stdio     | sse
      http.host                  | 127.0.0.1 | localhost
      http.port                  | 8000      | 0
      http.path                  | /mcp      | /
      http.allowed-origins       | []        | [https://a.example, https://b.example:8443]
      http.allowed-hosts         | []        | [db.example]
      http.allow-unauthenticated | false     | true
      http.legacy-sse            | false     | true
      http.max-message-size      | 8MB       | 64kB
      http.session-ttl           | 30m       | 90s
      http.max-sessions          | 1000      | 1
      http.replay-events         | 256       | 0
      http.state-key             |           | "***"
      database.dsn               |           | "***"
      database.name              | default   | shop
      database.description       |           | "Orders since 2020"
      database.environment       |           | staging
      database.pool-max          | 8         | 1
      database.pool-min          | 0         | 8
      database.connect-timeout   | 10s       | 500ms
      database.statement-timeout | 30s       | 2m
      database.lock-timeout      | 5s        | 1h
      database.read-only         | true      | false
      database.allow-ddl         | true      | false
      database.allow-powerful-role | false   | true
      query.row-limit            | 500       | 10000
      query.max-row-limit        | 10000     | 500
      query.max-result-size      | 1MB       | 64kB
      query.max-cell-size        | 64kB      | 1B
      query.cursor-lifetime      | 1m        | 90s
      query.max-cursors          | 2         | 0
      query.max-concurrent       | 0         | 3
      query.max-cost             | 0         | 100000
      query.confirm-writes       | false     | true
      limits.temp-files          | 4GB       | 1MB
      limits.work-mem            |           | 64kB
      limits.parallel-workers    |           | 0
      access.enabled             | true      | false
      access.blocked-tables      | []        | [secrets, hr.pay]
      access.blocked-columns     | []        | [users.password]
      access.allowed-statements  | []        | [select, explain]
      access.allowed-functions   | []        | [app.f, app.g]
      access.allowed-extensions  | []        | [h3]
      access.system-catalogues   | true      | false
      access.permissions-file    |           | /etc/howdah/permissions.yaml
      access.local-role          |           | analyst
      resources.watch            | poll      | notify
      resources.poll-interval    | 15s       | 1m
      embedding.url              |           | https://embed.example/v1/embeddings
      embedding.model            | text-embedding-3-small | small
      embedding.key              |           | "***"
      embedding.dimensions       | 0         | 384
      embedding.timeout          | 30s       | 5s
      queue.name                 | default   | billing
      queue.database             |           | default
      queue.schema               |           | jobs
      queue.prefix               |           | billing_
      queue.queue-table          |           | jobs
      queue.log-table            |           | jobs_log
      queue.statistics-table     |           | stats.jobs
      queue.schedules-table      |           | cron
      queue.status-type          |           | job_status
      queue.function             |           | jobs_changed
      queue.trigger              |           | tg_jobs
      queue.channel              |           | ch_jobs
      queue.show-payloads        | true      | false
      tasks.enabled              | true      | false
      tasks.store                | memory    | postgres
      tasks.dsn                  |           | "***"
      tasks.threshold            | 5s        | 10s
      tasks.statement-timeout    | 30m       | 2h
      tasks.ttl                  | 1h        | 2h
      tasks.max-ttl              | 24h       | 12h
      tasks.poll-interval        | 2s        | 500ms
      tasks.max-open             | 100       | 7
      tasks.lease                | 30s       | 5s
      tasks.restart-reads        | false     | true
      tasks.broker               |           | "***"
      tasks.broker-prefix        | "mcp:queue:" | jobs.
      tasks.broker-queue-type    | quorum    | classic
      tasks.concurrency          | 8         | 3
      tasks.max-result-size      | 16MB      | 3MB
      log.level                  | info      | warning
      log.format                 | text      | json
      """
          .lines()
          .toList();

  private static final SettingsReader<Settings> READER = new SettingsReader<>(Settings.class);

  @Test
  void everyKeyIsInTheTable() {
    assertThat(accepted(Map.of()).effective())
        .extracting(effective -> effective.key() + " = " + effective.text())
        .containsExactlyElementsOf(
            TABLE.stream().map(row -> cell(row, 0) + " = " + cell(row, 1)).toList());
  }

  @ParameterizedTest
  @FieldSource("TABLE")
  void takesAnotherValue(String row) {
    String key = cell(row, 0);
    String value = cell(row, 2).replaceAll("^[\\[\"]|[]\"]$", "");
    var given = new HashMap<>(Map.of(variable(key), value));
    if (key.equals("tasks.store") || key.equals("tasks.dsn") || key.equals("tasks.broker")) {
      given.put(variable("tasks.store"), "postgres");
      given.put(variable("tasks.dsn"), "postgresql:///tasks");
    }
    if (key.equals("tasks.broker")) {
      given.put(variable(key), "amqps://user:secret@broker.example/");
    }
    if (key.equals("http.state-key")) {
      given.put(variable(key), "0123456789abcdef".repeat(2));
    }
    var changed = accepted(given);
    assertThat(changed.effective()).contains(new Effective(key, cell(row, 2), variable(key)));
    assertThat(changed.settings()).isNotEqualTo(accepted(Map.of()).settings());
  }

  @ParameterizedTest
  @CsvSource({
    "MCP_TRANSPORT, streamable-http, transport, streamable-http",
    "MCP_HOST, localhost, http.host, localhost",
    "MCP_PORT, 9000, http.port, 9000",
    "DATABASE_URL, postgresql:///a, database.dsn, '\"***\"'",
    "POSTGRES_CONNECTION_STRING, postgresql:///a, database.dsn, '\"***\"'",
    "PG_MCP_POSTGRES_DSN, postgresql:///a, database.dsn, '\"***\"'",
    "PGQUEUER_DSN, postgresql:///a, database.dsn, '\"***\"'",
    "PGDSN, postgresql:///a, database.dsn, '\"***\"'",
    "MCP_POOL_MAX, 3, database.pool-max, 3",
    "PGQUEUER_POOL_MAX_SIZE, 3, database.pool-max, 3",
    "MCP_POOL_MIN, 3, database.pool-min, 3",
    "PGQUEUER_POOL_MIN_SIZE, 3, database.pool-min, 3",
    "PGQUEUER_CONNECT_TIMEOUT, 3, database.connect-timeout, 3s",
    "POSTGRES_STATEMENT_TIMEOUT_MS, 1500, database.statement-timeout, 1500ms",
    "POSTGRES_READONLY, 1, database.read-only, true",
    "PG_MCP_ENABLE_ACCESS_CONTROL, no, access.enabled, false",
    "PG_MCP_BLOCKED_TABLES, '[\"secrets\", \"hr.pay\"]', access.blocked-tables, '[secrets, hr.pay]'",
    "PG_MCP_BLOCKED_COLUMNS, 'users.ssn, hr.pay.sum', access.blocked-columns, '[users.ssn, hr.pay.sum]'",
    "PG_MCP_ALLOWED_STATEMENTS, '[\"SELECT\"]', access.allowed-statements, [select]",
    "MCP_PERMISSIONS_FILE, p.yaml, access.permissions-file, p.yaml",
    "PGQUEUER_SCHEMA, jobs, queue.schema, jobs",
    "PGQUEUER_PREFIX, billing_, queue.prefix, billing_",
    "PGQUEUER_QUEUE_TABLE, jobs, queue.queue-table, jobs",
    "QUEUE_TABLE, jobs, queue.queue-table, jobs",
    "PGQUEUER_QUEUE_TABLE_LOG, a.b, queue.log-table, a.b",
    "QUEUE_TABLE_LOG, a.b, queue.log-table, a.b",
    "PGQUEUER_STATISTICS_TABLE, s, queue.statistics-table, s",
    "STATISTICS_TABLE, s, queue.statistics-table, s",
    "PGQUEUER_SCHEDULES_TABLE, s, queue.schedules-table, s",
    "SCHEDULES_TABLE, s, queue.schedules-table, s",
    "PGQUEUER_QUEUE_STATUS_TYPE, s, queue.status-type, s",
    "QUEUE_STATUS_TYPE, s, queue.status-type, s",
    "PGQUEUER_FUNCTION, f, queue.function, f",
    "PGQUEUER_TRIGGER, t, queue.trigger, t",
    "PGQUEUER_CHANNEL, c, queue.channel, c"
  })
  void readsOlderVariables(String variable, String value, String key, String text) {
    assertThat(accepted(Map.of(variable, value)).effective())
        .contains(new Effective(key, text, variable));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http.port                  | 65536 | between 0 and 65535",
        "http.path                  | mcp   | start with /",
        "http.max-message-size      | 1B    | between 1kB and 1GB",
        "http.session-ttl           | 1ms   | at least 1s",
        "http.max-sessions          | 0     | at least 1",
        "http.replay-events         | -1    | at least 0",
        "database.pool-max          | 0     | between 1 and 1000",
        "database.pool-min          | 9     | between 0 and pool-max, 8",
        "database.connect-timeout   | 0s    | between 1ms and 24h",
        "database.statement-timeout | 25h   | between 1ms and 24h",
        "database.lock-timeout      | 0s    | between 1ms and 24h",
        "access.blocked-tables      | a.b.c | schema.table, schema.* or table",
        "access.blocked-columns     | ssn   | table.column",
        "access.allowed-functions   | f     | schema.name",
        "embedding.url              | ftp://a | https://host/v1/embeddings",
        "embedding.dimensions       | 16001 | between 0 and 16000",
        "embedding.timeout          | 11m   | between 1ms and 10min",
        "tasks.threshold            | 2h    | between 0 ms and",
        "tasks.statement-timeout    | 0s    | between 1000 ms and",
        "tasks.statement-timeout    | 25h   | between 1000 ms and",
        "http.state-key             | short | have at least 32 characters",
        "tasks.ttl                  | 25h   | at most max-ttl, 86400000 ms",
        "tasks.max-ttl              | 31d   | between 1000 ms and",
        "tasks.max-ttl              | 1s    | at least ttl, 3600000 ms",
        "tasks.poll-interval        | 1ms   | between 100 ms and",
        "tasks.max-open             | 0     | between 1 and",
        "tasks.lease                | 1ms   | between 1000 ms and",
        "tasks.concurrency          | 0     | between 1 and 1000",
        "tasks.max-result-size      | 2GB   | at most 1GB",
        "tasks.broker-prefix        | a b   | letters, digits or any of",
        "tasks.broker-prefix        | amq.x | not begin with amq.",
        "tasks.broker               | amqp://broker/ | left out while tasks.store is memory",
        "tasks.store                | postgres | memory while tasks.dsn is not set",
        "queue.prefix               | 9x    | letters, digits and _",
        "queue.prefix               | a-b   | letters, digits and _",
        "queue.schema               | a.b   | one name",
        "queue.queue-table          | a.b.c | a name as in SQL",
        "queue.log-table            | 1a    | a name as in SQL",
        "queue.statistics-table     | 'a b' | a name as in SQL",
        "queue.schedules-table      | a.    | a name as in SQL",
        "queue.status-type          | ;     | a name as in SQL",
        "queue.function             | f()   | a name as in SQL",
        "queue.trigger              | a.b   | without a schema",
        "queue.channel              | a.b   | without a schema",
        "queue.database             | other | name of a configured database, default",
        "query.row-limit            | 10001 | between 1 and max-row-limit, 10000",
        "query.max-row-limit        | 0     | at least 1",
        "query.max-result-size      | 1B    | at least 1kB",
        "query.max-cell-size        | 2MB   | between 1B and max-result-size, 1MB",
        "query.cursor-lifetime      | 1ms   | between 1s and 1h",
        "query.max-cursors          | -1    | at least 0",
        "query.max-concurrent       | -1    | at least 0",
        "query.max-cost             | -1    | at least 0"
      })
  void refusesAValueOutOfRange(String key, String value, String right) {
    assertThat(refused(Map.of(variable(key), value)))
        .singleElement()
        .asString()
        .startsWith(key + " must ")
        .contains(right, ", was ")
        .endsWith(" (from " + variable(key) + ")");
  }

  @Test
  void refusesADatabaseThatNoTaskWouldBeKeptIn() {
    assertThat(refused(Map.of(variable("tasks.dsn"), "postgresql://ann:sesame@host/tasks")))
        .singleElement()
        .asString()
        .startsWith("tasks.dsn must be left out while tasks.store is memory")
        .doesNotContain("sesame");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amqp:sesame",
        "http://user:sesame@host",
        "amqp://:sesame@",
        "sesame",
        "amqp://a b"
      })
  void refusesABrokerWithoutSayingItsPassword(String address) {
    assertThat(
            refused(
                Map.of(
                    variable("tasks.broker"), address,
                    variable("tasks.store"), "postgres",
                    variable("tasks.dsn"), "postgresql:///tasks")))
        .singleElement()
        .asString()
        .startsWith("tasks.broker must be an address such as amqp://user:password@host:5672/")
        .doesNotContain("sesame");
  }

  @Test
  void listensBeyondLoopbackOnlyWhenToldTo() {
    assertThat(accepted(Map.of("MCP_HOST", "0.0.0.0")).settings().http().isLoopback()).isFalse();
    var open = Map.of("MCP_HOST", "0.0.0.0", "MCP_TRANSPORT", "streamable-http");
    assertThat(refused(open))
        .containsExactly(
            "http.host must be a loopback address such as 127.0.0.1 unless"
                + " http.allow-unauthenticated is true, was 0.0.0.0 (from MCP_HOST)");
    var told = new HashMap<>(open);
    told.put("HOWDAH_HTTP_ALLOW_UNAUTHENTICATED", "yes");
    assertThat(accepted(told).settings().http().host()).isEqualTo("0.0.0.0");
  }

  @Test
  void readsDatabasesFromJson() {
    var json =
        "[{\"name\": \"reports\", \"dsn\": \"postgresql://a:b@c/d\", \"pool_max\": 3},"
            + " {\"name\": \"sales_eu\", \"dsn\": \"postgresql:///sales\"}]";
    var settings =
        accepted(Map.of("PG_MCP_DATABASES", json, "HOWDAH_DATABASES_SALES_EU_POOL_MAX", "4"))
            .settings();
    assertThat(settings.configuredDatabases())
        .extracting(database -> database.name() + " " + database.poolMax())
        .containsExactlyInAnyOrder("reports 3", "sales_eu 4");
  }

  @Test
  void refusesADatabaseWithoutConnectionString() {
    assertThat(refused(Map.of("HOWDAH_DATABASES_REPORTS_POOL_MAX", "4")))
        .containsExactly("databases.reports.dsn must be set, was missing");
  }

  @Test
  void refusesTwoDatabasesOfOneName() {
    assertThat(
            refused(Map.of("DATABASE_URL", "postgresql:///a", "HOWDAH_DATABASES_DEFAULT_DSN", "b")))
        .containsExactly("database.name must differ from the names in databases, was default");
  }

  @Test
  void readsSeveralQueues() {
    var settings =
        accepted(
                Map.of(
                    "HOWDAH_QUEUES_BILLING_SCHEMA", "billing",
                    "HOWDAH_QUEUES_BILLING_DATABASE", "default",
                    "PGQUEUER_PREFIX", "my_"))
            .settings();
    assertThat(settings.configuredQueues())
        .containsExactly(
            QueueSettings.DEFAULT.at(null, "my_"),
            QueueSettings.named("billing").at("billing", null).in("default"));
  }

  @Test
  void refusesTwoQueuesOfOneName() {
    assertThat(refused(Map.of("HOWDAH_QUEUES_DEFAULT_PREFIX", "a")))
        .containsExactly("queue.name must differ from the names in queues, was default");
  }

  @Test
  void refusesTwoPlacesForOneTable() {
    assertThat(refused(Map.of("PGQUEUER_SCHEMA", "jobs", "PGQUEUER_QUEUE_TABLE", "other.jobs")))
        .containsExactly(
            "queue.queue-table must have no schema of its own while schema is set, was other.jobs"
                + " (from PGQUEUER_QUEUE_TABLE)");
  }

  private static String cell(String row, int column) {
    return Arrays.asList(row.split("\\|", -1)).get(column).strip();
  }

  private static String variable(String key) {
    return "HOWDAH_" + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  private static Reading<Settings> read(Map<String, String> environment) {
    return READER.read(READER.arguments(List.of(), Set.of()), environment);
  }

  private static Reading.Accepted<Settings> accepted(Map<String, String> environment) {
    return (Reading.Accepted<Settings>) read(environment);
  }

  private static List<String> refused(Map<String, String> environment) {
    return ((Reading.Refused<Settings>) read(environment)).problems();
  }
}
