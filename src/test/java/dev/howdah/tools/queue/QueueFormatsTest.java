package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Shift;
import dev.howdah.tool.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the tools of the job queue list, as Markdown, CSV and TSV. */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueueFormatsTest {

  private final TestDatabase database;
  private final ToolClient client;

  QueueFormatsTest(TestDatabase database) {
    this.database = database;
    this.client = Bench.client(database, database.reader(), "jobs");
  }

  @BeforeAll
  void fill() {
    try (var queue = PgQueuer.install(database, PgQueuerVersion.V1_3, "jobs", "")) {
      Shift.fill(queue);
    }
  }

  @AfterAll
  void close() {
    client.close();
  }

  static Stream<String> calls() {
    return QueueCalls.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void heedTheFormat(String call) {
    var tool = QueueCalls.tool(call);
    var arguments = (ObjectNode) Json.MAPPER.readTree(QueueCalls.json(call).replace('\'', '"'));
    var columns = columns(client.ok(tool, arguments.deepCopy()), list(tool));
    for (var format : List.of("markdown", "csv", "tsv")) {
      var answer = client.call(tool, arguments.put("format", format));
      assertThat(names(columns(answer.path("structuredContent"), list(tool)), ","))
          .isEqualTo(names(columns, ","));
      assertThat(texts(answer))
          .as("%s as %s", call, format)
          .anySatisfy(
              text ->
                  assertThat(text)
                      .startsWith(
                          switch (format) {
                            case "csv" -> names(columns, ",") + "\r\n";
                            case "tsv" -> names(columns, "\t") + "\n";
                            default -> "| " + names(columns, " | ") + " |\n";
                          }));
    }
  }

  @Test
  void holdsTracebacksAndPayloadsInOneCell() {
    var failures =
        texts(client.call("failed_jobs", "{'include_retries':true,'format':'tsv'}")).getFirst();
    assertThat(failures.lines()).hasSize(9).allSatisfy(line -> assertThat(cells(line)).hasSize(13));
    assertThat(failures).contains("\tTimeoutError\tno answer\tqueued");
    var jobs =
        texts(client.call("queue_table_info", "{'status':'queued','format':'csv'}")).getFirst();
    assertThat(jobs).contains("\"{\"\"kind\"\":\"\"text\"\",\"\"preview\"\":\"\"Grüße\"\",");
  }

  @Test
  void saysWhatElseThereIs() {
    assertThat(texts(client.call("queue_log", "{'limit':2,'format':'csv'}")).getLast())
        .startsWith("next_cursor: ")
        .doesNotContain("\n");
    assertThat(texts(client.call("queue_health", "{'format':'markdown'}")))
        .contains("entrypoints: 4")
        .last()
        .isEqualTo("verdict: degraded\nunfolded_log_rows: 39");
  }

  private static String list(String tool) {
    return tool.equals("queue_health") ? "entrypoints" : "result";
  }

  private static List<String> columns(JsonNode result, String list) {
    assertThat(result.path(list)).isNotEmpty();
    return List.copyOf(result.path(list).get(0).propertyNames());
  }

  private static String names(List<String> columns, String between) {
    return String.join(between, columns);
  }

  private static List<String> cells(String line) {
    return Arrays.asList(line.split("\t", -1));
  }

  private static List<String> texts(JsonNode answer) {
    assertThat(answer.path("isError").booleanValue(false)).isFalse();
    return answer
        .path("content")
        .valueStream()
        .map(each -> each.path("text").stringValue())
        .toList();
  }
}
