package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.howdah.task.queue.TaskQueueException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker, made when it is needed and made again when it was lost.
 *
 * <p>The client's own recovery stays off: it remembers every queue that it ever declared, and would
 * bring those back that have expired. Here whoever still needs a queue declares it again.
 */
final class Link implements AutoCloseable {

  private static final int HEARTBEAT_SECONDS = 15;
  private static final int CLOSE_MILLIS = 2_000;

  /**
   * Of one request, however long the operation may take that it belongs to: a broker that comes
   * back after a crash may leave one unanswered on a connection that lives.
   */
  private static final long MOST_ANSWER_MILLIS = 10_000;

  /**
   * More than any broker takes that was not told otherwise: 128 MiB up to 3.13, 16 MiB since 4.0.
   * At a larger message the client ends the connection, and it would come again with the next one;
   * what was put into a queue must come out of it to be put aside.
   */
  private static final int LARGEST_BODY = 129 << 20;

  private final RabbitmqSettings settings;
  private final String name;
  private final ConnectionFactory factory;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  /** The name is for the operator of the broker, who sees it in the list of connections. */
  Link(RabbitmqSettings settings, String name) {
    this.settings = settings;
    this.name = name;
    this.factory = factory(settings);
  }

  private static ConnectionFactory factory(RabbitmqSettings settings) {
    var factory = new ConnectionFactory();
    factory.setVirtualHost(settings.virtualHost());
    factory.setUsername(settings.user());
    factory.setPassword(settings.password());
    if (settings.tls() != null) {
      factory.useSslProtocol(settings.tls());
      factory.enableHostnameVerification();
    }
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout((int) settings.connectTimeout().toMillis());
    factory.setHandshakeTimeout((int) settings.connectTimeout().toMillis());
    factory.setChannelRpcTimeout(
        (int) Math.min(MOST_ANSWER_MILLIS, settings.operationTimeout().toMillis()));
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setMaxInboundMessageBodySize(LARGEST_BODY);
    factory.setThreadFactory(Thread.ofVirtual().name("rabbitmq-", 0).factory());
    factory.setExceptionHandler(new QuietExceptions());
    return factory;
  }

  /** Opens a channel, which only its owner uses. */
  Channel channel() throws IOException, TimeoutException {
    Channel channel = connection().createChannel();
    if (channel == null) {
      throw new IOException("the connection has no channel left");
    }
    return channel;
  }

  /** Major and minor version of the broker, such as 310 or 400; 0 if it does not say. */
  int version() throws IOException, TimeoutException {
    return Versions.number(String.valueOf(connection().getServerProperties().get("version")));
  }

  private Connection connection() throws IOException, TimeoutException {
    Connection present = connection;
    if (present != null && present.isOpen()) {
      return present;
    }
    lock.lock();
    try {
      if (closed) {
        throw new TaskQueueException(TaskQueueException.Reason.CLOSED, "the task queue was closed");
      }
      present = connection;
      if (present == null || !present.isOpen()) {
        List<Address> addresses =
            settings.nodes().stream().map(node -> new Address(node.host(), node.port())).toList();
        present = factory.newConnection(new Inline(), addresses, name);
        connection = present;
      }
      return present;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    // After the flag, so that nobody connects behind our back; not under the lock, for an attempt
    // to connect may take a while.
    lock.lock();
    try {
      Connection last = connection;
      if (last != null && last.isOpen()) {
        last.abort(CLOSE_MILLIS);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs in the calling thread. So a connection's thread hands a delivery to its consumer before it
   * reads the next frame, and who has the answer to a request knows that all earlier deliveries
   * have arrived. Consumers therefore must not wait for the broker.
   */
  private static final class Inline extends AbstractExecutorService {
    private volatile boolean shutdown;

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      shutdown = true;
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return shutdown;
    }

    @Override
    public boolean isTerminated() {
      return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return shutdown;
    }
  }
}
