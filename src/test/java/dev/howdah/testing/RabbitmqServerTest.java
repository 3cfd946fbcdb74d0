package dev.howdah.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@NeedsRabbitmq
class RabbitmqServerTest {

  private static final long CONFIRM_MILLIS = 10_000;

  @Test
  void confirmsAMessageAndGivesItBack(RabbitmqServer server) throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(server.uri());
    try (var connection = factory.newConnection();
        var channel = connection.createChannel()) {
      assertThat(connection.getServerProperties().get("version")).asString().startsWith("4.");
      var queue = channel.queueDeclare("", false, true, true, null).getQueue();
      channel.confirmSelect();
      var body = "rook to h5".getBytes(StandardCharsets.UTF_8);
      channel.basicPublish("", queue, MessageProperties.MINIMAL_BASIC, body);
      channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
      assertThat(channel.basicGet(queue, true).getBody()).isEqualTo(body);
    }
  }
}
