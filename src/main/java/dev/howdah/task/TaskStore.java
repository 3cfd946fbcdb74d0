package dev.howdah.task;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps tasks, for every server that shares it.
 *
 * <p>Callers name a task by id and owner, and to another owner it is not there. Servers that work
 * on one show their {@link Lease}. Every change is one atomic step that happens only while the task
 * is as it must be for it, so of many that would end a task exactly one does, and the others hear
 * of it.
 *
 * <p>Thread-safe. Every method may throw a {@link TaskException} {@code UNAVAILABLE} or {@code
 * CLOSED}; methods block while they talk to the store, so they are best called on virtual threads.
 * Those threads must not be interrupted meanwhile.
 */
public interface TaskStore extends AutoCloseable {

  /** The status message of a task that failed because its holder died. */
  String LOST = "The server that worked on this task stopped without ending it.";

  /** Whether tasks survive the end of this process. */
  boolean durable();

  /**
   * Keeps a new task that no server works on yet, in the state {@code working}. When this returns,
   * every server finds it.
   *
   * @throws TaskException {@code DUPLICATE}, {@code TOO_MANY} or {@code TOO_LARGE}
   */
  Task create(NewTask task);

  /** Like {@link #create(NewTask)}, for a server that works on it at once. */
  Claim create(NewTask task, String holder);

  /** The task, unless it is over or another's. */
  Optional<Task> find(TaskId id, String owner);

  /**
   * The result of a completed task or the error of a failed one, as it was given; empty when there
   * is none or no such task.
   */
  Optional<byte[]> result(TaskId id, String owner);

  /**
   * Keeps a page of what a task has besides its result, for as long as the task. One of the same
   * number is replaced; it is no change of the task that anybody hears of.
   *
   * @param number 0 or more
   * @param page opaque; not copied
   * @throws TaskException {@code TOO_LARGE} or {@code TOO_MANY}; {@code LEASE_LOST}, {@code
   *     ILLEGAL_TRANSITION} or {@code NOT_FOUND}
   */
  void keepPage(Lease lease, int number, byte[] page);

  /** A page that {@link #keepPage} keeps; empty when there is none or no such task. */
  Optional<byte[]> page(TaskId id, String owner, int number);

  /**
   * An owner's tasks, newest first.
   *
   * @param cursor the end of the page before, or empty for the first one
   * @param limit most tasks of the page, 1 to 1,000
   * @throws TaskException {@code BAD_CURSOR}
   */
  TaskPage list(String owner, Optional<String> cursor, int limit);

  /**
   * Asks that a task end. Its holder sees the wish and ends it when it has stopped; a task without
   * one is cancelled at once. Asking again changes nothing, nor does asking about a task that has
   * ended.
   *
   * @return the task as it is now
   * @throws TaskException {@code NOT_FOUND}
   */
  Task requestCancel(TaskId id, String owner);

  /**
   * Cancels a task here and now. Its holder, if it has one, sees that and stops.
   *
   * @throws TaskException {@code NOT_FOUND}, or {@code ILLEGAL_TRANSITION} for one that has ended
   */
  Task cancel(TaskId id, String owner, String statusMessage);

  /**
   * Gives answers to questions. Those that were not asked or are answered already are ignored, so
   * giving them twice is harmless; with the last one the task is {@code working} again.
   *
   * @param answers opaque, by the keys of the questions
   * @throws TaskException {@code NOT_FOUND} or {@code TOO_LARGE}
   */
  Answered answer(TaskId id, String owner, Map<String, String> answers);

  /**
   * Takes a task to work on: one that no server holds, or one whose holder died and that may be
   * begun again. Empty when this one is not to be had, for whatever reason.
   */
  Optional<Claim> claim(TaskId id, String holder);

  /** Takes the oldest task that {@link #claim} would give. Two servers never get the same. */
  Optional<Claim> claimNext(String holder);

  /**
   * Makes leases last from now on for the store's lease time again; a third of it is a good
   * interval.
   *
   * @return the tasks still held, as they are now: look at {@link Task#cancelRequested}; what is
   *     missing has ended or belongs to another server, and work on it must stop
   */
  List<Task> renew(Collection<Lease> leases);

  /** Gives a task back, unfinished, for any server to take: now, or once it has its answers. */
  Task release(Lease lease);

  /**
   * Says how far the work has come.
   *
   * @throws TaskException {@code LEASE_LOST}, {@code ILLEGAL_TRANSITION} or {@code NOT_FOUND}
   */
  Task report(Lease lease, Progress progress);

  /**
   * Asks the caller; the task is {@code input_required} until all is answered. The lease stays, so
   * either the work waits, or it is released and goes on where the answers arrive.
   *
   * @param questions opaque, by keys that this task never used before
   * @throws TaskException {@code DUPLICATE}, {@code TOO_MANY}, {@code TOO_LARGE}, {@code
   *     LEASE_LOST}, {@code ILLEGAL_TRANSITION} or {@code NOT_FOUND}
   */
  Task ask(Lease lease, Map<String, String> questions);

  /**
   * All answers of the task's life so far, by key, in the order the questions were asked.
   *
   * @throws TaskException {@code LEASE_LOST}, {@code ILLEGAL_TRANSITION} or {@code NOT_FOUND}
   */
  Map<String, String> answers(Lease lease);

  /**
   * Ends a task. Of several that try, one succeeds.
   *
   * @throws TaskException {@code TOO_LARGE}, after which the task is as before; {@code LEASE_LOST},
   *     {@code ILLEGAL_TRANSITION} or {@code NOT_FOUND}
   */
  Task finish(Lease lease, Outcome outcome);

  /**
   * Tells of changes to these tasks, whichever server makes them. A task that is not there is
   * watched as well: look whether the caller may see it first.
   *
   * @throws TaskException {@code TOO_MANY}
   */
  TaskWatch watch(Collection<TaskId> ids);

  /** Tells when there may be something for {@link #claimNext}. */
  TaskWatch watchWork();

  /**
   * Waits until a task is no longer as it was seen.
   *
   * @param seen the version that the caller knows; 0 to return at once
   * @return the task as it is, changed or after the timeout; empty when it is not there
   */
  default Optional<Task> await(TaskId id, String owner, long seen, Duration timeout) {
    try (TaskWatch watch = watch(List.of(id))) {
      return watch.await(() -> find(id, owner), seen, timeout);
    }
  }

  /**
   * Does what is due: ends or releases the tasks of servers that died, and deletes what is over.
   * Every server calls it now and then; {@link Caretaker} does.
   */
  Tidied tidy();

  /** Lets go of connections and wakes everybody who waits. The tasks stay, where they can. */
  @Override
  void close();
}
