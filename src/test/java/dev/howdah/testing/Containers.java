package dev.howdah.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The test servers as containers, where a Docker engine answers. */
final class Containers {

  private static final int POSTGRES_PORT = 5432;
  private static final int RABBITMQ_PORT = 5672;

  private Containers() {}

  static Way<PostgresServer> postgres(int major) {
    return DockerClientFactory.instance().isDockerAvailable()
        ? new Way.Open<>(() -> startPostgres(major))
        : new Way.Closed<>("no Docker engine");
  }

  static Way<RabbitmqServer> rabbitmq(String version) {
    return DockerClientFactory.instance().isDockerAvailable()
        ? new Way.Open<>(() -> startRabbitmq(version))
        : new Way.Closed<>("no Docker engine");
  }

  // Not closed here: the server that is returned carries its container.
  @SuppressWarnings("resource")
  private static PostgresServer startPostgres(int major) {
    var superuser = Login.withRandomPassword("postgres");
    var container =
        new GenericContainer<>(DockerImageName.parse("pgvector/pgvector:pg" + major))
            .withEnv("POSTGRES_PASSWORD", superuser.password())
            .withExposedPorts(POSTGRES_PORT)
            // The image starts it once to fill it, and then again to serve.
            .waitingFor(Wait.forLogMessage(".*database system is ready to accept.*", 2));
    container.start();
    return new PostgresServer(
        major,
        container.getHost(),
        container.getMappedPort(POSTGRES_PORT),
        superuser,
        container::stop);
  }

  // As above.
  @SuppressWarnings("resource")
  private static RabbitmqServer startRabbitmq(String version) {
    var user = Login.withRandomPassword("howdah");
    var container =
        new GenericContainer<>(DockerImageName.parse("rabbitmq:" + version))
            .withEnv("RABBITMQ_DEFAULT_USER", user.user())
            .withEnv("RABBITMQ_DEFAULT_PASS", user.password())
            .withExposedPorts(RABBITMQ_PORT)
            // A test that has it crash wants it back.
            .withCommand("sh", "-c", "until docker-entrypoint.sh rabbitmq-server; do :; done")
            .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1));
    container.start();
    var uri =
        "amqp://%s:%s@%s:%d"
            .formatted(
                user.user(),
                user.password(),
                container.getHost(),
                container.getMappedPort(RABBITMQ_PORT));
    return new RabbitmqServer(
        URI.create(uri), command -> control(container, command), container::stop);
  }

  private static void control(GenericContainer<?> container, List<String> command) {
    try {
      if (command.equals(List.of("crash"))) {
        container.execInContainer("rabbitmqctl", "eval", "erlang:halt(137, [{flush, false}]).");
        return;
      }
      var words = Stream.concat(Stream.of("rabbitmqctl"), command.stream());
      var result = container.execInContainer(words.toArray(String[]::new));
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(result.getStderr());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while controlling a broker", e);
    }
  }
}
