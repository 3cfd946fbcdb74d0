package dev.howdah.testing;

import java.net.URI;
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

  static Way<RabbitmqServer> rabbitmq() {
    return DockerClientFactory.instance().isDockerAvailable()
        ? new Way.Open<>(Containers::startRabbitmq)
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
  private static RabbitmqServer startRabbitmq() {
    var user = Login.withRandomPassword("howdah");
    var container =
        new GenericContainer<>(DockerImageName.parse("rabbitmq:4"))
            .withEnv("RABBITMQ_DEFAULT_USER", user.user())
            .withEnv("RABBITMQ_DEFAULT_PASS", user.password())
            .withExposedPorts(RABBITMQ_PORT)
            .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1));
    container.start();
    var uri =
        "amqp://%s:%s@%s:%d"
            .formatted(
                user.user(),
                user.password(),
                container.getHost(),
                container.getMappedPort(RABBITMQ_PORT));
    return new RabbitmqServer(URI.create(uri), container::stop);
  }
}
