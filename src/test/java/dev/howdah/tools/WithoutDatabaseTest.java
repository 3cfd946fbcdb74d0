package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients get while there is no database to ask. */
class WithoutDatabaseTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "query          | {'sql':'select 1'}",
        "query          | {'sql':'select 1','database':'x'}",
        "list_schemas   | {}",
        "list_tables    | {}",
        "describe_table | {'table':'x'}",
        "db_identity    | {}",
      })
  void saysHowToConfigureOne(String tool, String arguments) {
    try (var client = new ToolClient(ToolClient.QUERY)) {
      assertThat(client.error(tool, arguments))
          .isEqualTo(
              Json.MAPPER.readTree(
                  """
                  {"code":"ERR_001","details":{},
                   "message":"Database not configured. Provide --dsn or set DATABASE_URL."}"""));
      assertThat(client.ok("server_info", "{}").path("databases")).isEmpty();
    }
  }

  @Test
  void saysWhyItCannotBeReached() throws IOException {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    var down = ToolClient.database("down", "postgresql://me@127.0.0.1:%d/x".formatted(port));
    try (var client = new ToolClient(ToolClient.QUERY, down)) {
      assertThat(client.ok("server_info", "{}").at("/databases/0/status").stringValue())
          .isEqualTo("not connected yet");
      var error = client.error("db_identity", "{}");
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_001");
      assertThat(error.path("message").stringValue())
          .startsWith("Nothing listens at 127.0.0.1:" + port);
      assertThat(client.ok("server_info", "{}").at("/databases/0/status"))
          .isEqualTo(error.path("message"));
    }
  }
}
