package dev.howdah.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task to be.
 *
 * @param id usually {@link TaskId#random()}; creating a task of an id that exists is an error
 * @param owner an opaque key of the caller, at most 1,000 characters, not empty
 * @param kind what is done, such as {@code tools/call query}, at most 200 characters
 * @param request what a server needs to begin or begin again: opaque, usually JSON
 * @param statusMessage one line for people, or null
 * @param ttl how long the caller would like it kept, or null for the store's default; the store may
 *     keep it for a shorter time, see {@link Task#ttl()}
 * @param maxRestarts how often another server may begin it again after its holder died; 0 for
 *     anything that must not run twice
 * @param age how long the work on it has been going on already
 */
public record NewTask(
    TaskId id,
    String owner,
    String kind,
    String request,
    @Nullable String statusMessage,
    @Nullable Duration ttl,
    int maxRestarts,
    Duration age) {

  private static final int LONGEST_OWNER = 1000;
  private static final int LONGEST_KIND = 200;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST_AGE = Duration.ofDays(1000);

  public NewTask {
    TaskText.opaque("owner", owner);
    TaskText.opaque("kind", kind);
    TaskText.opaque("request", request);
    if (owner.isEmpty() || owner.length() > LONGEST_OWNER) {
      throw new IllegalArgumentException(
          "an owner has 1 to 1000 characters, had " + owner.length());
    }
    if (kind.length() > LONGEST_KIND) {
      throw new IllegalArgumentException("a kind has up to 200 characters, had " + kind.length());
    }
    if (ttl != null && ttl.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("a ttl is 1 ms or more, was " + ttl);
    }
    if (maxRestarts < 0) {
      throw new IllegalArgumentException("restarts are 0 or more, were " + maxRestarts);
    }
    if (age.isNegative() || age.compareTo(LONGEST_AGE) > 0) {
      throw new IllegalArgumentException("an age is up to " + LONGEST_AGE + ", was " + age);
    }
    statusMessage = statusMessage == null ? null : TaskText.line(statusMessage);
  }

  /** One whose work begins with it. */
  public NewTask(
      TaskId id,
      String owner,
      String kind,
      String request,
      @Nullable String statusMessage,
      @Nullable Duration ttl,
      int maxRestarts) {
    this(id, owner, kind, request, statusMessage, ttl, maxRestarts, Duration.ZERO);
  }

  /** The same whose work has been going on for so long. */
  public NewTask aged(Duration time) {
    return new NewTask(id, owner, kind, request, statusMessage, ttl, maxRestarts, time);
  }

  /** A task with a random id, kept for the store's default time, that never runs twice. */
  public static NewTask of(String owner, String kind, String request) {
    return new NewTask(TaskId.random(), owner, kind, request, null, null, 0);
  }
}
