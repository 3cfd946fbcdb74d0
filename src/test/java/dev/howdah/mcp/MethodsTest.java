package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tools, resources, prompts and completion, well and badly asked for. */
class MethodsTest {

  private final McpServer server = Fixture.server(Fixture.features());

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void anUnknownToolIsRefusedByTheProtocol(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      assertThat(client.errorCode("tools/call", "{\"name\":\"no_such\"}")).isEqualTo(-32602);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"first\":\"one\",\"second\":2}",
        "{\"first\":1.5,\"second\":2}",
        "{\"first\":99999999999999999999,\"second\":2}",
        "{\"first\":null,\"second\":2}",
        "{\"first\":1e99,\"second\":2}",
        "{\"first\":1e999999999,\"second\":2}",
        "{\"first\":-1e2147483647,\"second\":2}",
        "{\"first\":1e-999999999,\"second\":2}",
        "{\"first\":1,\"second\":2,\"third\":3}"
      })
  void wrongArgumentsAreForTheModelToMend(String arguments) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      JsonNode result =
          client.result("tools/call", "{\"name\":\"test_add\",\"arguments\":" + arguments + "}");

      assertThat(result.path("isError").booleanValue(false)).isTrue();
      assertThat(result.at("/structuredContent/error/code").stringValue()).isEqualTo("ERR_008");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tools/call | {}",
        "tools/call | {'name':7}",
        "tools/call | {'name':'test_add','arguments':[]}",
        "tools/call | {'name':'test_add','arguments':'none'}",
        "resources/read | {}",
        "resources/read | {'uri':{}}",
        "prompts/get | {}",
        "prompts/get | {'name':'no_such'}",
        "prompts/get | {'name':'test_prompt_with_arguments'}",
        "prompts/get | {'name':'test_prompt_with_arguments','arguments':{'arg1':'a'}}",
        "prompts/get | {'name':'test_prompt_with_arguments','arguments':{'arg1':1,'arg2':'b'}}",
        "completion/complete | {}",
        "completion/complete | {'ref':{'type':'ref/no'},'argument':{'name':'a','value':''}}",
        "completion/complete | {'ref':{'type':'ref/prompt','name':'x'},"
            + "'argument':{'name':'a','value':''}}",
        "completion/complete | {'ref':{'type':'ref/resource','uri':'x'},"
            + "'argument':{'name':'a','value':''}}",
        "logging/setLevel | {}",
        "logging/setLevel | {'level':'loud'}",
        "logging/setLevel | {'level':'INFO'}",
        "resources/subscribe | {}",
      })
  void wrongParametersAreRefused(String method, String params) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      assertThat(client.errorCode(method, params.replace('\'', '"'))).isEqualTo(-32602);
    }
  }

  @Test
  void aNumberTooLongToReadIsRefused() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      client.sendLine(
          "{\"jsonrpc\":\"2.0\",\"id\":" + "9".repeat(100_000) + ",\"method\":\"ping\"}");

      assertThat(client.next().at("/error/code").intValue()).isEqualTo(-32600);
      assertThat(client.untaken()).isEmpty();
    }
  }

  @Test
  void aBugIsAnInternalErrorThatTellsNothing() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      JsonNode answer = client.ask("tools/call", "{\"name\":\"test_fault\"}");

      assertThat(answer.at("/error/code").intValue()).isEqualTo(-32603);
      assertThat(answer.toString()).doesNotContain("secret").contains("incident");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "test://template/123/data, 123",
    "test://template/a%20b/data, a b",
    "test://template/%C3%A9/data, é",
    "test://template/a+b/data, a+b",
  })
  void aTemplateIsReadByWhatItsVariablesStandFor(String uri, String id) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      JsonNode contents =
          client.result("resources/read", "{\"uri\":\"" + uri + "\"}").at("/contents/0");

      assertThat(contents.get("uri").stringValue()).isEqualTo(uri);
      assertThat(contents.get("text").stringValue()).contains("\"id\":\"" + id + "\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test://template//data",
        "test://template/1/2/data",
        "test://template/1/data/more",
        "test://template/%GG/data",
        "TEST://template/1/data",
        "test://template/{id}/data?x"
      })
  void whatATemplateDoesNotMatchIsNotThere(String uri) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      assertThat(client.errorCode("resources/read", "{\"uri\":\"" + uri + "\"}")).isEqualTo(-32002);
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void templatesAreListedApartFromResources(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      assertThat(client.result("resources/list", "{}").toString()).doesNotContain("{id}");
      assertThat(client.result("resources/templates/list", "{}").findValuesAsString("uriTemplate"))
          .containsExactly("test://template/{id}/data");
    }
  }

  @Test
  void completesWhatBeginsSo() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      JsonNode completion =
          complete(
              client, "{\"type\":\"ref/prompt\",\"name\":\"test_prompt_with_arguments\"}", "testV");

      assertThat(completion.get("values").valueStream().map(JsonNode::stringValue))
          .containsExactly("testValue1", "testValue2");
      assertThat(completion.get("hasMore").booleanValue()).isFalse();
    }
  }

  @Test
  void completesWithAHundredAtMostAndTellsThatThereAreMore() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      JsonNode completion =
          complete(client, "{\"type\":\"ref/resource\",\"uri\":\"test://template/{id}/data\"}", "");

      assertThat(completion.get("values").size()).isEqualTo(100);
      assertThat(completion.get("total").intValue()).isEqualTo(1000);
      assertThat(completion.get("hasMore").booleanValue()).isTrue();
    }
  }

  private static JsonNode complete(PipeClient client, String ref, String value) {
    return client
        .result(
            "completion/complete",
            "{\"ref\":%s,\"argument\":{\"name\":\"arg1\",\"value\":\"%s\"}}".formatted(ref, value))
        .get("completion");
  }
}
