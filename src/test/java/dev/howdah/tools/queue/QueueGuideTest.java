package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class QueueGuideTest {

  private final ToolClient client =
      new ToolClient(
          ToolClient.QUERY,
          AccessSettings.NONE,
          new Queues(List.of(QueueSettings.named("billing"), QueueSettings.named("mail"))));

  @AfterEach
  void close() {
    client.close();
  }

  private static ObjectNode json(String json) {
    return (ObjectNode) Json.MAPPER.readTree(json.replace('\'', '"'));
  }

  private static Stream<String> named(JsonNode list) {
    return list.valueStream().map(each -> each.path("name").stringValue());
  }

  @Test
  void isOfferedToBothGenerations() {
    var discovered = client.answer("server/discover", Json.object()).path("result");
    assertThat(discovered.at("/capabilities/prompts").isObject()).isTrue();
    assertThat(named(client.answer("prompts/list", Json.object()).at("/result/prompts")))
        .contains("queue_guide");

    var begun =
        client.answer(
            json(
                "{'method':'initialize','params':{'protocolVersion':'2025-11-25',"
                    + "'capabilities':{},'clientInfo':{'name':'test','version':'1'}}}"));
    assertThat(begun.at("/result/capabilities/prompts").isObject()).isTrue();
    assertThat(named(client.answer(json("{'method':'prompts/list'}")).at("/result/prompts")))
        .contains("queue_guide");
    assertThat(
            text(client.answer(json("{'method':'prompts/get','params':{'name':'queue_guide'}}"))))
        .startsWith("Find out how the PgQueuer job queue is doing, and why.");
  }

  private static String text(JsonNode answer) {
    assertThat(answer.at("/result/messages").size()).isEqualTo(1);
    assertThat(answer.at("/result/messages/0/role").stringValue()).isEqualTo("user");
    return answer.at("/result/messages/0/content/text").stringValue();
  }

  @Test
  void saysWhatItIsAskedAbout() {
    var answer =
        client.answer(
            "prompts/get",
            json("{'name':'queue_guide','arguments':{'queue':'mail','entrypoint':'100% %s'}}"));
    assertThat(text(answer))
        .startsWith(
            "Find out how the PgQueuer job queue (argument queue: `mail`) is doing at the"
                + " entrypoint `100% %s`, and why.");
  }

  @Test
  void namesToolsThatThereAre() {
    var tools = named(client.answer("tools/list", Json.object()).at("/result/tools")).toList();
    var guide = text(client.answer("prompts/get", json("{'name':'queue_guide'}")));
    var words =
        Pattern.compile("`(\\w+)`").matcher(guide).results().map(each -> each.group(1)).toList();
    assertThat(words).hasSizeGreaterThan(12);
    assertThat(tools).containsAll(words);
    assertThat(words)
        .containsAll(
            tools.stream()
                .filter(
                    name ->
                        name.startsWith("queue_")
                            || name.startsWith("job_")
                            || name.contains("jobs"))
                .toList());
  }

  @Test
  void completesTheQueue() {
    var answer =
        client.answer(
            "completion/complete",
            json(
                "{'ref':{'type':'ref/prompt','name':'queue_guide'},"
                    + "'argument':{'name':'queue','value':'m'}}"));
    assertThat(answer.at("/result/completion/values"))
        .isEqualTo(Json.MAPPER.readTree("[\"mail\"]"));
  }
}
