package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.Channel;
import dev.howdah.task.queue.TaskQueueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Channels for readers, one each, on as many connections as they need: a broker allows 2047
 * channels on one unless told otherwise.
 *
 * <p>A reader has a channel of its own because closing it is the only way to give a message back
 * that keeps the order when another replica waits in line: after a {@code basic.cancel} that one
 * would get the second message before the first is back.
 */
final class Seats implements AutoCloseable {

  private static final int ON_ONE_LINK = 2000;
  private static final int MOST_LINKS = 32;

  private final RabbitmqSettings settings;
  private final List<Row> rows = new ArrayList<>();
  private boolean closed;

  Seats(RabbitmqSettings settings) {
    this.settings = settings;
  }

  /** One link and how many use it. */
  private record Row(Link link, AtomicInteger taken) {}

  /** A channel that one reader uses. */
  record Seat(Channel channel, AtomicInteger taken) {

    /** Closes the channel and waits for it, so that what it held is back. */
    void leave() {
      Channels.drop(channel);
      taken.decrementAndGet();
    }
  }

  Seat take() throws IOException, TimeoutException {
    Row row = row();
    try {
      return new Seat(row.link.channel(), row.taken);
    } catch (Throwable e) {
      row.taken.decrementAndGet();
      throw e;
    }
  }

  private synchronized Row row() {
    if (closed) {
      throw new TaskQueueException(TaskQueueException.Reason.CLOSED, "the task queue was closed");
    }
    for (Row row : rows) {
      if (row.taken.get() < ON_ONE_LINK) {
        row.taken.incrementAndGet();
        return row;
      }
    }
    if (rows.size() == MOST_LINKS) {
      throw new TaskQueueException(
          TaskQueueException.Reason.BUSY, "too many tasks are read at the same time");
    }
    var row = new Row(new Link(settings, "howdah reads " + rows.size()), new AtomicInteger(1));
    rows.add(row);
    return row;
  }

  @Override
  public synchronized void close() {
    closed = true;
    rows.forEach(row -> row.link.close());
  }
}
