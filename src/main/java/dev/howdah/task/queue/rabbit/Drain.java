package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import dev.howdah.task.queue.TaskMessage;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes everything from a queue and then deletes it; if that fails, all is back in its place. */
final class Drain {

  private static final long TO_ARRIVE_MILLIS = 100;
  private static final int LOOKS = 10;

  private final Channels channels;
  private final String taskId;
  private final String queue;
  private final QueueType type;
  private final int mostBytes;

  Drain(Channels channels, String taskId, String queue, QueueType type, int mostBytes) {
    this.channels = channels;
    this.taskId = taskId;
    this.queue = queue;
    this.type = type;
    this.mostBytes = mostBytes;
  }

  /** Adds what was in the queue, which need not exist; true, always. */
  boolean into(Map<String, TaskMessage> found, Attempts.Deadline deadline)
      throws IOException, TimeoutException {
    try {
      return channels.use(
          deadline,
          lent -> {
            switch (type) {
              case CLASSIC -> get(lent.channel(), found);
              case QUORUM -> consume(lent.channel(), found, deadline);
            }
            // All that this channel holds; the list is complete.
            lent.channel().basicAck(0, true);
            lent.channel().queueDelete(queue);
            return true;
          });
    } catch (IOException e) {
      if (Failures.isMissing(e)) {
        return true;
      }
      throw e;
    }
  }

  private void get(Channel channel, Map<String, TaskMessage> found) throws IOException {
    for (GetResponse next = channel.basicGet(queue, false);
        next != null;
        next = channel.basicGet(queue, false)) {
      add(found, channel, next.getEnvelope(), next.getProps(), next.getBody());
    }
  }

  /** A quorum queue with a single active consumer refuses {@code basic.get}. */
  private void consume(Channel channel, Map<String, TaskMessage> found, Attempts.Deadline deadline)
      throws IOException, TimeoutException {
    var arrived = new LinkedBlockingQueue<GetResponse>();
    channel.basicQos(0);
    String consumer =
        channel.basicConsume(
            queue,
            false,
            new DefaultConsumer(channel) {
              @Override
              public void handleDelivery(
                  String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                arrived.add(new GetResponse(envelope, properties, body, 0));
              }
            });
    for (int looks = 0; looks < LOOKS && !deadline.isOver(); ) {
      GetResponse next = await(arrived);
      if (next != null) {
        add(found, channel, next.getEnvelope(), next.getProps(), next.getBody());
      } else if (TaskQueues.ready(channels, deadline, queue) <= 0) {
        break;
      } else {
        // Another replica holds the first message, and those behind it with it.
        looks++;
      }
    }
    channel.basicCancel(consumer);
    for (GetResponse rest = arrived.poll(); rest != null; rest = arrived.poll()) {
      add(found, channel, rest.getEnvelope(), rest.getProps(), rest.getBody());
    }
  }

  @SuppressWarnings("NullAway") // Null for nothing, as the JDK has it.
  private static GetResponse await(LinkedBlockingQueue<GetResponse> arrived) throws IOException {
    try {
      return arrived.poll(TO_ARRIVE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while clearing a queue", e);
    }
  }

  private void add(
      Map<String, TaskMessage> found,
      Channel channel,
      Envelope envelope,
      BasicProperties properties,
      byte[] body)
      throws IOException {
    var message = Bodies.read(taskId, properties, body, mostBytes);
    if (message.isPresent()) {
      found.putIfAbsent(message.get().id(), message.get());
    } else {
      channel.basicReject(envelope.getDeliveryTag(), false);
    }
  }
}
