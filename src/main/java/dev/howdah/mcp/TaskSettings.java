package dev.howdah.mcp;

import dev.howdah.config.Option;
import dev.howdah.config.Secret;
import dev.howdah.config.Size;
import dev.howdah.task.TaskLimits;
import dev.howdah.task.TaskTimes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Long calls as tasks. */
public record TaskSettings(
    @Option(value = "true", help = "Offer tasks to clients that can take them.") boolean enabled,
    @Option(
            value = "memory",
            help = "Where tasks are kept: memory loses them with the server, postgres does not.")
        Store store,
    @Option(
            help =
                "The database of the store postgres, as postgresql://…; another role or another"
                    + " database than agents use.")
        @Nullable Secret dsn,
    @Option(value = "5s", help = "How long a call runs before it becomes a task by itself.")
        Duration threshold,
    @Option(
            value = "30m",
            help =
                "Longest time one statement of a task may run; never less than that of its database.")
        Duration statementTimeout,
    @Option(value = "1h", help = "How long a task and its result are kept; a client may say.")
        Duration ttl,
    @Option(value = "1d", help = "The longest that a client may have them kept.") Duration maxTtl,
    @Option(value = "2s", help = "How often clients are told to ask for news.")
        Duration pollInterval,
    @Option(
            value = "100",
            help =
                "Tasks that one caller may have running or waiting; ten times as many are kept, and"
                    + " for one more the one that ended first goes.")
        int maxOpen,
    @Option(
            value = "30s",
            help =
                "How long a server that says nothing is believed to live; then its tasks are lost.")
        Duration lease,
    @Option(
            value = "false",
            help = "Begin tasks that only read again when their server was lost, on another one.")
        boolean restartReads,
    @Option(
            help =
                "The RabbitMQ over which several servers share the work, as amqp://… or amqps://…;"
                    + " needs the store postgres.")
        @Nullable Secret broker,
    @Option(value = "mcp:queue:", help = "What the names of the queues on the broker begin with.")
        String brokerPrefix,
    @Option(value = "quorum", help = "How the queue of work is kept on the broker.")
        BrokerQueue brokerQueueType,
    @Option(value = "8", help = "Tasks handed to this server that it runs at a time.")
        int concurrency,
    @Option(
            value = "16MB",
            help =
                "Most bytes that are kept of a task's result after its first page, before they are"
                    + " compressed; 0B keeps none.")
        Size maxResultSize) {

  private static final Size MOST_RESULT = Size.parse("1GB");

  private static final int KEPT_PER_OPEN = 10;

  /** More would let a statement that ends servers end many of them. */
  private static final int RESTARTS = 2;

  private static final int MOST_OPEN = 10_000;
  private static final int MOST_AT_A_TIME = 1_000;
  private static final Pattern PREFIX = Pattern.compile("(?!amq\\.)[A-Za-z0-9._:-]{1,60}");

  /** Where tasks are kept. */
  public enum Store {
    MEMORY,
    POSTGRES
  }

  /** How a queue is kept: by several nodes of the broker, or by one. */
  public enum BrokerQueue {
    QUORUM,
    CLASSIC
  }

  public TaskSettings {
    between("threshold", threshold, Duration.ZERO, Duration.ofHours(1));
    between("statement-timeout", statementTimeout, Duration.ofSeconds(1), Duration.ofDays(1));
    between("max-ttl", maxTtl, Duration.ofSeconds(1), Duration.ofDays(30));
    between("ttl", ttl, Duration.ofSeconds(1), Duration.ofDays(30));
    if (ttl.compareTo(maxTtl) > 0) {
      // A ttl no longer than the default one was hardly what somebody set.
      throw new IllegalArgumentException(
          ttl.compareTo(Duration.ofHours(1)) > 0
              ? "ttl must be at most max-ttl, %s, was %s".formatted(shown(maxTtl), shown(ttl))
              : "max-ttl must be at least ttl, %s, was %s".formatted(shown(ttl), shown(maxTtl)));
    }
    between("poll-interval", pollInterval, Duration.ofMillis(100), Duration.ofMinutes(1));
    if (maxOpen < 1 || maxOpen > MOST_OPEN) {
      throw new IllegalArgumentException(
          "max-open must be between 1 and " + MOST_OPEN + ", was " + maxOpen);
    }
    between("lease", lease, Duration.ofSeconds(1), Duration.ofMinutes(10));
    if (concurrency < 1 || concurrency > MOST_AT_A_TIME) {
      throw new IllegalArgumentException(
          "concurrency must be between 1 and " + MOST_AT_A_TIME + ", was " + concurrency);
    }
    if (enabled && store == Store.POSTGRES && dsn == null) {
      throw new IllegalArgumentException(
          "store must be memory while tasks.dsn is not set, was postgres");
    }
    if (enabled && store == Store.MEMORY && dsn != null) {
      // Somebody would believe that tasks are kept there.
      throw new IllegalArgumentException(
          "dsn must be left out while tasks.store is memory, was set; tasks.store=postgres uses it");
    }
    if (enabled && store != Store.POSTGRES && broker != null) {
      throw new IllegalArgumentException(
          "broker must be left out while tasks.store is memory, was set");
    }
    if (maxResultSize.compareTo(MOST_RESULT) > 0) {
      throw new IllegalArgumentException(
          "max-result-size must be at most " + MOST_RESULT + ", was " + maxResultSize);
    }
    if (broker != null && !isBroker(broker.reveal())) {
      // Without the address itself, which may have a password in it.
      throw new IllegalArgumentException(
          "broker must be an address such as amqp://user:password@host:5672/, was something else");
    }
    if (!PREFIX.matcher(brokerPrefix).matches()) {
      throw new IllegalArgumentException(
          "broker-prefix must be 1 to 60 letters, digits or any of . _ : - and not begin with amq.,"
              + " was "
              + brokerPrefix);
    }
  }

  /** With the default for what is kept of a long result. */
  public TaskSettings(
      boolean enabled,
      Store store,
      @Nullable Secret dsn,
      Duration threshold,
      Duration statementTimeout,
      Duration ttl,
      Duration maxTtl,
      Duration pollInterval,
      int maxOpen,
      Duration lease,
      boolean restartReads,
      @Nullable Secret broker,
      String brokerPrefix,
      BrokerQueue brokerQueueType,
      int concurrency) {
    this(
        enabled,
        store,
        dsn,
        threshold,
        statementTimeout,
        ttl,
        maxTtl,
        pollInterval,
        maxOpen,
        lease,
        restartReads,
        broker,
        brokerPrefix,
        brokerQueueType,
        concurrency,
        new Size(16 << 20));
  }

  private static boolean isBroker(String address) {
    try {
      URI uri = new URI(address);
      return uri.getHost() != null
          && ("amqp".equals(uri.getScheme()) || "amqps".equals(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The defaults. */
  public static TaskSettings standard() {
    return new TaskSettings(
        true,
        Store.MEMORY,
        null,
        Duration.ofSeconds(5),
        Duration.ofMinutes(30),
        Duration.ofHours(1),
        Duration.ofDays(1),
        Duration.ofSeconds(2),
        100,
        Duration.ofSeconds(30),
        false,
        null,
        "mcp:queue:",
        BrokerQueue.QUORUM,
        8);
  }

  /** How often a task that only reads may begin again. */
  int restarts() {
    return restartReads ? RESTARTS : 0;
  }

  private static void between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s must be between %s and %s, was %d ms"
              .formatted(key, shown(least), shown(most), value.toMillis()));
    }
  }

  private static String shown(Duration duration) {
    return duration.toMillis() + " ms";
  }

  /** How long things last in the store. */
  public TaskTimes times() {
    return new TaskTimes(ttl, maxTtl, lease, pollInterval);
  }

  /** How much the store keeps. */
  public TaskLimits limits() {
    TaskLimits usual = TaskLimits.standard();
    return new TaskLimits(
        maxOpen,
        maxOpen * KEPT_PER_OPEN,
        usual.maxRequestBytes(),
        usual.maxQuestions(),
        usual.maxInputBytes(),
        usual.maxResultBytes(),
        usual.gzipFrom());
  }
}
