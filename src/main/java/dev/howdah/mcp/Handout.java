package dev.howdah.mcp;

import dev.howdah.task.TaskId;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskQueueException.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Whether the broker takes tasks, and what the operator and clients are told of it. */
final class Handout {

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final Duration AWAY = Duration.ofSeconds(10);

  /** A full queue takes one now and then, which is no news. */
  private static final Duration FULL = Duration.ofMinutes(1);

  static final String NO_ROOM_YET = "Waits for a server that has room";

  private final Set<TaskId> offered = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Reason trouble;
  private @Nullable Reason told;
  private long since;

  /** The broker is about to be asked to take it. */
  void offer(TaskId task) {
    offered.add(task);
  }

  /** The broker has taken it, or will not. */
  void decided(TaskId task) {
    offered.remove(task);
  }

  /** Whether the broker did not take the last task. */
  boolean away() {
    return trouble != null;
  }

  /** Whether the broker was away so short a time ago that it need not be asked. */
  synchronized boolean rests() {
    return away() && !calmFor(AWAY);
  }

  synchronized void worked() {
    if (calmFor(AWAY)) {
      trouble = null;
    }
    if (told != null && calmFor(told == Reason.FULL ? FULL : AWAY)) {
      told = null;
      LOG.log(Level.INFO, "tasks are handed to all servers again");
    }
  }

  synchronized void failed(TaskQueueException e) {
    since = System.nanoTime();
    trouble = e.reason();
    if (told != e.reason()) {
      told = e.reason();
      LOG.log(
          Level.WARNING,
          "tasks are not handed to other servers but begun here just now: " + e.getMessage());
    }
  }

  private boolean calmFor(Duration time) {
    return System.nanoTime() - since >= time.toNanos();
  }

  /** What a task waits for that nobody has begun. */
  String waiting(TaskId task) {
    return switch (trouble) {
      case null ->
          offered.contains(task)
              ? "Waits for the broker, which has not taken it yet."
              : NO_ROOM_YET + ".";
      case FULL -> NO_ROOM_YET + "; the broker's queue is full.";
      case REFUSED -> NO_ROOM_YET + "; the broker refuses this one.";
      case UNAVAILABLE, TOO_LARGE, BUSY, CLOSED -> NO_ROOM_YET + "; the broker cannot be reached.";
    };
  }
}
