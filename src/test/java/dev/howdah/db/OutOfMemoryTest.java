package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.ServerProcess;
import dev.howdah.testing.TestDatabase;
import dev.howdah.tool.Json;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A server without memory answers all the same, and never with another call's rows. */
@OnPostgres
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class OutOfMemoryTest {

  private final TestDatabase database;

  OutOfMemoryTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select repeat('x', g)::int from generate_series(60000000, 60000000) g",
        "select repeat('x', g)::int from generate_series(200000000, 200000000) g",
        "select repeat('x', g * 100000000) from generate_series(1, 10) g",
      })
  void answersEveryCallWithItsOwnResult(String hungry) throws Exception {
    try (ServerProcess server =
        ServerProcess.serve(
            Map.of(
                "DATABASE_URL", database.dsn(database.reader()), "JAVA_TOOL_OPTIONS", "-Xmx96m"))) {
      server.send(
          """
          {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
          "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
      assertThat(server.receive()).contains("\"id\":0");

      for (int id = 1; id <= 4; id += 2) {
        server.send(call(id, hungry));
        assertThat(server.receive()).contains("\"id\":" + id).doesNotContain("\"isError\":false");
        server.send(call(id + 1, "select " + id + " as a"));
        assertThat(server.receive()).contains("\"id\":" + (id + 1)).contains("\"a\":" + id);
      }
    }
  }

  /** Page by page, whether somebody listens how far it is or not. */
  @ParameterizedTest
  @ValueSource(strings = {"", ",\"_meta\":{\"progressToken\":1}"})
  void takesNoMoreRowsThanItShows(String more) throws Exception {
    String sql = "select repeat('x', 60000) as x from generate_series(1, 10000)";
    try (ServerProcess server =
        ServerProcess.serve(
            Map.of(
                "DATABASE_URL",
                database.dsn(database.reader()),
                "JAVA_TOOL_OPTIONS",
                "-Xmx128m"))) {
      server.send(
          """
          {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
          "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
      assertThat(server.receive()).contains("\"id\":0");

      String cursor = "";
      for (int id = 1; id <= 20; id++) {
        server.send(
            """
            {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"query",\
            "arguments":{"sql":"%s","row_limit":10000%s}%s}}"""
                .formatted(id, sql, cursor, more));
        JsonNode page;
        do {
          page = Json.MAPPER.readTree(server.receive());
        } while (page.path("id").intValue(-1) != id);
        JsonNode content = page.at("/result/structuredContent");
        assertThat(content.path("row_count").intValue(0)).as("%.300s", page).isBetween(10, 20);
        cursor = ",\"cursor\":" + content.path("next_cursor");
      }
    }
  }

  private static String call(int id, String sql) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"query\","
            .formatted(id)
        + "\"arguments\":{\"sql\":\""
        + sql
        + "\"}}}";
  }
}
