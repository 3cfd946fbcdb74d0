package dev.howdah.task.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RabbitmqSettingsTest {

  private static final RabbitmqSettings USUAL = RabbitmqSettings.at(URI.create("amqp://broker"));

  @Test
  void readsAnAddress() {
    var settings = RabbitmqSettings.at(URI.create("amqps://a%40b:p%3Aw+d@broker.test/team%2Fone"));

    assertThat(settings.nodes()).containsExactly(new RabbitmqSettings.Node("broker.test", 5671));
    assertThat(settings.user()).isEqualTo("a@b");
    assertThat(settings.password()).isEqualTo("p:w+d");
    assertThat(settings.virtualHost()).isEqualTo("team/one");
    assertThat(settings.tls()).isNotNull();
  }

  @Test
  void fillsInWhatAnAddressLeavesOut() {
    assertThat(USUAL.nodes()).containsExactly(new RabbitmqSettings.Node("broker", 5672));
    assertThat(USUAL.virtualHost()).isEqualTo("/");
    assertThat(USUAL.user()).isEqualTo("guest");
    assertThat(USUAL.tls()).isNull();
    assertThat(USUAL.prefix()).isEqualTo("mcp:queue:");
    assertThat(USUAL.queueType()).isEqualTo(QueueType.CLASSIC);
    assertThat(USUAL.dispatchType()).isEqualTo(QueueType.QUORUM);
  }

  @Test
  void printsWithoutItsPassword() {
    assertThat(USUAL.withPassword("open sesame"))
        .hasToString(
            "RabbitMQ at [broker:5672], virtual host /, user guest, plain, queues mcp:queue:…");
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RabbitmqSettings.at(URI.create("http://u:secret@broker")))
        .withMessage("the address of RabbitMQ must be like amqp://user:password@host:5672/");
    for (String wrong : new String[] {"", "a b", "amq.x", "ü", "x".repeat(61), "a@"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> USUAL.withPrefix(wrong));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> USUAL.withOperationTimeout(Duration.ZERO))
        .withMessage("operation-timeout must be between 1ms and 10m, was PT0S");
  }
}
