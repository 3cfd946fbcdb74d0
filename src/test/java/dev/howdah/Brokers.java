package dev.howdah;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.RabbitmqServer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** What tests do to a broker behind the servers' backs. */
final class Brokers {

  private Brokers() {}

  /** Does something. */
  interface Action {
    void on(Channel channel) throws Exception;
  }

  static void with(RabbitmqServer server, Action action) throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(server.uri());
    try (var connection = Eventually.get(() -> connection(factory));
        var channel = connection.createChannel()) {
      action.on(channel);
    }
  }

  /** None while it comes back from a crash. */
  private static Optional<Connection> connection(ConnectionFactory factory) {
    try {
      return Optional.of(factory.newConnection());
    } catch (IOException | TimeoutException e) {
      return Optional.empty();
    }
  }

  /** Removes what a test with this prefix has made. */
  static void delete(RabbitmqServer server, String prefix) throws Exception {
    with(
        server,
        channel -> {
          channel.queueDelete(prefix + "@work");
          channel.queueDelete(prefix + "@dead");
          channel.exchangeDelete(prefix + "@dead");
        });
  }
}
