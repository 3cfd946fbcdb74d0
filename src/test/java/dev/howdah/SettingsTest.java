package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Effective;
import dev.howdah.config.Reading;
import dev.howdah.config.SettingsReader;
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
      query.row-limit            | 500       | 10000
      query.max-row-limit        | 10000     | 500
      query.max-result-size      | 1MB       | 64kB
      query.max-cell-size        | 64kB      | 1B
      query.cursor-lifetime      | 1m        | 90s
      query.max-cursors          | 2         | 0
      query.max-concurrent       | 0         | 3
      query.max-cost             | 0         | 100000
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
    var changed = accepted(Map.of(variable(key), value));
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
    "POSTGRES_READONLY, 1, database.read-only, true"
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
