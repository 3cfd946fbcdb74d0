package dev.howdah.testing;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/**
 * A running RabbitMQ; its users share it, so a test names its queues as nobody else does.
 *
 * @param uri where it is, with its user and password
 * @param control runs {@code rabbitmqctl} with these arguments, or throws
 * @param stop stops it, if it is ours to stop
 */
public record RabbitmqServer(URI uri, Consumer<List<String>> control, Runnable stop)
    implements Server {

  /** The broker at an address such as {@code amqp://howdah:secret@127.0.0.1:5672}. */
  static RabbitmqServer at(String uri) {
    return new RabbitmqServer(
        URI.create(uri),
        command -> {
          throw new IllegalStateException("a broker that was given cannot be told " + command);
        },
        () -> {});
  }

  /** Stops the broker; whoever is connected loses the connection, and nobody gets a new one. */
  public void down() {
    control.accept(List.of("stop_app"));
  }

  /** Starts it again, with what it had on disk. */
  public void up() {
    control.accept(List.of("start_app"));
  }

  /**
   * Ends its process at once, as a power cut would; it comes back by itself with what is on disk.
   */
  public void crash() {
    control.accept(List.of("crash"));
  }
}
