package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.howdah.task.queue.Callback;
import dev.howdah.task.queue.RecentIds;
import dev.howdah.task.queue.TaskMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the first message of one task's queue: a consumer that may have one unacknowledged
 * delivery, on a queue that serves one consumer at a time.
 *
 * <p>{@code lock} guards the fields and is never held while waiting for the broker, because the
 * connection's own thread needs it to hand over a delivery.
 */
final class Reader {

  private final String taskId;
  private final String queue;
  private final int mostBytes;
  private final RecentIds acknowledged;
  private final Runnable onLoss;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Callback> waiting = new ArrayList<>();
  private Seats.@Nullable Seat seat;
  private @Nullable Head head;

  /**
   * A reader that does not read yet.
   *
   * @param mostBytes longest message; a longer one is put aside
   * @param onLoss is called, on any thread, when the broker has ended the reading
   */
  Reader(String taskId, String queue, int mostBytes, RecentIds acknowledged, Runnable onLoss) {
    this.taskId = taskId;
    this.queue = queue;
    this.mostBytes = mostBytes;
    this.acknowledged = acknowledged;
    this.onLoss = onLoss;
  }

  /** The first message as it was delivered. */
  static final class Head {
    private final Channel channel;
    private final long tag;
    private final TaskMessage message;
    private final boolean redelivered;
    private boolean taken;

    private Head(Channel channel, long tag, TaskMessage message, boolean redelivered) {
      this.channel = channel;
      this.tag = tag;
      this.message = message;
      this.redelivered = redelivered;
    }

    TaskMessage message() {
      return message;
    }

    boolean redelivered() {
      return redelivered;
    }
  }

  boolean isAttached() {
    lock.lock();
    try {
      return seat != null;
    } finally {
      lock.unlock();
    }
  }

  /** Begins to read on a seat; one caller at a time. */
  void attach(Seats.Seat seat) throws IOException {
    Channel channel = seat.channel();
    lock.lock();
    try {
      this.seat = seat;
      head = null;
    } finally {
      lock.unlock();
    }
    try {
      channel.basicQos(1);
      channel.basicConsume(queue, false, new Deliveries(channel));
    } catch (IOException | ShutdownSignalException e) {
      detach();
      throw e;
    }
  }

  /** Ends reading; a message that was not acknowledged is back in its place afterwards. */
  void detach() {
    Seats.Seat left;
    lock.lock();
    try {
      left = seat;
      seat = null;
      head = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (left != null) {
      left.leave();
    }
  }

  private void lost(Channel channel) {
    Seats.Seat left;
    lock.lock();
    try {
      if (seat == null || !seat.channel().equals(channel)) {
        return;
      }
      left = seat;
      seat = null;
      head = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Thread.startVirtualThread(left::leave);
    onLoss.run();
  }

  /** The first message if it is here and nobody has taken it. */
  Optional<Head> here(boolean take) {
    lock.lock();
    try {
      return free(take);
    } finally {
      lock.unlock();
    }
  }

  /** The same, after waiting for it. */
  Optional<Head> arriving(long millis, boolean take) throws IOException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (head == null && seat != null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return free(take);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a message", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, over lost connections too, until there is a message to take; false if there was none.
   */
  boolean awaitFree(long nanos, BooleanSupplier closed) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while ((head == null || head.taken) && left > 0 && !closed.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
      return head != null && !head.taken;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Head> free(boolean take) {
    if (head == null || head.taken) {
      return Optional.empty();
    }
    head.taken = take;
    return Optional.of(head);
  }

  /** Whether a message is held here, taken or not. */
  boolean holdsOne() {
    lock.lock();
    try {
      return head != null;
    } finally {
      lock.unlock();
    }
  }

  /** The id of the message that somebody has taken and not acknowledged, if so. */
  Optional<String> takenId() {
    lock.lock();
    try {
      return head != null && head.taken ? Optional.of(head.message.id()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when every delivery that the broker had sent by now is here. */
  void settle() throws IOException, TimeoutException {
    Seats.Seat present;
    lock.lock();
    try {
      present = seat;
    } finally {
      lock.unlock();
    }
    if (present != null) {
      // Any request would do: its answer comes after what was sent before.
      present.channel().basicQos(1);
    }
  }

  /** Removes a message that was taken; false if it could not, and it will come again. */
  boolean acknowledge(Head taken) {
    lock.lock();
    try {
      acknowledged.add(taskId, taken.message.id());
      // After a lost connection the same message may be here as another delivery.
      if (head == null || !head.message.id().equals(taken.message.id())) {
        return false;
      }
      head.channel.basicAck(head.tag, false);
      head = null;
      return true;
    } catch (IOException | ShutdownSignalException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(Head taken) {
    lock.lock();
    try {
      taken.taken = false;
      if (head == taken) {
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  void await(Callback action) {
    lock.lock();
    try {
      waiting.add(action);
      if (head != null && !head.taken) {
        action.tell();
      }
    } finally {
      lock.unlock();
    }
  }

  void forget(Callback action) {
    lock.lock();
    try {
      waiting.remove(action);
    } finally {
      lock.unlock();
    }
  }

  /** Has everybody look who waits. */
  void tellAll() {
    lock.lock();
    try {
      tell();
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    changed.signalAll();
    waiting.forEach(Callback::tell);
  }

  /** Runs in the connection's thread, and so must not wait for the broker. */
  private final class Deliveries extends DefaultConsumer {

    Deliveries(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String consumer, Envelope envelope, BasicProperties properties, byte[] body)
        throws IOException {
      long tag = envelope.getDeliveryTag();
      Optional<TaskMessage> message = Bodies.read(taskId, properties, body, mostBytes);
      if (message.isEmpty()) {
        getChannel().basicReject(tag, false);
        return;
      }
      if (acknowledged.has(taskId, message.get().id())) {
        getChannel().basicAck(tag, false);
        return;
      }
      lock.lock();
      try {
        if (seat != null && seat.channel().equals(getChannel())) {
          head = new Head(getChannel(), tag, message.get(), envelope.isRedeliver());
          tell();
        }
      } finally {
        lock.unlock();
      }
    }

    /** The queue was deleted. */
    @Override
    public void handleCancel(String consumer) {
      lost(getChannel());
    }

    @Override
    public void handleShutdownSignal(String consumer, ShutdownSignalException signal) {
      lost(getChannel());
    }
  }
}
