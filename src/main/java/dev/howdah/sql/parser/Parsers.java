package dev.howdah.sql.parser;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * PostgreSQL's parsers: the grammar of 17 for servers up to 17, that of 18 from 18 on.
 *
 * <p>Safe for use by many threads at once. Nothing is loaded before it is needed.
 */
public final class Parsers implements AutoCloseable {

  private static final long ENOUGH_FOR_BOTH = 512 << 20;

  private final Map<Grammar, Pool> pools = new EnumMap<>(Grammar.class);
  private final Set<Pool> wanted = ConcurrentHashMap.newKeySet();

  public Parsers() {
    for (Grammar grammar : Grammar.values()) {
      pools.put(grammar, new Pool(grammar, PoolLimits.DEFAULTS));
    }
  }

  /**
   * The parser for a server.
   *
   * @param serverVersionNum as the server's setting {@code server_version_num}: 150018
   */
  public Parser forServer(int serverVersionNum) {
    Pool pool = pool(serverVersionNum);
    if (wanted.add(pool)) {
      // Each instance has a memory of its own; those that were only warmed are not needed here.
      pools.values().stream().filter(other -> !wanted.contains(other)).forEach(Pool::rest);
    }
    return pool;
  }

  /**
   * Gets the first instance of each parser ready, on the calling thread, or with little memory only
   * that for servers up to 17. Never throws.
   *
   * <p>It takes some 0.5 s each; call it in the background, after the first answer.
   */
  public void warm() {
    long many = Runtime.getRuntime().maxMemory() < ENOUGH_FOR_BOTH ? 1 : pools.size();
    pools.values().stream().limit(many).forEach(pool -> pool.parse("select 1"));
  }

  private Pool pool(int serverVersionNum) {
    Pool pool = pools.get(Grammar.forServer(serverVersionNum));
    if (pool == null) {
      throw new IllegalStateException("no parser for " + serverVersionNum);
    }
    return pool;
  }

  /** Ends what runs; a later parse is refused. */
  @Override
  public void close() {
    pools.values().forEach(Pool::close);
  }
}
