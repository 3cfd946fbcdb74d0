package dev.howdah.task.queue.rabbit;

import dev.howdah.task.queue.TaskQueueLimits;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where RabbitMQ is and how its queues are made. It prints without the password.
 *
 * @param nodes the nodes of the cluster, at least one; they are tried in turn
 * @param virtualHost the virtual host, such as {@code /}
 * @param user who connects
 * @param password and with what
 * @param tls makes the connection secret, with the name of the host checked; null for a plain one
 * @param prefix what the names of all queues begin with; another prefix is another set of queues
 * @param queueType the type of the tasks' queues
 * @param dispatchType the type of the one queue of work
 * @param limits what one task and one message may have
 * @param deliveryLimit how often work is handed out before it counts as poison, at least 2
 * @param connectTimeout longest time for a connection to one node
 * @param operationTimeout longest time for an operation, attempts at a lost connection included
 */
public record RabbitmqSettings(
    List<Node> nodes,
    String virtualHost,
    String user,
    String password,
    @Nullable SSLContext tls,
    String prefix,
    QueueType queueType,
    QueueType dispatchType,
    TaskQueueLimits limits,
    int deliveryLimit,
    Duration connectTimeout,
    Duration operationTimeout) {

  private static final int PORT = 5672;
  private static final int TLS_PORT = 5671;
  private static final Pattern PREFIX = Pattern.compile("(?!amq\\.)[A-Za-z0-9._:-]{1,60}");
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** One node of the broker. */
  public record Node(String host, int port) {
    public Node {
      if (host.isEmpty() || port < 1 || port > 65_535) {
        throw new IllegalArgumentException("no RabbitMQ node: %s:%d".formatted(host, port));
      }
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  public RabbitmqSettings {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("RabbitMQ needs at least one node");
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "prefix must be 1 to 60 letters, digits or any of . _ : - and not begin with amq., was "
              + prefix);
    }
    if (deliveryLimit < 2 || deliveryLimit > 1000) {
      throw new IllegalArgumentException(
          "delivery-limit must be between 2 and 1000, was " + deliveryLimit);
    }
    requireTime("connect-timeout", connectTimeout);
    requireTime("operation-timeout", operationTimeout);
  }

  /**
   * What an address says, and for the rest the usual: prefix {@code mcp:queue:}, classic queues for
   * tasks, a quorum queue for work, five deliveries, 5 s to connect, 10 s an operation.
   *
   * @param uri {@code amqp://user:password@host:port/virtual-host}, or {@code amqps:} for TLS with
   *     the certificates that Java trusts; user and password are {@code guest} if left out
   */
  public static RabbitmqSettings at(URI uri) {
    boolean secret = "amqps".equals(uri.getScheme());
    if ((!secret && !"amqp".equals(uri.getScheme())) || uri.getHost() == null) {
      // Without the address itself, which may have a password in it.
      throw new IllegalArgumentException(
          "the address of RabbitMQ must be like amqp://user:password@host:5672/");
    }
    int port = uri.getPort() != -1 ? uri.getPort() : secret ? TLS_PORT : PORT;
    String path = uri.getRawPath();
    String[] login =
        uri.getRawUserInfo() == null
            ? new String[] {"guest", "guest"}
            : uri.getRawUserInfo().split(":", 2);
    return new RabbitmqSettings(
        List.of(new Node(uri.getHost(), port)),
        path == null || path.length() <= 1 ? "/" : decode(path.substring(1)),
        decode(login[0]),
        login.length == 2 ? decode(login[1]) : "",
        secret ? trustedByJava() : null,
        "mcp:queue:",
        QueueType.CLASSIC,
        QueueType.QUORUM,
        TaskQueueLimits.defaults(),
        5,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10));
  }

  public RabbitmqSettings withNodes(List<Node> nodes) {
    return with(nodes, password, tls, prefix, queueType, dispatchType, limits, operationTimeout);
  }

  public RabbitmqSettings withPassword(String password) {
    return with(nodes, password, tls, prefix, queueType, dispatchType, limits, operationTimeout);
  }

  public RabbitmqSettings withTls(@Nullable SSLContext tls) {
    return with(nodes, password, tls, prefix, queueType, dispatchType, limits, operationTimeout);
  }

  public RabbitmqSettings withPrefix(String prefix) {
    return with(nodes, password, tls, prefix, queueType, dispatchType, limits, operationTimeout);
  }

  public RabbitmqSettings withQueueType(QueueType type) {
    return with(nodes, password, tls, prefix, type, dispatchType, limits, operationTimeout);
  }

  public RabbitmqSettings withDispatchType(QueueType type) {
    return with(nodes, password, tls, prefix, queueType, type, limits, operationTimeout);
  }

  public RabbitmqSettings withLimits(TaskQueueLimits limits) {
    return with(nodes, password, tls, prefix, queueType, dispatchType, limits, operationTimeout);
  }

  public RabbitmqSettings withOperationTimeout(Duration timeout) {
    return with(nodes, password, tls, prefix, queueType, dispatchType, limits, timeout);
  }

  private RabbitmqSettings with(
      List<Node> nodes,
      String password,
      @Nullable SSLContext tls,
      String prefix,
      QueueType queueType,
      QueueType dispatchType,
      TaskQueueLimits limits,
      Duration operationTimeout) {
    return new RabbitmqSettings(
        nodes,
        virtualHost,
        user,
        password,
        tls,
        prefix,
        queueType,
        dispatchType,
        limits,
        deliveryLimit,
        connectTimeout,
        operationTimeout);
  }

  private static SSLContext trustedByJava() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void requireTime(String name, Duration time) {
    if (time.toMillis() < 1 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s must be between 1ms and 10m, was %s".formatted(name, time));
    }
  }

  @Override
  public String toString() {
    return "RabbitMQ at %s, virtual host %s, user %s, %s, queues %s…"
        .formatted(nodes, virtualHost, user, tls == null ? "plain" : "TLS", prefix);
  }
}
