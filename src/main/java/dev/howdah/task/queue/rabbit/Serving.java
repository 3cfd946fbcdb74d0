package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.howdah.task.queue.Registration;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskQueueLimits;
import dev.howdah.task.queue.Work;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the queue of work on a channel of its own, which is opened again when it was lost. */
final class Serving implements Registration {

  private static final String NO_TASK = "Work that names no task goes to the dead letters";

  private final Logger log = System.getLogger("dev.howdah.task.queue");
  private final RabbitmqSettings settings;
  private final Link link;
  private final Preparation preparation;
  private final WorkQueue queue;
  private final int atMost;
  private final Consumer<Work> handler;
  private final Semaphore places;
  private final AtomicBoolean recovering = new AtomicBoolean();
  private final ReentrantLock lifecycle = new ReentrantLock();
  private volatile @Nullable Channel channel;
  private volatile String consumer = "";
  private volatile boolean stopped;
  private volatile boolean trouble;

  Serving(
      RabbitmqSettings settings,
      Link link,
      Preparation preparation,
      WorkQueue queue,
      int atMost,
      Consumer<Work> handler) {
    this.settings = settings;
    this.link = link;
    this.preparation = preparation;
    this.queue = queue;
    this.atMost = atMost;
    this.handler = handler;
    this.places = new Semaphore(atMost);
  }

  /** Makes the queue if it is not there. */
  @FunctionalInterface
  interface Preparation {
    void run() throws IOException, TimeoutException;
  }

  /** Begins; if the broker is not there, as soon as it is. */
  void start() {
    try {
      attach();
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      var refusal = Failures.refusal(e, settings);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      tell(e);
      recover();
    }
  }

  /** Tells the operator once that no work comes. */
  private void tell(Exception e) {
    if (!trouble) {
      trouble = true;
      Throwable why =
          e instanceof TaskQueueException
              ? e
              : Failures.refusal(e, settings).orElseGet(() -> Failures.unavailable(e, settings));
      log.log(Level.WARNING, "No tasks are handed to this server: {0}", why.getMessage());
    }
  }

  private void attach() throws IOException, TimeoutException {
    lifecycle.lock();
    try {
      if (stopped || channel != null) {
        return;
      }
      preparation.run();
      Channel opened = link.channel();
      channel = opened;
      try {
        opened.basicQos(atMost);
        consumer = opened.basicConsume(queue.name(), false, new Deliveries(opened));
        if (trouble) {
          trouble = false;
          log.log(Level.INFO, "Tasks are handed to this server again");
        }
      } catch (IOException | ShutdownSignalException e) {
        channel = null;
        Channels.dropLater(opened);
        throw e;
      }
    } finally {
      lifecycle.unlock();
    }
  }

  private void lost(Channel lost) {
    if (lost.equals(channel)) {
      channel = null;
      Channels.dropLater(lost);
      recover();
    }
  }

  private void recover() {
    if (!over() && recovering.compareAndSet(false, true)) {
      Thread.startVirtualThread(
          () -> {
            try {
              reattach();
            } finally {
              recovering.set(false);
            }
            if (channel == null) {
              recover();
            }
          });
    }
  }

  private void reattach() {
    for (int count = 0; channel == null && !over(); count++) {
      try {
        attach();
      } catch (IOException | TimeoutException | ShutdownSignalException | TaskQueueException e) {
        if (over()) {
          return;
        }
        tell(e);
        if (!Attempts.pause(count)) {
          return;
        }
      }
    }
  }

  private boolean over() {
    return stopped || link.isClosed();
  }

  /** Takes no more work, and lets what runs come to its end. */
  @Override
  public void close() {
    Channel last;
    lifecycle.lock();
    try {
      stopped = true;
      last = channel;
    } finally {
      lifecycle.unlock();
    }
    if (last != null) {
      Thread.startVirtualThread(() -> finish(last));
    }
  }

  private void finish(Channel last) {
    try {
      last.basicCancel(consumer);
      // When all places are free again, everything that was begun is acknowledged.
      places.acquireUninterruptibly(atMost);
    } catch (IOException | ShutdownSignalException e) {
      // The connection is gone, and what was not finished is with others.
    }
    Channels.drop(last);
  }

  private void run(Handed work) {
    places.acquireUninterruptibly();
    try {
      if (stopped || !work.channel.isOpen()) {
        // Whoever has it now runs it.
        work.giveBack(true);
        return;
      }
      handler.accept(work);
      work.acknowledge();
    } catch (RuntimeException e) {
      log.log(Level.WARNING, "A task could not be run", e);
      work.giveBack(queue.counts() || !work.last());
    } finally {
      places.release();
    }
  }

  private final class Handed implements Work {
    private final Channel channel;
    private final long tag;
    private final String taskId;
    private final int delivery;
    private final AtomicBoolean over = new AtomicBoolean();

    private final boolean last;

    Handed(Channel channel, long tag, String taskId, int delivery, boolean last) {
      this.channel = channel;
      this.tag = tag;
      this.taskId = taskId;
      this.delivery = delivery;
      this.last = last;
    }

    @Override
    public String taskId() {
      return taskId;
    }

    @Override
    public int delivery() {
      return delivery;
    }

    @Override
    public boolean last() {
      return last;
    }

    @Override
    public void giveBack() {
      giveBack(true);
    }

    @Override
    public void putAside() {
      if (!over.getAndSet(true)) {
        log.log(Level.WARNING, NO_TASK);
        tell(() -> channel.basicReject(tag, false));
      }
    }

    @Override
    public void acknowledge() {
      if (!over.getAndSet(true)) {
        tell(() -> channel.basicAck(tag, false));
      }
    }

    /** Rejects it, because newer brokers do not count a nack as a delivery. */
    void giveBack(boolean again) {
      if (!over.getAndSet(true)) {
        tell(() -> channel.basicReject(tag, again));
      }
    }

    private interface Telling {
      void run() throws IOException;
    }

    private static void tell(Telling telling) {
      try {
        telling.run();
      } catch (IOException | ShutdownSignalException e) {
        // The broker has it back, and hands it out again.
      }
    }
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
      String taskId = new String(body, StandardCharsets.UTF_8);
      try {
        TaskQueueLimits.requireTaskId(taskId);
      } catch (IllegalArgumentException e) {
        log.log(Level.WARNING, NO_TASK);
        getChannel().basicReject(envelope.getDeliveryTag(), false);
        return;
      }
      int delivery = delivery(envelope, properties);
      // A queue that keeps no count gives one more chance, see below.
      int most = queue.counts() ? settings.deliveryLimit() : 2;
      var work =
          new Handed(getChannel(), envelope.getDeliveryTag(), taskId, delivery, delivery >= most);
      Thread.startVirtualThread(() -> run(work));
    }

    /** Whoever sends a message may put a count into it; the broker replaces it from then on. */
    private static int delivery(Envelope envelope, BasicProperties properties) {
      if (!envelope.isRedeliver()) {
        return 1;
      }
      var headers = properties.getHeaders();
      return headers != null && headers.get("x-delivery-count") instanceof Number before
          ? before.intValue() + 1
          : 2;
    }

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
