package dev.howdah.corpus;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The extensions of the corpus, and on which of the test servers they are. */
final class Extensions {

  private static final List<String> EVERYWHERE =
      List.of(
          "amcheck",
          "btree_gist",
          "citext",
          "dblink",
          "file_fdw",
          "fuzzystrmatch",
          "hstore",
          "lo",
          "ltree",
          "pageinspect",
          "pg_buffercache",
          "pg_freespacemap",
          "pg_prewarm",
          "pg_stat_statements",
          "pg_surgery",
          "pg_trgm",
          "pg_visibility",
          "pg_walinspect",
          "pgcrypto",
          "pgrowlocks",
          "pgstattuple",
          "postgres_fdw",
          "sslinfo",
          "tablefunc",
          "tsm_system_rows",
          "tsm_system_time",
          "unaccent",
          "uuid-ossp",
          "xml2");

  /** By major version: adminpack went with 17, and pgvector comes with that server alone. */
  private static final Map<Integer, List<String>> ALSO =
      Map.of(
          15, List.of("adminpack"), 16, List.of("adminpack"), 17, List.of("vector"), 18, List.of());

  private Extensions() {}

  /** In the order of their names. */
  static Set<String> on(int major) {
    NavigableSet<String> names = new TreeSet<>(EVERYWHERE);
    names.addAll(ALSO.getOrDefault(major, List.of()));
    return names;
  }

  /** Those that may be there or not, wherever it is. */
  static Set<String> all() {
    NavigableSet<String> names = new TreeSet<>(EVERYWHERE);
    ALSO.values().forEach(names::addAll);
    return names;
  }
}
