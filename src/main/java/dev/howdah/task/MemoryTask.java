package dev.howdah.task;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task in memory; its store guards it. */
final class MemoryTask {

  private final NewTask from;
  private final Instant created;
  private final Duration ttl;
  private final Duration pollInterval;
  private final Map<String, String> questions = new LinkedHashMap<>();
  private final Map<String, String> answers = new LinkedHashMap<>();

  private final Map<Integer, StoredBody> pages = new HashMap<>();

  private TaskState state = new TaskState.Working();
  private @Nullable String statusMessage;
  private @Nullable Progress progress;
  private @Nullable StoredBody body;
  private boolean cancelRequested;
  private Instant updated;
  private long version = 1;
  private @Nullable String holder;
  private @Nullable Instant leaseUntil;
  private long token;
  private int restarts;

  MemoryTask(NewTask from, Instant now, TaskTimes times) {
    this.from = from;
    this.created = now;
    this.updated = now;
    this.ttl = times.ttlFor(from.ttl());
    this.pollInterval = times.pollInterval();
    this.statusMessage = from.statusMessage();
  }

  TaskId id() {
    return from.id();
  }

  String owner() {
    return from.owner();
  }

  TaskCursor cursor() {
    return new TaskCursor(created, from.id());
  }

  /** When it last changed; for one that has ended, when it did. */
  Instant updated() {
    return updated;
  }

  boolean over(Instant now) {
    return !now.isBefore(created.plus(ttl));
  }

  boolean terminal() {
    return state instanceof TaskState.Terminal;
  }

  /** What is kept of it beyond a small fixed size, in bytes or thereabouts. */
  long size() {
    long inputs = 0;
    for (var each : questions.entrySet()) {
      inputs += each.getKey().length() + each.getValue().length();
      inputs += answers.getOrDefault(each.getKey(), "").length();
    }
    long paged = pages.values().stream().mapToLong(page -> page.bytes().length).sum();
    return from.request().length() + inputs + paged + (body == null ? 0 : body.bytes().length);
  }

  Task task() {
    return new Task(
        from.id(),
        from.owner(),
        from.kind(),
        state,
        statusMessage,
        progress,
        cancelRequested,
        created,
        created.minus(from.age()),
        updated,
        created.plus(ttl),
        pollInterval,
        version,
        holder,
        leaseUntil,
        restarts);
  }

  @Nullable StoredBody body() {
    return body;
  }

  /** Keeps a page; by how many bytes the task is larger then. */
  long keep(int number, StoredBody page) {
    StoredBody before = pages.put(number, page);
    return page.bytes().length - (before == null ? 0L : before.bytes().length);
  }

  @Nullable StoredBody page(int number) {
    return pages.get(number);
  }

  Map<String, String> answers() {
    var inOrder = new LinkedHashMap<String, String>();
    for (String key : questions.keySet()) {
      String answer = answers.get(key);
      if (answer != null) {
        inOrder.put(key, answer);
      }
    }
    return inOrder;
  }

  /** Whether somebody holds it that is believed to live. */
  boolean held(Instant now) {
    return leaseUntil != null && now.isBefore(leaseUntil);
  }

  private boolean orphan(Instant now) {
    return holder != null && !held(now);
  }

  boolean claimable(Instant now) {
    return state instanceof TaskState.Working
        && !cancelRequested
        && (holder == null || (orphan(now) && restarts < from.maxRestarts()));
  }

  Claim claim(String holder, Instant now, Duration lease) {
    if (orphan(now)) {
      restarts++;
    }
    this.holder = holder;
    this.leaseUntil = now.plus(lease);
    token++;
    changed(now);
    return new Claim(task(), new Lease(from.id(), holder, token), from.request());
  }

  boolean heldBy(Lease lease) {
    return !terminal() && lease.holder().equals(holder) && lease.token() == token;
  }

  /** Checks what every change by a holder needs. */
  void require(Lease lease) {
    if (terminal()) {
      throw TaskException.ended(id(), state);
    }
    if (!heldBy(lease)) {
      throw TaskException.leaseLost(id());
    }
  }

  void renew(Instant now, Duration lease) {
    leaseUntil = now.plus(lease);
  }

  void release(Instant now) {
    holder = null;
    leaseUntil = null;
    changed(now);
  }

  void report(Progress progress, Instant now) {
    this.progress = progress;
    changed(now);
  }

  void requestCancel(Instant now) {
    if (cancelRequested || terminal()) {
      return;
    }
    cancelRequested = true;
    if (held(now)) {
      changed(now);
    } else {
      end(new Ending(new TaskState.Cancelled(), null, null), now);
    }
  }

  void ask(Map<String, String> asked, TaskLimits limits, Instant now) {
    if (asked.keySet().stream().anyMatch(questions::containsKey)) {
      throw TaskException.asked(id());
    }
    limits.checkQuestions(questions.size() + asked.size());
    questions.putAll(asked);
    waitOrWork(now);
  }

  boolean answer(String key, String answer) {
    return state instanceof TaskState.InputRequired
        && questions.containsKey(key)
        && answers.putIfAbsent(key, answer) == null;
  }

  /** To {@code input_required} while something is open, and back to {@code working}. */
  void waitOrWork(Instant now) {
    var open = new LinkedHashMap<>(questions);
    open.keySet().removeAll(answers.keySet());
    state = open.isEmpty() ? new TaskState.Working() : new TaskState.InputRequired(open);
    changed(now);
  }

  void end(Ending ending, Instant now) {
    if (!state.mayBecome(ending.state())) {
      throw TaskException.ended(id(), state);
    }
    state = ending.state();
    statusMessage = ending.message() == null ? statusMessage : ending.message();
    body = ending.body();
    holder = null;
    leaseUntil = null;
    changed(now);
  }

  /** Does what is due when the holder died. */
  Due tidy(Instant now) {
    if (terminal() || !orphan(now)) {
      return Due.NOTHING;
    }
    if (cancelRequested) {
      end(new Ending(new TaskState.Cancelled(), null, null), now);
      return Due.CANCELLED;
    }
    if (restarts >= from.maxRestarts()) {
      end(new Ending(new TaskState.Failed(0), TaskStore.LOST, null), now);
      return Due.FAILED;
    }
    if (state instanceof TaskState.InputRequired) {
      restarts++;
      release(now);
      return Due.RELEASED;
    }
    return Due.NOTHING;
  }

  /** What {@link #tidy} did. */
  enum Due {
    NOTHING,
    FAILED,
    CANCELLED,
    RELEASED
  }

  private void changed(Instant now) {
    updated = now.isAfter(updated) ? now : updated;
    version++;
  }
}
