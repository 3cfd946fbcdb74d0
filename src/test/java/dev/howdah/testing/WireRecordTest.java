package dev.howdah.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WireRecordTest {

  private static final String REQUEST =
      """
      {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":\
      {"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}\
      """;

  @Test
  void findsWhatIsWrongInPlainJson() {
    String good =
        """
        {"jsonrpc":"2.0","id":1,"result":{"tools":[],"resultType":"complete","ttlMs":0,\
        "cacheScope":"private"}}\
        """;
    assertThat(problems(plain(good))).isEmpty();
    assertThat(problems(plain(good.replace("[]", "7")))).hasSize(1);
    assertThat(problems(plain(good.replace("\"ttlMs\":0,", "")))).hasSize(1);
    assertThat(problems(plain(good.replace("\"id\":1", "\"id\":2")))).hasSize(1);
  }

  @Test
  void findsWhatIsWrongInEventsThatComeInPieces() {
    String event = "id: 1\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/wrong\"}\n\n";
    String half = event.substring(0, 20);
    String rest = event.substring(20);
    String chunked =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(half.length())
            + "\r\n"
            + half
            + "\r\n"
            + Integer.toHexString(rest.length())
            + "\r\n"
            + rest
            + "\r\n";

    assertThat(problems(chunked)).singleElement().asString().contains("unknown method");
  }

  private static List<String> problems(String response) {
    String request =
        "POST /mcp HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
            + REQUEST.length()
            + "\r\n\r\n"
            + REQUEST;
    return new WireRecord(List.of(new WireTap.Passed(request, response)))
        .problems(WireSchemas.installed());
  }

  private static String plain(String json) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }
}
