package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** MCP 2025-11-25, Pagination. */
class PagesTest {

  private final Features features = Fixture.features();
  private final McpServer server = Fixture.server(features, InstantSource.system(), 2);
  private final PipeClient client = PipeClient.connect(server, Revision.V2025_11_25);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "tools/list, tools, name",
    "resources/list, resources, uri",
    "resources/templates/list, resourceTemplates, uriTemplate",
    "prompts/list, prompts, name",
  })
  void thePagesTogetherAreTheList(String method, String list, String key) {
    List<String> paged = all(method, list, key);

    try (McpServer unpaged = Fixture.server(features);
        PipeClient other = PipeClient.connect(unpaged, Revision.V2025_11_25)) {
      List<String> whole = new ArrayList<>();
      other.result(method, "{}").get(list).forEach(item -> whole.add(text(item, key)));
      assertThat(paged).isNotEmpty().isEqualTo(whole);
    }
  }

  private List<String> all(String method, String list, String key) {
    List<String> items = new ArrayList<>();
    JsonNode page = client.result(method, "{}");
    page.get(list).forEach(item -> items.add(text(item, key)));
    while (page.has("nextCursor") && items.size() < 1000) {
      page = client.result(method, after(page));
      assertThat(page.get(list).size()).isBetween(1, 2);
      page.get(list).forEach(item -> items.add(text(item, key)));
    }
    return items;
  }

  private static String text(JsonNode item, String key) {
    return item.get(key).stringValue();
  }

  private static String after(JsonNode page) {
    return "{\"cursor\":%s}".formatted(page.get("nextCursor"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"damaged\"", "7", "{}", "\"AAAA\""})
  void aCursorThatIsNotOursIsRefused(String cursor) {
    assertThat(client.errorCode("tools/list", "{\"cursor\":" + cursor + "}")).isEqualTo(-32602);
  }

  @Test
  void aCursorThatWasAlteredIsRefused() {
    String cursor = client.result("tools/list", "{}").get("nextCursor").stringValue();
    char first = cursor.charAt(0) == 'A' ? 'B' : 'A';

    assertThat(
            client.errorCode("tools/list", "{\"cursor\":\"" + first + cursor.substring(1) + "\"}"))
        .isEqualTo(-32602);
  }

  @Test
  void aCursorOfAnotherListIsRefused() {
    JsonNode tools = client.result("tools/list", "{}");

    assertThat(client.errorCode("prompts/list", after(tools))).isEqualTo(-32602);
    assertThat(client.errorCode("resources/list", after(tools))).isEqualTo(-32602);
  }

  @Test
  void aCursorWhoseItemIsGoneIsRefused() {
    JsonNode first = client.result("tools/list", "{}");
    features.changeTools(tools -> tools.subList(2, tools.size()));

    assertThat(client.errorCode("tools/list", after(first))).isEqualTo(-32602);
  }

  @Test
  void aCursorSurvivesWhatIsAddedBeforeIt() {
    JsonNode first = client.result("tools/list", "{}");
    String next = client.result("tools/list", after(first)).at("/tools/0/name").stringValue();
    features.changeTools(
        tools -> {
          tools.addFirst(tools.removeLast());
          return tools;
        });

    assertThat(client.result("tools/list", after(first)).at("/tools/0/name").stringValue())
        .isEqualTo(next);
  }
}
