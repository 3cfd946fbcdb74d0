package dev.howdah.queue;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which release of PgQueuer made or last upgraded an installation, as far as its tables tell.
 *
 * @param version such as {@code 1.0}, or a range of versions whose tables are the same
 * @param upgraded whether an older release made the tables
 */
public record Release(String version, boolean upgraded) {

  private static final List<String> FRESH_ORDER =
      List.of(
          "id",
          "priority",
          "queue_manager_id",
          "created",
          "updated",
          "heartbeat",
          "execute_after",
          "status",
          "entrypoint",
          "dedupe_key",
          "payload",
          "headers",
          "attempts");

  /** Reads it off the tables; the queue must be there. */
  public static Release of(Layout layout) {
    return new Release(version(layout), upgraded(layout));
  }

  private static String version(Layout layout) {
    if (layout.table(Part.LOG).isEmpty()) {
      return "0.18 or older";
    } else if (!layout.has(Part.QUEUE, "dedupe_key")) {
      return "0.19";
    } else if (!layout.has(Part.QUEUE, "headers")) {
      return "0.20 to 0.24.0";
    } else if (!layout.has(Part.QUEUE, "attempts")) {
      return "0.24.1 or a later 0.x";
    } else if (!searchedByEntrypoint(layout)) {
      return "1.0";
    }
    return wide(layout, Part.QUEUE) ? "1.1.1 or later" : "1.1 or later, ids not widened";
  }

  /**
   * Whether 1.1 or later was here. It made the two indexes that begin with the entrypoint and
   * nothing else; without either of them, only ids of eight bytes in every table tell, which
   * somebody who ran out of ids does not make by hand.
   */
  private static boolean searchedByEntrypoint(Layout layout) {
    return BY_ENTRYPOINT.stream().anyMatch(ending -> hasIndex(layout, ending))
        || Stream.of(Part.QUEUE, Part.STATISTICS, Part.SCHEDULES)
            .allMatch(part -> layout.table(part).isEmpty() || wide(layout, part));
  }

  private static boolean upgraded(Layout layout) {
    if (hasIndex(layout, "_heartbeat_id_id1_idx")) {
      return true;
    }
    List<String> columns =
        layout.table(Part.QUEUE).orElseThrow().columns().keySet().stream()
            .filter(FRESH_ORDER::contains)
            .toList();
    return !FRESH_ORDER.stream().filter(columns::contains).toList().equals(columns);
  }

  /** How the index ends that keeps a job from being enqueued twice. */
  public static final String UNIQUE_DEDUPE_KEY = "_unique_dedupe_key";

  /** How the index ends that each table has on its ids. */
  public static final String PRIMARY_KEY = "_pkey";

  /** How the index ends that keeps a schedule from being there twice. */
  public static final String UNIQUE_SCHEDULE = "_expression_entrypoint_key";

  /** How the index ends that the log is folded by. */
  public static final String UNIQUE_COUNT = "_unique_count";

  private static final List<String> QUEUE_INDEXES =
      List.of("_priority_id_id1_idx", "_updated_id_id1_idx", "_queue_manager_id_idx");

  private static final List<String> BY_ENTRYPOINT = List.of("_ep_prio_id_idx", "_ep_ea_idx");

  private static final List<String> LOG_INDEXES =
      List.of("_not_aggregated", "_created", "_status", "_job_id_status");

  /**
   * Names of the indexes that this release makes and that are not there, or not valid. What is no
   * table has none to miss.
   *
   * @param wanted the tables to look at
   */
  public static List<String> missingIndexes(Layout layout, Set<Part> wanted) {
    List<String> missing = new ArrayList<>();
    Set<Part> parts =
        wanted.stream().filter(part -> layout.table(part).orElseThrow().stores()).collect(toSet());
    if (parts.contains(Part.QUEUE)) {
      add(missing, layout, Part.QUEUE, QUEUE_INDEXES);
      if (layout.has(Part.QUEUE, "dedupe_key")) {
        add(missing, layout, Part.QUEUE, List.of(UNIQUE_DEDUPE_KEY));
      }
      if (searchedByEntrypoint(layout)) {
        add(missing, layout, Part.QUEUE, BY_ENTRYPOINT);
      }
    }
    if (parts.contains(Part.LOG)) {
      add(missing, layout, Part.LOG, LOG_INDEXES);
    }
    if (parts.contains(Part.STATISTICS)) {
      add(missing, layout, Part.STATISTICS, List.of(UNIQUE_COUNT));
    }
    for (Part part : Part.values()) {
      if (parts.contains(part)) {
        addUnique(missing, layout.table(part).orElseThrow(), "id", PRIMARY_KEY);
      }
    }
    if (parts.contains(Part.SCHEDULES)) {
      Layout.Table schedules = layout.table(Part.SCHEDULES).orElseThrow();
      addUnique(missing, schedules, "expression,entrypoint", UNIQUE_SCHEDULE);
    }
    return missing;
  }

  /** Of a constraint, whose index may have any name. */
  private static void addUnique(
      List<String> missing, Layout.Table table, String columns, String ending) {
    if (!table.unique().contains(columns)) {
      missing.add(table.name() + ending);
    }
  }

  private static void add(List<String> missing, Layout layout, Part part, List<String> endings) {
    Layout.Table table = layout.table(part).orElseThrow();
    for (String ending : endings) {
      if (!searches(layout, part, ending)) {
        missing.add(table.name() + ending);
      }
    }
  }

  /**
   * Whether an index is the one with that ending: by the table's name before it, as PgQueuer makes
   * it and PostgreSQL cuts it; on a table that was renamed, by another name before it.
   */
  private static boolean is(String index, String table, String ending) {
    if (index.startsWith(table)) {
      return index.equals(ObjectName.cut(table + ending));
    }
    return index.endsWith(ending)
        && Stream.of(QUEUE_INDEXES, LOG_INDEXES)
            .flatMap(List::stream)
            .noneMatch(
                longer ->
                    longer.endsWith(ending) && !longer.equals(ending) && index.endsWith(longer));
  }

  /** Whether the queue has it, valid or not. */
  private static boolean hasIndex(Layout layout, String ending) {
    Layout.Table table = layout.table(Part.QUEUE).orElseThrow();
    return table.indexes().keySet().stream().anyMatch(index -> is(index, table.name(), ending));
  }

  /** Whether the queue can be searched by entrypoint and when jobs are due. */
  public static boolean searchesByEntrypoint(Layout layout) {
    return searches(layout, Part.QUEUE, "_ep_ea_idx");
  }

  /** Whether the newest rows of the log can be found. */
  public static boolean searchesByTime(Layout layout) {
    return searches(layout, Part.LOG, "_created");
  }

  private static boolean searches(Layout layout, Part part, String ending) {
    Layout.Table table = layout.table(part).orElseThrow();
    return table.indexes().entrySet().stream()
        .anyMatch(index -> index.getValue() && is(index.getKey(), table.name(), ending));
  }

  /** Whether a table's ids have eight bytes. */
  private static boolean wide(Layout layout, Part part) {
    return layout
        .table(part)
        .map(table -> table.columns().get("id"))
        .filter(id -> id.type().equals("bigint"))
        .isPresent();
  }
}
