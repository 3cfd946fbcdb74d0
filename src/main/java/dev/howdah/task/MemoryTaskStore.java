package dev.howdah.task;

import dev.howdah.task.TaskException.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tasks in this process, gone with it. Bounded in their number and in what they hold. */
public final class MemoryTaskStore implements TaskStore {

  /** What each task may come to beyond the room of all, in bytes. */
  private static final long RESERVED = 2 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TaskId, MemoryTask> tasks = new LinkedHashMap<>();
  private final Map<String, NavigableMap<TaskCursor, MemoryTask>> byOwner = new HashMap<>();
  private final Watches watches;
  private final TaskTimes times;
  private final TaskLimits limits;
  private final Room room;
  private final InstantSource clock;
  private long bytes;
  private boolean closed;

  /**
   * How much all owners have together.
   *
   * @param maxTasks most tasks
   * @param maxBytes most bytes of requests, questions, answers and results
   */
  public record Room(int maxTasks, long maxBytes) {
    public Room {
      if (maxTasks < 1 || maxBytes < 1) {
        throw new IllegalArgumentException("a store has room for something");
      }
    }

    /** 10,000 tasks and 256 MiB. */
    public static Room standard() {
      return new Room(10_000, 256 << 20);
    }
  }

  /** An empty store of the usual size. */
  public MemoryTaskStore(TaskTimes times, TaskLimits limits, InstantSource clock) {
    this(times, limits, Room.standard(), clock);
  }

  /** An empty store. */
  public MemoryTaskStore(TaskTimes times, TaskLimits limits, Room room, InstantSource clock) {
    this.times = times;
    this.limits = limits;
    this.room = room;
    this.clock = clock;
    this.watches = new Watches(Math.max(room.maxTasks(), 10_000));
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public Task create(NewTask task) {
    return locked(
        now -> {
          Task made = add(task, now).task();
          watches.signal(Watches.WORK);
          return made;
        });
  }

  @Override
  public Claim create(NewTask task, String holder) {
    Lease.checkHolder(holder);
    return locked(now -> add(task, now).claim(holder, now, times.lease()));
  }

  private MemoryTask add(NewTask from, Instant now) {
    limits.checkRequest(from.request());
    if (tasks.containsKey(from.id())) {
      throw TaskException.duplicate(from.id());
    }
    Map<TaskCursor, MemoryTask> own = own(from.owner());
    long kept = own.values().stream().filter(each -> !each.over(now)).count();
    long open = own.values().stream().filter(each -> !each.over(now) && !each.terminal()).count();
    limits.checkOpen(open);
    for (long i = limits.surplus(kept); i > 0; i--) {
      boolean _ = deleteOldestEnded(from.owner(), now);
    }
    makeRoom(from.owner(), 1, from.request().length(), now);
    var task = new MemoryTask(from, now, times);
    tasks.put(task.id(), task);
    byOwner
        .computeIfAbsent(task.owner(), _ -> new TreeMap<>(TaskCursor.NEWEST_FIRST))
        .put(task.cursor(), task);
    bytes += task.size();
    return task;
  }

  /** What is over goes first, then what the owner has that ended first. */
  private void makeRoom(String owner, int moreTasks, long moreBytes, Instant now) {
    if (moreTasks == 0 && moreBytes == 0) {
      return;
    }
    if (full(moreTasks, moreBytes)) {
      deleteWhatIsOver(now);
      while (full(moreTasks, moreBytes) && deleteOldestEnded(owner, now)) {
        // Until there is room.
      }
      if (full(moreTasks, moreBytes)) {
        throw new TaskException(
            Reason.TOO_MANY, "The server keeps no more tasks until some of them are over.");
      }
    }
  }

  private boolean full(int moreTasks, long moreBytes) {
    return tasks.size() + moreTasks > room.maxTasks() || bytes + moreBytes > room.maxBytes();
  }

  @Override
  public Optional<Task> find(TaskId id, String owner) {
    return locked(now -> Optional.ofNullable(own(id, owner, now)).map(MemoryTask::task));
  }

  @Override
  public Optional<byte[]> result(TaskId id, String owner) {
    Optional<StoredBody> body =
        locked(now -> Optional.ofNullable(own(id, owner, now)).map(MemoryTask::body));
    return body.map(found -> found.result().clone());
  }

  @Override
  public void keepPage(Lease lease, int number, byte[] page) {
    StoredBody body = StoredBody.of(page, limits);
    long _ =
        locked(
            now -> {
              MemoryTask task = held(lease, now);
              makeRoom(task.owner(), 0, body.bytes().length, now);
              long more = task.keep(number, body);
              bytes += more;
              return more;
            });
  }

  @Override
  public Optional<byte[]> page(TaskId id, String owner, int number) {
    Optional<StoredBody> body =
        locked(now -> Optional.ofNullable(own(id, owner, now)).map(task -> task.page(number)));
    return body.map(found -> found.result().clone());
  }

  @Override
  public TaskPage list(String owner, Optional<String> cursor, int limit) {
    TaskPage.checkLimit(limit);
    Optional<TaskCursor> after = cursor.map(TaskCursor::parse);
    return locked(
        now -> {
          NavigableMap<TaskCursor, MemoryTask> own = own(owner);
          var rest = after.isPresent() ? own.tailMap(after.get(), false) : own;
          return TaskPage.of(
              rest.values().stream()
                  .filter(task -> !task.over(now))
                  .limit(limit + 1L)
                  .map(MemoryTask::task)
                  .toList(),
              limit);
        });
  }

  @Override
  public Task requestCancel(TaskId id, String owner) {
    return changed(id, owner, 0, (task, now) -> task.requestCancel(now));
  }

  @Override
  public Task cancel(TaskId id, String owner, String statusMessage) {
    Ending ending = Ending.cancelled(statusMessage);
    return changed(id, owner, 0, (task, now) -> task.end(ending, now));
  }

  @Override
  public Answered answer(TaskId id, String owner, Map<String, String> answers) {
    limits.checkInputs(answers);
    var accepted = new LinkedHashSet<String>();
    Task task =
        changed(
            id,
            owner,
            length(answers),
            (found, now) -> {
              answers.forEach(
                  (key, answer) -> {
                    if (found.answer(key, answer)) {
                      accepted.add(key);
                    }
                  });
              if (!accepted.isEmpty()) {
                found.waitOrWork(now);
              }
            });
    return new Answered(task, accepted);
  }

  @Override
  public Optional<Claim> claim(TaskId id, String holder) {
    Lease.checkHolder(holder);
    return locked(
        now ->
            Optional.ofNullable(tasks.get(id))
                .filter(task -> !task.over(now) && task.claimable(now))
                .map(task -> claim(task, holder, now)));
  }

  @Override
  public Optional<Claim> claimNext(String holder) {
    Lease.checkHolder(holder);
    return locked(
        now ->
            tasks.values().stream()
                .filter(task -> !task.over(now) && task.claimable(now))
                .findFirst()
                .map(task -> claim(task, holder, now)));
  }

  private Claim claim(MemoryTask task, String holder, Instant now) {
    Claim claim = task.claim(holder, now, times.lease());
    watches.signal(task.id().signal());
    return claim;
  }

  @Override
  public List<Task> renew(Collection<Lease> leases) {
    return locked(
        now -> {
          var held = new ArrayList<Task>();
          for (Lease lease : leases) {
            MemoryTask task = tasks.get(lease.id());
            if (task != null && !task.over(now) && task.heldBy(lease)) {
              task.renew(now, times.lease());
              held.add(task.task());
            }
          }
          return held;
        });
  }

  @Override
  public Task release(Lease lease) {
    return changed(lease, 0, (task, now) -> task.release(now));
  }

  @Override
  public Task report(Lease lease, Progress progress) {
    return changed(lease, 0, (task, now) -> task.report(progress, now));
  }

  @Override
  public Task ask(Lease lease, Map<String, String> questions) {
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("there is no question");
    }
    limits.checkInputs(questions);
    return changed(lease, length(questions), (task, now) -> task.ask(questions, limits, now));
  }

  @Override
  public Map<String, String> answers(Lease lease) {
    return locked(now -> held(lease, now).answers());
  }

  @Override
  public Task finish(Lease lease, Outcome outcome) {
    Ending ending = Ending.of(outcome, limits);
    long more = ending.body() == null ? 0 : ending.body().bytes().length;
    // Room to say what went wrong is always there: a task that cannot end would be worse.
    boolean wrong = ending.error() || ending.state() instanceof TaskState.Failed;
    return changed(
        lease, wrong && more <= RESERVED ? 0 : more, (task, now) -> task.end(ending, now));
  }

  @Override
  public TaskWatch watch(Collection<TaskId> ids) {
    return watches.watch(ids);
  }

  @Override
  public TaskWatch watchWork() {
    return watches.watchWork();
  }

  @Override
  public Tidied tidy() {
    return locked(
        now -> {
          var done = new EnumMap<MemoryTask.Due, Integer>(MemoryTask.Due.class);
          int deleted = deleteWhatIsOver(now);
          for (MemoryTask task : tasks.values()) {
            MemoryTask.Due due = task.tidy(now);
            if (due != MemoryTask.Due.NOTHING) {
              done.merge(due, 1, Integer::sum);
              watches.signal(task.id().signal());
            } else if (task.claimable(now)) {
              watches.signal(Watches.WORK);
            }
          }
          return new Tidied(
              done.getOrDefault(MemoryTask.Due.FAILED, 0),
              done.getOrDefault(MemoryTask.Due.CANCELLED, 0),
              done.getOrDefault(MemoryTask.Due.RELEASED, 0),
              deleted);
        });
  }

  private int deleteWhatIsOver(Instant now) {
    List<MemoryTask> over = tasks.values().stream().filter(task -> task.over(now)).toList();
    over.forEach(this::delete);
    return over.size();
  }

  private boolean deleteOldestEnded(String owner, Instant now) {
    Optional<MemoryTask> oldest =
        own(owner).values().stream()
            .filter(task -> task.terminal() && !task.over(now))
            .min(Comparator.comparing(MemoryTask::updated));
    oldest.ifPresent(this::delete);
    return oldest.isPresent();
  }

  private void delete(MemoryTask task) {
    tasks.remove(task.id());
    bytes -= task.size();
    byOwner.computeIfPresent(
        task.owner(),
        (_, own) -> {
          own.remove(task.cursor());
          return own.isEmpty() ? null : own;
        });
    watches.signal(task.id().signal());
  }

  private NavigableMap<TaskCursor, MemoryTask> own(String owner) {
    return byOwner.getOrDefault(owner, new TreeMap<>(TaskCursor.NEWEST_FIRST));
  }

  private @Nullable MemoryTask own(TaskId id, String owner, Instant now) {
    MemoryTask task = tasks.get(id);
    return task != null && task.owner().equals(owner) && !task.over(now) ? task : null;
  }

  private MemoryTask held(Lease lease, Instant now) {
    MemoryTask task = tasks.get(lease.id());
    if (task == null || task.over(now)) {
      throw TaskException.notFound(lease.id());
    }
    task.require(lease);
    return task;
  }

  private static long length(Map<String, String> inputs) {
    return inputs.entrySet().stream()
        .mapToLong(each -> each.getKey().length() + each.getValue().length())
        .sum();
  }

  private Task changed(TaskId id, String owner, long more, Change change) {
    return locked(
        now -> {
          MemoryTask task = own(id, owner, now);
          if (task == null) {
            throw TaskException.notFound(id);
          }
          return changed(task, more, change, now);
        });
  }

  private Task changed(Lease lease, long more, Change change) {
    return locked(now -> changed(held(lease, now), more, change, now));
  }

  private Task changed(MemoryTask task, long more, Change change, Instant now) {
    makeRoom(task.owner(), 0, more, now);
    long before = task.size();
    change.apply(task, now);
    bytes += task.size() - before;
    watches.signal(task.id().signal());
    if (task.claimable(now)) {
      watches.signal(Watches.WORK);
    }
    return task.task();
  }

  private interface Change {
    void apply(MemoryTask task, Instant now);
  }

  private <T> T locked(Function<Instant, T> action) {
    lock.lock();
    try {
      if (closed) {
        throw TaskException.closed();
      }
      return action.apply(clock.instant().truncatedTo(ChronoUnit.MICROS));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      tasks.clear();
      byOwner.clear();
    } finally {
      lock.unlock();
    }
    watches.close();
  }
}
