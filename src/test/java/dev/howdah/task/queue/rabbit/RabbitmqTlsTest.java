package dev.howdah.task.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.task.queue.Messages;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.testing.NeedsRabbitmq;
import dev.howdah.testing.RabbitmqServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker behind TLS, which a relay ends, with a certificate for {@code localhost} alone. */
@NeedsRabbitmq
class RabbitmqTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path folder;
  private static SSLContext broker;
  private static SSLContext trusting;

  private final String task = Messages.newTask();

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path file = folder.resolve("broker.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    broker = SSLContext.getInstance("TLS");
    broker.init(keys.getKeyManagers(), null, null);
    var known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("broker", store.getCertificate("broker"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
  }

  private static AmqpRelay relay(RabbitmqServer server) throws Exception {
    return new AmqpRelay(
        server.uri().getHost(), server.uri().getPort(), broker.getServerSocketFactory());
  }

  private static RabbitmqTaskMessageQueue open(
      RabbitmqServer server, String host, AmqpRelay relay, SSLContext tls) {
    return new RabbitmqTaskMessageQueue(
        RabbitmqSettings.at(server.uri())
            .withNodes(List.of(new RabbitmqSettings.Node(host, relay.port())))
            .withOperationTimeout(Duration.ofMinutes(3))
            .withTls(tls),
        _ -> Duration.ofMinutes(1));
  }

  @Test
  void carriesMessagesOverTls(RabbitmqServer server) throws Exception {
    try (var relay = relay(server);
        var queue = open(server, "localhost", relay, trusting)) {
      queue.enqueue(task, Messages.request(1));
      assertThat(Messages.takeAll(queue, task, 1)).hasSize(1);
      queue.clear(task);
    }
  }

  @Test
  void refusesAnotherHostsCertificate(RabbitmqServer server) throws Exception {
    try (var relay = relay(server);
        var queue = open(server, "127.0.0.1", relay, trusting)) {
      assertIsRefused(queue);
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor(RabbitmqServer server) throws Exception {
    try (var relay = relay(server);
        var queue = open(server, "localhost", relay, SSLContext.getDefault())) {
      assertIsRefused(queue);
    }
  }

  private void assertIsRefused(RabbitmqTaskMessageQueue queue) {
    assertThatThrownBy(() -> queue.enqueue(task, Messages.request(1)))
        .isInstanceOf(TaskQueueException.class)
        .hasMessageContaining("no TLS connection to RabbitMQ at [")
        .extracting(e -> ((TaskQueueException) e).reason())
        .isEqualTo(TaskQueueException.Reason.REFUSED);
  }
}
