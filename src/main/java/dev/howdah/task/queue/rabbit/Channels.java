package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A few channels of one link for short use, each by one thread at a time, all with confirms. */
final class Channels {

  private static final int MOST = 16;

  private final Link link;
  private final Semaphore permits = new Semaphore(MOST, true);
  private final ConcurrentLinkedDeque<Lent> idle = new ConcurrentLinkedDeque<>();

  Channels(Link link) {
    this.link = link;
  }

  /** What is done with a channel. */
  @FunctionalInterface
  interface Use<T> {
    T with(Lent lent) throws IOException, TimeoutException;
  }

  /** A channel, and whether the broker has returned what was published on it last. */
  static final class Lent {
    private final Channel channel;
    private volatile boolean returned;

    private Lent(Channel channel) {
      this.channel = channel;
    }

    Channel channel() {
      return channel;
    }

    boolean wasReturned() {
      return returned;
    }

    void expectNoReturn() {
      returned = false;
    }
  }

  /** A channel that anything went wrong with is not used again. */
  <T> T use(Attempts.Deadline deadline, Use<T> use) throws IOException, TimeoutException {
    try {
      if (!permits.tryAcquire(deadline.millis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException("no channel in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a channel", e);
    }
    Lent lent = null;
    boolean well = false;
    try {
      lent = lend();
      T result = use.with(lent);
      well = true;
      return result;
    } finally {
      if (lent != null) {
        if (well && lent.channel.isOpen()) {
          idle.push(lent);
        } else {
          dropLater(lent.channel);
        }
      }
      permits.release();
    }
  }

  private Lent lend() throws IOException, TimeoutException {
    for (Lent lent = idle.poll(); lent != null; lent = idle.poll()) {
      if (lent.channel.isOpen()) {
        return lent;
      }
    }
    Channel channel = link.channel();
    try {
      channel.confirmSelect();
    } catch (IOException | ShutdownSignalException e) {
      drop(channel);
      throw e;
    }
    var lent = new Lent(channel);
    channel.addReturnListener(_ -> lent.returned = true);
    return lent;
  }

  /** A connection that hangs makes closing hang, which nobody needs to wait for. */
  static void dropLater(Channel channel) {
    if (channel.isOpen()) {
      Thread.startVirtualThread(() -> drop(channel));
    }
  }

  /** Closes a channel however it is; what it holds unacknowledged goes back to its place. */
  static void drop(Channel channel) {
    try {
      if (channel.isOpen()) {
        channel.abort();
      }
    } catch (IOException | ShutdownSignalException e) {
      // It is closed, then.
    }
  }
}
