package dev.howdah.sql.parser;

import dev.howdah.sql.NotReady;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;

/**
 * PostgreSQL's parsers: the grammar of 17 for servers up to 17, that of 18 from 18 on.
 *
 * <p>Safe for use by many threads at once. Nothing is loaded before it is needed.
 */
public final class Parsers implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.howdah.sql");

  private final Map<Grammar, Pool> pools = new EnumMap<>(Grammar.class);

  public Parsers() {
    this(PoolLimits.DEFAULTS);
  }

  Parsers(PoolLimits limits) {
    for (Grammar grammar : Grammar.values()) {
      pools.put(grammar, new Pool(grammar, limits));
    }
  }

  /**
   * The parser for a server.
   *
   * @param serverVersionNum as the server's setting {@code server_version_num}: 150018
   */
  public Parser forServer(int serverVersionNum) {
    Pool pool = pools.get(Grammar.forServer(serverVersionNum));
    if (pool == null) {
      throw new IllegalStateException("no parser for " + serverVersionNum);
    }
    return pool;
  }

  /**
   * Gets the first instance of each parser ready, on the calling thread. Never throws.
   *
   * <p>It takes some 0.4 s each; call it in the background, after the first answer.
   */
  public void warm() {
    for (Pool pool : pools.values()) {
      try {
        pool.parse("select 1");
        LOG.log(Level.DEBUG, () -> "The parser of " + pool.version() + " is ready.");
      } catch (NotReady e) {
        LOG.log(Level.WARNING, () -> "The parser of " + pool.version() + " is slow to start.");
      }
    }
  }

  /** Ends what runs; a later parse is refused. */
  @Override
  public void close() {
    pools.values().forEach(Pool::close);
  }
}
