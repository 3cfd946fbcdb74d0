package dev.howdah.task.queue.rabbit;

import dev.howdah.task.queue.Callback;
import dev.howdah.task.queue.Delivery;
import dev.howdah.task.queue.Registration;
import dev.howdah.task.queue.TaskMessage;
import dev.howdah.task.queue.TaskMessageQueue;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskTtl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Messages on RabbitMQ, one durable queue a task, made when the task first has a message or
 * somebody waits for one. Any process with the same settings sees the same messages; one at a time
 * reads a task's, and the next waits in line.
 *
 * <p>Making one connects to nothing; connections are made when needed, and again when lost.
 */
public final class RabbitmqTaskMessageQueue implements TaskMessageQueue {

  /** How long a message may take to arrive that perhaps another replica holds. */
  private static final long TO_ARRIVE_MILLIS = 500;

  /** And one that nobody else can hold. */
  private static final long TO_ARRIVE_ALONE_MILLIS = 5_000;

  private static final long BETWEEN_LOOKS_MILLIS = 100;

  /** What a quorum queue says of its length is a little old; this long a first message may take. */
  private static final long TO_AGREE_MILLIS = 250;

  private final RabbitmqSettings settings;
  private final Attempts attempts;
  private final TaskQueues queues;
  private final Link writing;
  private final Channels toWrite;
  private final Link looking;
  private final Channels toLook;
  private final Readers readers;

  /** Queues and messages live as long as {@code ttl} says, between a second and 45 days. */
  public RabbitmqTaskMessageQueue(RabbitmqSettings settings, TaskTtl ttl) {
    this.settings = settings;
    this.attempts = new Attempts(settings);
    this.queues = new TaskQueues(settings, ttl);
    this.writing = new Link(settings, "howdah writes");
    this.toWrite = new Channels(writing);
    // Not the one that writes: a broker short of memory stops reading from those that publish.
    this.looking = new Link(settings, "howdah looks");
    this.toLook = new Channels(looking);
    this.readers = new Readers(settings, queues, toLook);
  }

  /** Returns if the broker can be used, or throws with a reason to show to an operator. */
  public void check() {
    attempts.run(
        _ -> {
          Channels.drop(looking.channel());
          return true;
        });
  }

  @Override
  public void enqueue(String taskId, TaskMessage message) {
    String queue = queues.name(taskId);
    byte[] body = settings.limits().checked(message).getBytes(StandardCharsets.UTF_8);
    var properties = Bodies.properties(taskId, message);
    attempts.run(
        deadline -> {
          queues.declare(toWrite, deadline, taskId);
          var outcome =
              toWrite.use(
                  deadline, lent -> Publisher.publish(lent, deadline, queue, properties, body));
          return switch (outcome) {
            case CONFIRMED -> true;
            case RETURNED -> {
              queues.forgetAll();
              throw new IOException("the queue was not there");
            }
            case REJECTED -> {
              if (TaskQueues.ready(toLook, deadline, queue) >= settings.limits().maxMessages()) {
                throw settings.limits().full();
              }
              throw new RejectedException("message", queue);
            }
          };
        });
  }

  @Override
  public Optional<Delivery> dequeue(String taskId) {
    return attempts.run(
        deadline -> {
          Optional<Readers.InUse> entered = enterIfAny(taskId, deadline);
          if (entered.isEmpty()) {
            return Optional.empty();
          }
          Readers.InUse one = entered.get();
          Optional<Reader.Head> head = Optional.empty();
          try {
            head = first(one, deadline, true);
            return head.map(taken -> new Taken(one, taken));
          } finally {
            if (head.isEmpty()) {
              one.leave();
            }
          }
        });
  }

  @Override
  public Optional<TaskMessage> peek(String taskId) {
    return attempts.run(
        deadline -> {
          Optional<Readers.InUse> entered = enterIfAny(taskId, deadline);
          if (entered.isEmpty()) {
            return Optional.empty();
          }
          try {
            return first(entered.get(), deadline, false).map(Reader.Head::message);
          } finally {
            entered.get().leave();
          }
        });
  }

  @Override
  public boolean isEmpty(String taskId) {
    String queue = queues.name(taskId);
    return attempts.run(
        deadline -> {
          Optional<Readers.InUse> used = readers.enterUsed(taskId);
          try {
            if (used.isPresent() && used.get().reader().holdsOne()) {
              return false;
            }
            if (TaskQueues.ready(toLook, deadline, queue) > 0) {
              return false;
            }
            if (used.isEmpty() && settings.queueType() == QueueType.CLASSIC) {
              return true;
            }
            Optional<Readers.InUse> one = used.isEmpty() ? enterIfAny(taskId, deadline) : used;
            if (one.isEmpty()) {
              return true;
            }
            try {
              first(one.get(), deadline, false);
              return !one.get().reader().holdsOne();
            } finally {
              if (used.isEmpty()) {
                one.get().leave();
              }
            }
          } finally {
            used.ifPresent(Readers.InUse::leave);
          }
        });
  }

  /** A reader, if somebody reads the task already or it has messages. */
  private Optional<Readers.InUse> enterIfAny(String taskId, Attempts.Deadline deadline)
      throws IOException, TimeoutException {
    String queue = queues.name(taskId);
    Optional<Readers.InUse> used = readers.enterUsed(taskId);
    int fewest = settings.queueType() == QueueType.QUORUM ? 0 : 1;
    if (used.isEmpty() && TaskQueues.ready(toLook, deadline, queue) < fewest) {
      return Optional.empty();
    }
    Readers.InUse one = used.isPresent() ? used.get() : readers.enter(taskId);
    boolean well = false;
    try {
      one.attach(deadline, used.isPresent());
      well = true;
      return Optional.of(one);
    } catch (IOException e) {
      if (Failures.isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    } finally {
      if (!well) {
        one.leave();
      }
    }
  }

  private Optional<Reader.Head> first(Readers.InUse one, Attempts.Deadline deadline, boolean take)
      throws IOException, TimeoutException {
    Reader reader = one.reader();
    String queue = queues.name(one.taskId());
    long begin = System.nanoTime();
    while (!reader.holdsOne()) {
      TaskQueues.Sight sight = TaskQueues.look(toLook, deadline, queue);
      if (sight.ready() <= 0) {
        if (settings.queueType() == QueueType.QUORUM) {
          return reader.arriving(Math.min(TO_AGREE_MILLIS, deadline.millis()), take);
        }
        reader.settle();
        break;
      }
      // It is on its way, however slow the broker is, unless another replica reads this task.
      Optional<Reader.Head> head =
          reader.arriving(Math.min(BETWEEN_LOOKS_MILLIS, deadline.millis()), take);
      long waited = (System.nanoTime() - begin) / 1_000_000;
      boolean patient = waited < (sight.readers() > 1 ? TO_ARRIVE_MILLIS : TO_ARRIVE_ALONE_MILLIS);
      if (head.isPresent() || !patient || deadline.isOver() || !reader.isAttached()) {
        return head;
      }
    }
    return reader.here(take);
  }

  @Override
  public List<TaskMessage> clear(String taskId) {
    String queue = queues.name(taskId);
    // By id, and kept over attempts: what one of them has removed is not lost with it.
    Map<String, TaskMessage> found = new LinkedHashMap<>();
    attempts.run(
        deadline -> {
          Optional<Readers.InUse> used = readers.enterUsed(taskId);
          try {
            var drain =
                new Drain(
                    toLook,
                    taskId,
                    queue,
                    settings.queueType(),
                    settings.limits().maxMessageBytes());
            if (used.isEmpty()) {
              return drain.into(found, deadline);
            }
            Optional<String> taken = used.get().reader().takenId();
            used.get().without(limit -> drain.into(found, limit), deadline);
            taken.ifPresent(found::remove);
            return true;
          } finally {
            used.ifPresent(Readers.InUse::leave);
          }
        });
    queues.forget(queue);
    return found.values().stream()
        .filter(message -> !readers.wasAcknowledged(taskId, message.id()))
        .toList();
  }

  @Override
  public Registration onMessage(String taskId, Runnable action) {
    Readers.InUse one = readers.enterToWait(taskId);
    var mine = new Callback(action);
    one.reader().await(mine);
    var open = new AtomicBoolean(true);
    return () -> {
      if (open.getAndSet(false)) {
        mine.close();
        one.reader().forget(mine);
        one.leave();
      }
    };
  }

  @Override
  public boolean waitForMessage(String taskId, Duration atMost) throws InterruptedException {
    Readers.InUse one = readers.enterToWait(taskId);
    try {
      boolean there = one.reader().awaitFree(atMost.toNanos(), readers::isClosed);
      if (!there && readers.isClosed()) {
        throw new TaskQueueException(TaskQueueException.Reason.CLOSED, "the task queue was closed");
      }
      return there;
    } finally {
      one.leave();
    }
  }

  /** How many tasks are being read. */
  int reading() {
    return readers.size();
  }

  @Override
  public void close() {
    readers.close();
    writing.close();
    looking.close();
  }

  @Override
  public String toString() {
    return settings.toString();
  }

  private static final class Taken implements Delivery {
    private final Readers.InUse one;
    private final Reader.Head head;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean result = true;

    Taken(Readers.InUse one, Reader.Head head) {
      this.one = one;
      this.head = head;
    }

    @Override
    public TaskMessage message() {
      return head.message();
    }

    @Override
    public boolean redelivered() {
      return head.redelivered();
    }

    @Override
    public boolean acknowledge() {
      if (!over.getAndSet(true)) {
        result = one.reader().acknowledge(head);
        one.leave();
      }
      return result;
    }

    @Override
    public void close() {
      if (!over.getAndSet(true)) {
        result = false;
        one.reader().giveBack(head);
        one.leave();
      }
    }
  }
}
