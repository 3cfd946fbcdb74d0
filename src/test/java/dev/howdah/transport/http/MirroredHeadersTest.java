package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.FixtureTool;
import dev.howdah.tool.Json;
import dev.howdah.tool.ToolHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP 2026-07-28, Streamable HTTP, Request Metadata. */
@Timeout(300)
class MirroredHeadersTest {

  private static final String VERSION = "MCP-Protocol-Version: 2026-07-28";
  private static final String METHOD = "Mcp-Method: tools/call";
  private static final String NAME = "Mcp-Name: test_mirrors";

  private final HttpFixture http = new HttpFixture();

  @BeforeEach
  void start() {
    http.features.changeTools(
        tools -> {
          List<ToolHandler> more = new ArrayList<>(tools);
          more.add(
              FixtureTool.of(
                  "test_mirrors",
                  "Mirrors its arguments.",
                  """
                  {"type":"object","properties":{
                    "text":{"type":"string","x-mcp-header":"Text"},
                    "count":{"type":"integer","x-mcp-header":"Count"},
                    "flag":{"type":"boolean","x-mcp-header":"Flag"},
                    "deep":{"type":"object","properties":{
                      "inside":{"type":"string","x-mcp-header":"Inside"}}}}}
                  """,
                  (arguments, _) -> HttpFixture.text(arguments.toString())));
          return more;
        });
  }

  @AfterEach
  void stop() {
    http.close();
  }

  private int code(String arguments, String... headers) throws IOException {
    String params = "{\"name\":\"test_mirrors\",\"arguments\":" + arguments + "}";
    try (HttpPeer peer = http.post(HttpFixture.modern("tools/call", params), headers)) {
      int code = peer.errorCode();
      assertThat(peer.status()).isEqualTo(code == 0 ? 200 : 400);
      return code;
    }
  }

  private int code(String arguments, String header) throws IOException {
    return code(arguments, VERSION, METHOD, NAME, header);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "us-west1             | us-west1",
        "us-west1             | =?base64?dXMtd2VzdDE=?=",
        "Hello, 世界            | =?base64?SGVsbG8sIOS4lueVjA==?=",
        "=?base64?literal?=   | =?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=",
        "=?base64?            | =?base64?",
        "=?BASE64?dXM=?=      | =?BASE64?dXM=?=",
        "a, b                 | a, b",
      })
  void aValueMayBeWrittenPlainOrAsBase64(String value, String header) throws IOException {
    assertThat(code("{\"text\":\"" + value + "\"}", "Mcp-Param-Text: " + header)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {" padded ", "line1\nline2", "\ttab", "", "é", "\u0000"})
  void whatNoHeaderCanHoldIsWrittenAsBase64(String value) throws IOException {
    String base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    String json = Json.MAPPER.writeValueAsString(value);

    assertThat(code("{\"text\":" + json + "}", "Mcp-Param-Text: =?base64?" + base64 + "?="))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?base64?dXMtd2VzdDE?=", // no padding
        "=?base64?dXMtd2VzdDE==?=", // too much of it
        "=?base64?dXMtd2Vz dDE=?=", // a space
        "=?base64?dXMtd2VzdDE%?=", // not of the alphabet
        "=?base64?dXMtd2VzdD_=?=", // of another alphabet
        "=?base64?/////w==?=", // no UTF-8
        "=?base64?dXMtZWFzdDE=?=", // another value
        "=?Base64?dXMtd2VzdDE=?=", // the mark must be in lower case
        "=?base64?=",
        "=?base64??=",
        "US-WEST1",
        "us-west1, us-west1",
      })
  void anythingElseIsAMismatch(String header) throws IOException {
    assertThat(code("{\"text\":\"us-west1\"}", "Mcp-Param-Text: " + header)).isEqualTo(-32020);
  }

  @Test
  void bytesBeyondAsciiAreAMismatchEvenIfTheyWouldDecode() throws IOException {
    assertThat(code("{\"text\":\"é\"}", "Mcp-Param-Text: é")).isEqualTo(-32020);
  }

  @ParameterizedTest
  @CsvSource({
    "42,42",
    "42,42.0",
    "42,4.2e1",
    "-7,-7",
    "42.0,42",
    "9007199254740991,9007199254740991"
  })
  void integersAreComparedAsNumbers(String value, String header) throws IOException {
    assertThat(code("{\"count\":" + value + "}", "Mcp-Param-Count: " + header)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"43", "42.1", "0x2a", "forty-two", "42 42", "1e999999999", "NaN", "\"42\""})
  void otherNumbersAreAMismatch(String header) throws IOException {
    assertThat(code("{\"count\":42}", "Mcp-Param-Count: " + header)).isEqualTo(-32020);
  }

  @Test
  void truthIsWrittenInLowerCase() throws IOException {
    assertThat(code("{\"flag\":true}", "Mcp-Param-Flag: true")).isZero();
    assertThat(code("{\"flag\":true}", "Mcp-Param-Flag: True")).isEqualTo(-32020);
    assertThat(code("{\"flag\":true}", "Mcp-Param-Flag: false")).isEqualTo(-32020);
  }

  @Test
  void anArgumentInsideOfAnotherHasAHeaderToo() throws IOException {
    assertThat(code("{\"deep\":{\"inside\":\"x\"}}", "Mcp-Param-Inside: x")).isZero();
    assertThat(code("{\"deep\":{\"inside\":\"x\"}}", "Mcp-Param-Inside: y")).isEqualTo(-32020);
    assertThat(code("{\"deep\":{\"inside\":\"x\"}}", "X-Other: x")).isEqualTo(-32020);
  }

  @Test
  void anArgumentThatIsNotThereHasNoHeader() throws IOException {
    assertThat(code("{}", "X-Other: x")).isZero();
    assertThat(code("{\"text\":null,\"count\":null}", "X-Other: x")).isZero();
    assertThat(code("{}", "Mcp-Param-Unknown: x")).isZero();
    assertThat(code("{}", "Mcp-Param-Text: x")).isEqualTo(-32020);
    assertThat(code("{\"text\":null}", "Mcp-Param-Text: null")).isEqualTo(-32020);
    assertThat(code("{\"text\":\"x\"}", "X-Other: x")).isEqualTo(-32020);
  }

  @Test
  void namesOfHeadersHaveNoCaseAndSpaceAroundValuesDoesNotCount() throws IOException {
    assertThat(
            code(
                "{\"text\":\"x\"}",
                "mcp-protocol-version: \t2026-07-28 ",
                "MCP-METHOD:tools/call",
                "mcp-NAME:   test_mirrors\t ",
                "MCP-param-TEXT:x  "))
        .isZero();
  }

  @Test
  void valuesOfHeadersHave() throws IOException {
    assertThat(code("{}", VERSION, "Mcp-Method: Tools/Call", NAME)).isEqualTo(-32020);
    assertThat(code("{}", VERSION, METHOD, "Mcp-Name: Test_mirrors")).isEqualTo(-32020);
  }

  @Test
  void eachOfThemMustBeThereAndAgreeAndBeAlone() throws IOException {
    assertThat(code("{}", METHOD, NAME)).isEqualTo(-32020);
    assertThat(code("{}", VERSION, NAME)).isEqualTo(-32020);
    assertThat(code("{}", VERSION, METHOD)).isEqualTo(-32020);
    assertThat(code("{}", VERSION, METHOD, NAME, "Mcp-Name: query")).isEqualTo(-32020);
    assertThat(code("{}", VERSION, METHOD, METHOD, NAME)).isEqualTo(-32020);
    assertThat(code("{}", "MCP-Protocol-Version: 2025-11-25", METHOD, NAME)).isEqualTo(-32020);
    assertThat(code("{}", VERSION, "Mcp-Method: tools/list", NAME)).isEqualTo(-32020);
    assertThat(code("{}", VERSION, METHOD, NAME)).isZero();
  }

  @Test
  void aResourceIsNamedByItsUri() throws IOException {
    String uri = "test://template/né/data";
    String base64 = Base64.getEncoder().encodeToString(uri.getBytes(StandardCharsets.UTF_8));
    String body = HttpFixture.modern("resources/read", "{\"uri\":\"" + uri + "\"}");

    try (HttpPeer good =
            http.post(
                body,
                VERSION,
                "Mcp-Method: resources/read",
                "Mcp-Name: =?base64?" + base64 + "?=");
        HttpPeer raw = http.post(body, VERSION, "Mcp-Method: resources/read", "Mcp-Name: " + uri)) {
      assertThat(good.status()).isEqualTo(200);
      assertThat(good.json().at("/result/contents/0/uri").asString()).isEqualTo(uri);
      assertThat(raw.status()).isEqualTo(400);
      assertThat(raw.errorCode()).isEqualTo(-32020);
    }
  }

  @Test
  void metadataIsCheckedFirstThenTheVersionThenTheRevisionThenTheRest() throws IOException {
    String meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"%s\"%s}";
    String capabilities = ",\"io.modelcontextprotocol/clientCapabilities\":{}";
    String incomplete = "{" + meta.formatted("2099-01-01", "") + "}";
    String unknown = "{" + meta.formatted("2099-01-01", capabilities) + "}";
    String good = "{" + meta.formatted("2026-07-28", capabilities) + "}";

    assertThat(answer("no/method", incomplete, "X: y")).isEqualTo("400 -32602");
    assertThat(answer("no/method", incomplete, VERSION)).isEqualTo("400 -32602");
    assertThat(answer("no/method", unknown, "X: y")).isEqualTo("400 -32020");
    assertThat(answer("no/method", unknown, VERSION)).isEqualTo("400 -32020");
    assertThat(answer("no/method", unknown, "MCP-Protocol-Version: 2099-01-01"))
        .isEqualTo("400 -32022");
    assertThat(answer("no/method", good, VERSION)).isEqualTo("400 -32020");
    assertThat(answer("no/method", good, VERSION, "Mcp-Method: no/method")).isEqualTo("404 -32601");
    assertThat(answer("initialize", good, VERSION, "Mcp-Method: initialize"))
        .isEqualTo("404 -32601");
  }

  private String answer(String method, String params, String... headers) throws IOException {
    try (HttpPeer peer = http.post(HttpFixture.message(1, method, params), headers)) {
      return peer.status() + " " + peer.errorCode();
    }
  }
}
