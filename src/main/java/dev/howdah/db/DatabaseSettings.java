package dev.howdah.db;

import dev.howdah.config.Option;
import dev.howdah.config.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One database and the connections to it.
 *
 * @param dsn null for a database that is not configured: the server starts, calls are refused
 */
public record DatabaseSettings(
    @Option(
            help = "Connection string, as postgresql://user@host/database.",
            env = {
              "DATABASE_URL",
              "POSTGRES_CONNECTION_STRING",
              "PG_MCP_POSTGRES_DSN",
              "PGQUEUER_DSN",
              "PGDSN"
            },
            flags = {"dsn", "conn"})
        @Nullable Secret dsn,
    @Option(value = "default", help = "The name that tools know it by.", entryName = true)
        String name,
    @Option(help = "What it holds, for the model to choose by.") @Nullable String description,
    @Option(help = "A label such as production or staging, shown to the model.")
        @Nullable String environment,
    @Option(
            value = "8",
            help = "Most connections.",
            env = {"MCP_POOL_MAX", "PGQUEUER_POOL_MAX_SIZE"})
        int poolMax,
    @Option(
            value = "0",
            help = "Connections kept open when idle.",
            env = {"MCP_POOL_MIN", "PGQUEUER_POOL_MIN_SIZE"})
        int poolMin,
    @Option(
            value = "10s",
            help = "Longest wait for a new connection.",
            env = "PGQUEUER_CONNECT_TIMEOUT:s")
        Duration connectTimeout,
    @Option(
            value = "30s",
            help = "Longest time one statement may run; one of the server's own, at most 30s.",
            env = "POSTGRES_STATEMENT_TIMEOUT_MS:ms")
        Duration statementTimeout,
    @Option(value = "5s", help = "Longest wait for a lock.") Duration lockTimeout,
    @Option(value = "true", help = "Refuse statements that write.", env = "POSTGRES_READONLY")
        boolean readOnly,
    @Option(
            value = "true",
            help = "Whether statements may change the schema, too, where they may write.")
        boolean allowDdl,
    @Option(
            value = "false",
            help = "Serve over a network although the role is a superuser or otherwise powerful.")
        boolean allowPowerfulRole) {

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofDays(1);

  static final DatabaseSettings DEFAULT =
      new DatabaseSettings(
          null,
          "default",
          null,
          null,
          8,
          0,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          true,
          true,
          false);

  public DatabaseSettings {
    if (poolMax < 1 || poolMax > 1000) {
      throw new IllegalArgumentException("pool-max must be between 1 and 1000, was " + poolMax);
    }
    if (poolMin < 0 || poolMin > poolMax) {
      throw new IllegalArgumentException(
          "pool-min must be between 0 and pool-max, " + poolMax + ", was " + poolMin);
    }
    requireInRange("connect-timeout", connectTimeout);
    requireInRange("statement-timeout", statementTimeout);
    requireInRange("lock-timeout", lockTimeout);
  }

  /** The same under another name and description. */
  public DatabaseSettings described(String otherName, String otherDescription) {
    return new DatabaseSettings(
        dsn,
        otherName,
        otherDescription,
        environment,
        poolMax,
        poolMin,
        connectTimeout,
        statementTimeout,
        lockTimeout,
        readOnly,
        allowDdl,
        allowPowerfulRole);
  }

  private static void requireInRange(String key, Duration duration) {
    if (duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          key + " must be between 1ms and 24h, was " + duration.toMillis() + "ms");
    }
  }
}
