package dev.howdah.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task as it was when the store was asked. Its request and its result are not in here: they can
 * be large, and {@link TaskStore#result} and a {@link Claim} have them.
 *
 * @param owner who may see it: an opaque key of the caller
 * @param kind what is done, such as {@code tools/call query}; for people and statistics
 * @param statusMessage one line for people, or null
 * @param progress the newest report, or null before the first
 * @param cancelRequested whether its caller wants it to end; the holder sees this and ends it
 * @param created by the clock of the store
 * @param begun when the work on it began, or was to begin: before {@code created} for work that
 *     became a task while it went on
 * @param updated never before {@code created}, never runs backwards
 * @param expires when the task and its result may be deleted, whatever its state
 * @param pollInterval how often a client that polls should ask
 * @param version grows with every change
 * @param holder the server that works on it, or null when none does
 * @param leaseUntil until when the holder is believed to live, or null without one
 * @param restarts how often the task was begun again because its holder died
 */
public record Task(
    TaskId id,
    String owner,
    String kind,
    TaskState state,
    @Nullable String statusMessage,
    @Nullable Progress progress,
    boolean cancelRequested,
    Instant created,
    Instant begun,
    Instant updated,
    Instant expires,
    Duration pollInterval,
    long version,
    @Nullable String holder,
    @Nullable Instant leaseUntil,
    int restarts) {

  /** How long the task is kept, from its creation. */
  public Duration ttl() {
    return Duration.between(created, expires);
  }

  /** Whether it has ended. */
  public boolean terminal() {
    return state instanceof TaskState.Terminal;
  }
}
