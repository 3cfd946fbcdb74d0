package dev.howdah.db;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Query;

/**
 * What the server process behind one connection keeps of our texts, with their plans: to plan a
 * statement over the catalogue takes it longer than to run it.
 *
 * <p>All of these texts are ours and without values, so nothing of one caller waits there for
 * another. Texts are kept only by a process that the connection has to itself: where a pooler hands
 * processes round, others would meet our names. And none is used once something was prepared there
 * by SQL, as a function may do, because that could stand in the place of a text of ours. For one
 * thread at a time.
 */
final class KeptTexts {

  /** One for each kind of statement and each role that it runs in. */
  private static final int MOST = 64;

  /**
   * By which state the check fails, and what is told of a text that is not there, is there already,
   * or has other columns by now.
   */
  private static final Set<String> GONE = Set.of("22012", "26000", "42P05", "0A000");

  private final Map<List<String>, Query> kept = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Boolean allowed;

  /** Whether texts may be kept; null while nobody has found out. */
  @Nullable Boolean allowed() {
    return allowed;
  }

  void allow(boolean now) {
    allowed = now;
    if (!now) {
      kept.clear();
    }
  }

  /** What stands for a flush of these texts, made where there is none yet. */
  Query of(List<String> texts, Function<List<String>, Query> make) {
    Query query = kept.computeIfAbsent(texts, make);
    if (kept.size() > MOST) {
      // The driver has the server forget those that nobody refers to any more.
      kept.remove(kept.keySet().iterator().next());
    }
    return query;
  }

  /**
   * Goes behind the settings: a statement with it fails by a division when the process is another
   * than the one that keeps our texts, or something was prepared by SQL.
   */
  static String check(int process) {
    return ", pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true)"
        + ", 1 operator(pg_catalog./) (pg_catalog.pg_backend_pid() operator(pg_catalog.=) "
        + process
        + " and not exists (select from pg_catalog.pg_prepared_statements where from_sql))"
        + "::pg_catalog.int4";
  }

  /** Whether a flush of kept texts failed for being one. */
  static boolean failed(Reply reply) {
    return reply.failure() != null && GONE.contains(SqlStates.state(reply.failure()));
  }
}
