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

  private static final String SYNC =
      """
      case whereis(mnesia_recover) of
        undefined -> ok;
        _ -> mnesia_recover:sync(), ok = mnesia:sync_log()
      end,
      [ok = dets:sync(Table) || Table <- dets:all()],
      ok.
      """;

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
   * Returns when all queues that were made so far are written down for good.
   *
   * <p>A broker that keeps them in Mnesia says that a queue is made before it has written that it
   * is: the transaction is in the log when it answers, but that it was committed may follow up to
   * two seconds later, from {@code mnesia_recover} and through the cache of {@code disk_log}. One
   * that starts without that word takes it for aborted, and knows nothing of the queue. Where the
   * queues of Raft are stands in tables of {@code dets}, half a second later.
   */
  public void sync() {
    control.accept(List.of("eval", SYNC));
  }

  /**
   * Ends its process at once, as a power cut would; it comes back by itself with what is on disk.
   */
  public void crash() {
    control.accept(List.of("crash"));
  }
}
