package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is a message and what is not (JSON-RPC 2.0; MCP, Base Protocol, Messages). */
class MessageTest {

  private final McpServer server = Fixture.server(Fixture.features());
  private final PipeClient client = PipeClient.connect(server, Revision.V2025_11_25);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "hello", "{\"jsonrpc\":\"2.0\",}", "{} {}", "{\"id\":1,\"id\":2}"})
  void whatIsNotJsonIsAParseErrorWithoutId(String text) {
    client.sendLine(text);

    JsonNode answer = client.next();
    assertThat(answer.at("/error/code").intValue()).isEqualTo(-32700);
    assertThat(answer.path("id").isMissingNode() || answer.path("id").isNull()).isTrue();
    assertStillServing();
  }

  /** Its sender waits for an answer under that id, wherever it stands. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'jsonrpc':'2.0','id':'deep','method':'ping','params':{'a':DEEP}}",
        "{'jsonrpc':'2.0','method':'ping','params':{'id':7,'a':DEEP},'id':'deep'}"
      })
  void whatIsNestedTooDeeplyIsRefusedUnderItsId(String text) {
    String deep = "[".repeat(250) + "]".repeat(250);
    client.sendLine(text.replace('\'', '"').replace("DEEP", deep));

    JsonNode answer = client.next();
    assertThat(answer.path("id").stringValue(null)).isEqualTo("deep");
    assertThat(answer.at("/error/code").intValue()).isEqualTo(-32600);
    assertThat(answer.at("/error/message").stringValue(""))
        .isEqualTo(
            "The message is not read: Document nesting depth (201) exceeds the maximum allowed"
                + " (200).");
    assertStillServing();
  }

  /** The words of the JSON reader are for people; its classes and settings are not. */
  @ParameterizedTest
  @ValueSource(strings = {"{", "{} {}", "{\"a\":", "[1,2", "\"\u0001\"", "{\"a\":1,\"a\":1}"})
  void noClassOrSettingIsNamed(String text) {
    client.sendLine(text);

    assertThat(client.next().at("/error/message").stringValue(""))
        .startsWith("Not valid JSON: ")
        .doesNotContain("Feature", "Source", "jackson", "`", "Constraints");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "true", "\"text\""})
  void whatIsNotAnObjectIsAnInvalidRequest(String text) {
    client.sendLine(text);

    assertThat(client.next().at("/error/code").intValue()).isEqualTo(-32600);
    assertStillServing();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':9,'method':'ping'}",
        "{'jsonrpc':'1.0','id':9,'method':'ping'}",
        "{'jsonrpc':2.0,'id':9,'method':'ping'}",
        "{'jsonrpc':'2.0','id':9,'method':7}",
        "{'jsonrpc':'2.0','id':9,'method':null}",
        "{'jsonrpc':'2.0','id':9}",
        "{'jsonrpc':'2.0','id':9,'method':'ping','params':[]}",
        "{'jsonrpc':'2.0','id':9,'method':'ping','params':'none'}",
        "{'jsonrpc':'2.0','id':9,'method':'ping','params':null}"
      },
      quoteCharacter = '`')
  void aMalformedRequestIsRefusedUnderItsId(String text) {
    client.sendLine(text.replace('\'', '"'));

    JsonNode answer = client.next();
    assertThat(answer.at("/error/code").intValue()).isEqualTo(-32600);
    assertThat(answer.path("id").intValue()).isEqualTo(9);
    assertStillServing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1.5", "1e3", "true", "{}", "[1]"})
  void anIdThatIsNeitherStringNorIntegerIsRefusedWithoutId(String id) {
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}");

    JsonNode answer = client.next();
    assertThat(answer.at("/error/code").intValue()).isEqualTo(-32600);
    assertThat(answer.path("id").isMissingNode() || answer.path("id").isNull()).isTrue();
    assertStillServing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "1783944000000", "123456789012345678901234567890", "\"\"", "\"é€😀\""})
  void anIdComesBackAsItWas(String id) {
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}");

    assertThat(client.next().get("id")).hasToString(id);
  }

  @Test
  void aNumberAndAStringAreTwoIds() {
    int running = client.send("tools/call", "{\"name\":\"test_until_cancelled\"}");
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":\"" + running + "\",\"method\":\"ping\"}");

    assertThat(client.next().get("id").isString()).isTrue();
  }

  @Test
  void nestingThatIsMuchTooDeepIsRefused() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":" + deep + "}");

    assertThat(client.next().at("/error/code").intValue()).isEqualTo(-32600);
    assertStillServing();
  }

  @Test
  void bytesThatAreNotUtf8AreAParseError() {
    byte[] line =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"p?\"}".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < line.length; i++) {
      line[i] = line[i] == '?' ? (byte) 0xff : line[i];
    }
    client.sendBytes(line);

    assertThat(client.next().at("/error/code").intValue()).isEqualTo(-32700);
    assertStillServing();
  }

  @Test
  void aLoneSurrogateComesBackAsSomethingThatCanBeWritten() {
    JsonNode answer =
        client.ask(
            "tools/call", "{\"name\":\"test_x_mcp_header\",\"arguments\":{\"region\":\"x\"}}");
    assertThat(answer.has("result")).isTrue();

    client.sendLine(
        """
        {"jsonrpc":"2.0","id":77,"method":"tools/call","params":
         {"name":"test_x_mcp_header","arguments":{"region":"a\\ud800z"}}}
        """);

    assertThat(client.answerTo(77)).isNotNull();
    assertStillServing();
  }

  @Test
  void unknownMembersAreIgnored() {
    client.sendLine(
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\",\"params\":{\"x\":1},\"extra\":[]}");

    assertThat(client.answerTo(5).has("result")).isTrue();
  }

  @Test
  void unknownNotificationsAndUnexpectedAnswersAreIgnored() {
    client.tell("notifications/no_such", "{}");
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":\"nobody\",\"result\":{}}");
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"x\"}}");

    assertThat(client.untaken()).isEmpty();
  }

  private void assertStillServing() {
    assertThat(client.untaken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32LE"})
  void refusesEveryEncodingButUtf8(String encoding) {
    byte[] bytes =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}".getBytes(Charset.forName(encoding));

    assertThat(Message.read(bytes).messages().getFirst()).isInstanceOf(Message.Malformed.class);
  }
}
