package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Command.Result;
import dev.howdah.testing.Npm;
import dev.howdah.testing.ServerProcess;
import dev.howdah.testing.StdioCommand;
import dev.howdah.tool.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Other people's clients ask the sample database a question, over each transport and era. */
@Timeout(300)
final class DemoTest {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String ARGUMENTS =
      "{\"sql\":\"select count(*) as orders from shop.orders where status = $1\","
          + "\"params\":[\"delivered\"]}";

  private static ServerProcess http;
  private static ServerProcess sse;

  @BeforeAll
  static void start() {
    http = ServerProcess.demo("--transport=streamable-http", "--port=0");
    sse = ServerProcess.demo("--transport=sse", "--port=0");
  }

  @AfterAll
  static void stop() {
    http.close();
    sse.close();
  }

  @ParameterizedTest
  @CsvSource({
    "client-v2.mjs, legacy, http",
    "client-v2.mjs, modern, http",
    "client-v2.mjs, legacy, stdio",
    "client-v2.mjs, modern, stdio",
    "client-v1.mjs, , http",
    "client-v1.mjs, , stdio",
    "client-v1.mjs, , sse",
  })
  void aTypescriptClientQueriesTheShop(String script, String era, String transport)
      throws InterruptedException {
    List<String> line = new ArrayList<>();
    if (era != null) {
      line.addAll(List.of("--era", era));
    }
    line.addAll(List.of("--tool", "query", "--arguments", ARGUMENTS));
    switch (transport) {
      case "http" -> line.addAll(List.of("--url", http.url()));
      case "sse" -> line.addAll(List.of("--sse", sse.url()));
      default -> {
        line.add("--stdio");
        line.addAll(StdioCommand.howdah("demo"));
      }
    }

    Result result =
        Npm.installed().node(script, line.toArray(String[]::new)).run(LIMIT).expectExit(0);

    JsonNode done = Json.MAPPER.readTree(result.out());
    assertThat(done.at("/result/structuredContent/rows/0/orders").intValue(0)).isGreaterThan(5_000);
    assertThat(done.at("/serverInfo/name").stringValue("")).isEqualTo("howdah");
  }

  @ParameterizedTest
  @CsvSource({"legacy, http", "modern, http", "legacy, stdio", "modern, stdio", "legacy, sse"})
  void theInspectorQueriesTheShop(String era, String transport, @TempDir Path scratch)
      throws InterruptedException {
    List<String> line = new ArrayList<>(List.of("--cli"));
    switch (transport) {
      case "http" -> line.add(http.url());
      case "sse" -> line.add(sse.url());
      default -> {}
    }
    line.addAll(List.of("--transport", transport, "--protocol-era", era));
    line.addAll(List.of("--method", "tools/call", "--tool-name", "query"));
    line.addAll(List.of("--tool-args-json", ARGUMENTS, "--format", "json", "-q"));
    if (transport.equals("stdio")) {
      line.add("--");
      line.addAll(StdioCommand.howdah("demo"));
    }

    Result result = Npm.installed().inspector(scratch, line).run(LIMIT).expectExit(0);

    assertThat(
            Json.MAPPER
                .readTree(result.out())
                .at("/result/structuredContent/rows/0/orders")
                .intValue(0))
        .isGreaterThan(5_000);
  }

  @Test
  void answersBeforeTheDatabaseIsUp() throws Exception {
    try (ServerProcess server = ServerProcess.demo()) {
      server.send(
          """
          {"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{\
          "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
          "io.modelcontextprotocol/clientCapabilities":{}}}}""");

      assertThat(server.receive()).contains("\"supportedVersions\":[\"2026-07-28\"");
    }
  }
}
