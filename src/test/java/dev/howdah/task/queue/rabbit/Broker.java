package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import dev.howdah.testing.RabbitmqServer;
import java.nio.charset.StandardCharsets;

/** What a test does to a broker with the plain client, behind the back of what it tests. */
final class Broker {

  private static final long CONFIRM_MILLIS = 180_000;

  private final ConnectionFactory factory = new ConnectionFactory();

  Broker(RabbitmqServer server) throws Exception {
    factory.setUri(server.uri());
  }

  private interface Work<T> {
    T on(Channel channel) throws Exception;
  }

  private <T> T on(Work<T> work) throws Exception {
    try (var connection = factory.newConnection();
        var channel = connection.createChannel()) {
      return work.on(channel);
    }
  }

  int ready(String queue) throws Exception {
    return on(channel -> channel.queueDeclarePassive(queue).getMessageCount());
  }

  void delete(String queue) throws Exception {
    on(channel -> channel.queueDelete(queue));
  }

  void publish(String queue, BasicProperties properties, String body) throws Exception {
    publish(queue, properties, body.getBytes(StandardCharsets.UTF_8));
  }

  void publish(String queue, BasicProperties properties, byte[] body) throws Exception {
    on(
        channel -> {
          channel.confirmSelect();
          channel.basicPublish("", queue, properties, body);
          channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
          return true;
        });
  }
}
