package dev.howdah.mcp;

import dev.howdah.config.Size;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.task.Claim;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskStore;
import dev.howdah.tool.TaskPages;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps pages of results in the store of tasks, and finds them for their caller. */
final class TaskShelf implements TaskPages {

  private static final int TRIES = 5;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final TaskStore store;
  private final Size most;
  private final Exchange exchange;

  /**
   * The pages of one call.
   *
   * @param most bytes of one task, before they are compressed; none for none
   */
  TaskShelf(TaskStore store, Size most, Exchange exchange) {
    this.store = store;
    this.most = most;
    this.exchange = exchange;
  }

  @Override
  public Optional<Shelf> shelf() {
    Exchange.Asker asker = exchange.asker();
    Claim task = asker == null || most.bytes() == 0 ? null : asker.settled();
    return task == null ? Optional.empty() : Optional.of(new Pages(task));
  }

  @Override
  public Optional<byte[]> page(String shelf, int number) {
    try {
      return TaskId.parse(shelf)
          .flatMap(id -> store.page(id, Tasks.owner(exchange.caller()), number));
    } catch (TaskException e) {
      throw new CallException(
          ErrorCode.NOT_AVAILABLE,
          "The page could not be looked up: " + e.getMessage(),
          Map.of("what", "tasks"),
          e);
    }
  }

  private final class Pages implements Shelf {

    private final Claim task;
    private long bytes;

    Pages(Claim task) {
      this.task = task;
    }

    @Override
    public String name() {
      return task.task().id().value();
    }

    @Override
    public Instant until() {
      return task.task().expires();
    }

    @Override
    public @Nullable String keep(int number, byte[] page) {
      // What tells of the others is small, and without it they would be kept in vain.
      if (number > 0 && bytes + page.length > most.bytes()) {
        return "no more than tasks.max-result-size, " + most + ", is kept of the rest";
      }
      for (int tries = 1; ; tries++) {
        try {
          store.keepPage(task.lease(), number, page);
          bytes += page.length;
          return null;
        } catch (TaskException e) {
          if (e.reason() != TaskException.Reason.UNAVAILABLE
              || tries == TRIES
              || exchange.cancellation().cancelled()) {
            return "the rest could not be kept, for "
                + switch (e.reason()) {
                  case UNAVAILABLE, CLOSED -> "the store of tasks could not be reached";
                  case TOO_LARGE, TOO_MANY -> "the store of tasks has no room for it";
                  default -> "the task was over";
                };
          }
          pause();
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
