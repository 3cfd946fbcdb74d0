package dev.howdah.db;

import dev.howdah.config.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * The expressions that limit the work of a transaction. Each lowers a setting that is higher, for
 * the transaction alone, and does nothing else. Their operators are named in full, because they run
 * along the session's own path.
 */
final class WorkLimits {

  private static final int PARAMETER_PRIVILEGES_SINCE = 150_000;

  /** What PostgreSQL takes at least for {@code maintenance_work_mem}, up to 16. */
  private static final Size LEAST_MAINTENANCE = new Size(1L << 20);

  private final WorkSettings settings;

  WorkLimits(WorkSettings settings) {
    this.settings = settings;
  }

  /**
   * The expressions, as a select list has them.
   *
   * @param version {@code server_version_num}
   */
  List<String> expressions(int version) {
    List<String> expressions = new ArrayList<>();
    expressions.add(tempFiles(version));
    Size memory = settings.workMem();
    if (memory != null) {
      expressions.add(memory("work_mem", memory));
      expressions.add(
          memory(
              "maintenance_work_mem",
              memory.compareTo(LEAST_MAINTENANCE) < 0 ? LEAST_MAINTENANCE : memory));
    }
    Integer workers = settings.parallelWorkers();
    if (workers != null) {
      expressions.add(workers("max_parallel_workers_per_gather", workers));
      expressions.add(workers("max_parallel_maintenance_workers", workers));
    }
    return expressions;
  }

  private static String memory(String name, Size most) {
    return lower(higher(size(name), most.bytes()), name, kilobytes(most));
  }

  private static String workers(String name, int most) {
    return lower(higher(current(name) + "::pg_catalog.int4", most), name, Integer.toString(most));
  }

  /** Only some roles may set it, and -1 is no limit. */
  private String tempFiles(int version) {
    String name = "temp_file_limit";
    String may =
        version >= PARAMETER_PRIVILEGES_SINCE
            ? "pg_catalog.has_parameter_privilege('" + name + "', 'SET')"
            : current("is_superuser") + "::pg_catalog.bool";
    String unlimited = size(name) + " OPERATOR(pg_catalog.<) 0";
    String higher = higher(size(name), settings.tempFiles().bytes());
    return lower(
        may + " AND (" + unlimited + " OR " + higher + ")", name, kilobytes(settings.tempFiles()));
  }

  private static String lower(String when, String name, String value) {
    return "CASE WHEN "
        + when
        + " THEN pg_catalog.set_config('"
        + name
        + "', '"
        + value
        + "', true) END";
  }

  private static String higher(String value, long most) {
    return value + " OPERATOR(pg_catalog.>) " + most;
  }

  /** In bytes. */
  private static String size(String name) {
    return "pg_catalog.pg_size_bytes(" + current(name) + ")";
  }

  private static String current(String name) {
    return "pg_catalog.current_setting('" + name + "')";
  }

  private static String kilobytes(Size size) {
    return (size.bytes() >> 10) + "kB";
  }
}
