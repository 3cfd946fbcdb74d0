package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** MCP 2026-07-28, Subscriptions; MCP 2025-11-25, list changes and resource updates. */
class SubscriptionsTest {

  private static final String ID = "/params/_meta/io.modelcontextprotocol~1subscriptionId";

  private final Features features = Fixture.features();
  private final McpServer server = Fixture.server(features);

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(value = Revision.class, names = "V2026_07_28", mode = EnumSource.Mode.EXCLUDE)
  void aSessionIsToldOfEveryList(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      changeEverything();

      assertThat(methods(client.untaken()))
          .containsExactly(
              "notifications/tools/list_changed",
              "notifications/resources/list_changed",
              "notifications/prompts/list_changed");
    }
  }

  @Test
  void aSessionThatIsNotInitializedIsToldNothing() {
    try (PipeClient client = PipeClient.connect(server)) {
      client.initialize("2025-11-25");
      changeEverything();

      assertThat(client.untaken()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Revision.class, names = "V2026_07_28", mode = EnumSource.Mode.EXCLUDE)
  void aSessionIsToldOfTheResourcesItSubscribedTo(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      String watched = "{\"uri\":\"test://watched-resource\"}";
      assertThat(client.result("resources/subscribe", watched).isEmpty()).isTrue();
      features.resourceUpdated("test://watched-resource");
      features.resourceUpdated("test://static-text");

      List<JsonNode> told = client.untaken();
      assertThat(methods(told)).containsExactly("notifications/resources/updated");
      assertThat(told.getFirst().at("/params/uri").stringValue())
          .isEqualTo("test://watched-resource");

      assertThat(client.result("resources/unsubscribe", watched).isEmpty()).isTrue();
      features.resourceUpdated("test://watched-resource");
      assertThat(client.untaken()).isEmpty();
    }
  }

  @Test
  void aListenerIsToldWhatItAskedForAndNothingElse() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      int id =
          client.send("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}");
      JsonNode first = client.next();
      assertThat(first.get("method").stringValue())
          .isEqualTo("notifications/subscriptions/acknowledged");
      assertThat(first.at("/params/notifications")).hasToString("{\"toolsListChanged\":true}");
      assertThat(first.at(ID).intValue()).isEqualTo(id);

      changeEverything();
      features.resourceUpdated("test://watched-resource");

      List<JsonNode> told = client.untaken();
      assertThat(methods(told)).containsExactly("notifications/tools/list_changed");
      assertThat(told.getFirst().at(ID).intValue()).isEqualTo(id);
    }
  }

  @Test
  void listenersAreToldUnderTheirOwnIds() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      int prompts = listen(client, "{\"promptsListChanged\":true}");
      int resources =
          listen(
              client, "{\"resourcesListChanged\":true,\"resourceSubscriptions\":[\"test://a\"]}");
      features.changePrompts(same -> same);
      features.changeResources(same -> same);
      features.resourceUpdated("test://a");
      features.resourceUpdated("test://b");

      assertThat(client.untaken().stream().map(told -> told.at(ID).intValue()))
          .containsExactly(prompts, resources, resources);
    }
  }

  @Test
  void aCancelledListenerIsToldNothingMore() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      int id = listen(client, "{\"toolsListChanged\":true}");
      client.tell("notifications/cancelled", "{\"requestId\":" + id + "}");
      // Until the listener has gone, a change may still reach it.
      client.untaken();
      features.changeTools(same -> same);

      assertThat(client.untaken()).isEmpty();
    }
  }

  @Test
  void aServerThatClosesEndsItsListenersGracefully() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      int id = listen(client, "{\"toolsListChanged\":true}");
      server.close();

      JsonNode answer = client.answerTo(id);
      assertThat(answer.at("/result/resultType").stringValue()).isEqualTo("complete");
      assertThat(answer.at("/result/_meta/io.modelcontextprotocol~1subscriptionId").intValue())
          .isEqualTo(id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"notifications\":[]}",
        "{\"notifications\":7}",
        "{\"notifications\":null}"
      })
  void aListenerWithoutFilterIsRefused(String params) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      assertThat(client.errorCode("subscriptions/listen", params)).isEqualTo(-32602);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceSubscriptions\":\"x\"}",
        "{\"resourceSubscriptions\":[1]}",
        "{\"resourceSubscriptions\":null}",
        "{\"taskIds\":\"x\"}",
        "{\"taskIds\":[1]}",
        "{\"taskIds\":[null]}",
        "{\"taskIds\":{}}",
        "{\"taskIds\":null}",
        "{\"toolsListChanged\":\"yes\"}",
        "{\"promptsListChanged\":null}"
      })
  void aFilterOfTheWrongFormIsRefused(String filter) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      String name = filter.substring(2, filter.indexOf('"', 2));
      int id = client.send("subscriptions/listen", "{\"notifications\":" + filter + "}");
      JsonNode error = client.answerTo(id).path("error");
      assertThat(error.path("code").intValue()).isEqualTo(-32602);
      assertThat(error.path("message").stringValue())
          .startsWith("notifications." + name + " must be ")
          .endsWith(", or left out.");
    }
  }

  @Test
  void whatCannotBeListenedToIsNotAcknowledged() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      client.send(
          "subscriptions/listen",
          "{\"notifications\":{\"noSuchThing\":true,\"promptsListChanged\":false}}");

      assertThat(client.next().at("/params/notifications").isEmpty()).isTrue();
    }
  }

  private static int listen(PipeClient client, String filter) {
    int id = client.send("subscriptions/listen", "{\"notifications\":" + filter + "}");
    client.await("notifications/subscriptions/acknowledged");
    return id;
  }

  private void changeEverything() {
    features.changeTools(same -> same);
    features.changeResources(same -> same);
    features.changePrompts(same -> same);
  }

  private static List<String> methods(List<JsonNode> messages) {
    return messages.stream().map(message -> message.path("method").stringValue("")).toList();
  }
}
