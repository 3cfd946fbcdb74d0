package dev.howdah.mcp;

import dev.howdah.task.Progress;
import dev.howdah.task.Task;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells a session of 2025-11-25 how far its task is, by what the store knows: the task may run on
 * another server. For one thread.
 */
final class FarProgress implements Consumer<Task> {

  private final Exchange exchange;
  private final @Nullable JsonNode token;

  /** MCP 2025-11-25, Progress: each value is more than the one before. */
  private double told = Double.NEGATIVE_INFINITY;

  /** Tells nothing to who did not ask for it, and to nobody in a revision without sessions. */
  FarProgress(Exchange exchange) {
    this.exchange = exchange;
    this.token = exchange.revision().stateless() ? null : ServerCall.progressToken(exchange);
  }

  @Override
  public void accept(Task task) {
    Progress progress = task.progress();
    if (token == null || progress == null || progress.value() <= told) {
      return;
    }
    told = progress.value();
    ObjectNode params =
        ServerCall.progress(token, progress.value(), progress.total(), progress.message());
    Meta.relate(params, task.id());
    exchange.afterwards().send(Outgoing.notification("notifications/progress", params));
  }
}
