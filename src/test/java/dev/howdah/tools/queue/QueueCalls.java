package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call of each tool of the job queue, some with what makes them read in another way. */
final class QueueCalls {

  /** The tool, a blank, its arguments with single quotes for double ones. */
  static final List<String> ALL =
      List.of(
          "queue_health {}",
          "queue_size {}",
          "queue_age {}",
          "queue_table_info {}",
          "failed_jobs {}",
          "failed_jobs {'include_retries':true}",
          "failed_jobs {'entrypoint':'email'}",
          "stale_jobs {}",
          "active_workers {}",
          "queue_log {}",
          "queue_log {'entrypoint':'email','since':'P1D'}",
          "schedules {}",
          "queue_stats {}",
          "queue_stats {'period':'P1D','entrypoint':'email'}",
          "throughput_summary {}",
          "throughput_summary {'period':'P1D'}",
          "throughput_summary {'exact':true}",
          "job_durations {'period':'P1D'}",
          "job_history {'job_id':1}",
          "schema_info {}");

  private static final int MOST_PAGES = 1000;

  private QueueCalls() {}

  /** What each call answered, as it stands in {@link #ALL}. */
  record Answers(Map<String, JsonNode> all) {

    Answers {
      all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }

    JsonNode get(String call) {
      return Objects.requireNonNull(all.get(call), call);
    }
  }

  /** What each of them answers, none with an error. */
  static Answers answers(ToolClient client, Map<String, String> more) {
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    for (var call : ALL) {
      answers.put(call, client.ok(tool(call), arguments(call, more)));
    }
    return new Answers(answers);
  }

  static String tool(String call) {
    return call.substring(0, call.indexOf(' '));
  }

  /** Its arguments as they stand. */
  static String json(String call) {
    return call.substring(call.indexOf(' ') + 1);
  }

  private static ObjectNode arguments(String call, Map<String, String> more) {
    var arguments = (ObjectNode) Json.MAPPER.readTree(json(call).replace('\'', '"'));
    more.forEach(arguments::put);
    return arguments;
  }

  /** The rows of all pages. */
  static List<JsonNode> pages(ToolClient client, String tool, Map<String, String> more, int limit) {
    var rows = new ArrayList<JsonNode>();
    var arguments = Json.object().put("limit", limit);
    more.forEach(arguments::put);
    JsonNode page;
    int pages = 0;
    do {
      page = client.ok(tool, arguments.deepCopy());
      assertThat(pages++).as("%s goes on after %s", tool, page).isLessThan(MOST_PAGES);
      page.path("result").forEach(rows::add);
      arguments.set("cursor", page.path("next_cursor"));
    } while (page.path("next_cursor").isString());
    return rows;
  }
}
