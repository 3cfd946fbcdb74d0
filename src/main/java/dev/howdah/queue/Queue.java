package dev.howdah.queue;

import dev.howdah.db.Session;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One installation as one caller may read it, for the time of one call.
 *
 * <p>Texts name its tables by {@code {queue}}, {@code {log}}, {@code {statistics}} and {@code
 * {schedules}}, the type of their status by {@code {queue_status}} and so on. A column that not
 * every version has, or not every caller may read, is named by itself in braces: {@code {headers}},
 * {@code {attempts}}, {@code {dedupe_key}} and {@code {payload}} of the queue under the alias
 * {@code q}, {@code {traceback}} of the log under the alias {@code l}. Where there is none, it is a
 * column of {@code nothing}, which the text brings along: one row of NULLs, {@code number integer,
 * text text, json jsonb, bytes bytea}.
 */
public final class Queue {

  /** What a status is that is no enum. */
  private static final Identifier TEXT = Identifier.of("pg_catalog", "text");

  /** What jobs carry, which an operator can keep from being shown. */
  private static final Set<String> CARRIED = Set.of("payload", "headers");

  private final QueueSettings installation;
  private final Session session;
  private final Layout layout;
  private final Map<Part, Set<String>> closed;
  private final Set<Part> missing;

  /**
   * An installation.
   *
   * @param closed columns that the caller may not read, whatever the database says
   * @param missing tables that are not there, and that the caller could know of
   */
  public Queue(
      QueueSettings installation,
      Session session,
      Layout layout,
      Map<Part, Set<String>> closed,
      Set<Part> missing) {
    this.installation = installation;
    this.session = session;
    this.layout = layout;
    this.closed = Map.copyOf(closed);
    this.missing = Set.copyOf(missing);
  }

  /** The name that tools know it by. */
  public String name() {
    return installation.name();
  }

  /** The database that it is in. */
  public String database() {
    return session.name();
  }

  public QueueSettings installation() {
    return installation;
  }

  public Layout layout() {
    return layout;
  }

  /** The tables that are not there, as far as the caller could know of them. */
  public Set<Part> missing() {
    return missing;
  }

  /** Whether there is such a column that the caller may see. */
  public boolean shows(Part part, String column) {
    return layout.table(part).filter(table -> table.reads(column)).isPresent()
        && !hidden(part, column);
  }

  /** Whether there is such a column that the caller may not see. */
  public boolean hides(Part part, String column) {
    return layout.table(part).filter(table -> table.columns().containsKey(column)).isPresent()
        && !shows(part, column);
  }

  /** Those of the columns that there are and that the caller may not see. */
  public List<String> hidden(Part part, List<String> columns) {
    return columns.stream().filter(column -> hides(part, column)).toList();
  }

  private boolean hidden(Part part, String column) {
    boolean carried = part == Part.QUEUE && CARRIED.contains(column);
    return (carried && !installation.showPayloads())
        || closed.getOrDefault(part, Set.of()).contains(column);
  }

  /** Runs a statement over it. See {@link Session#query}. */
  public <R extends Record> List<R> query(Sql text, Record arguments, Class<R> row) {
    return session.queryBounded(named(text), arguments, row);
  }

  /** The text with the names of this installation. */
  public Sql named(Sql text) {
    Sql named = text;
    for (Part part : layout.tables().keySet()) {
      named = tables(named, part);
    }
    return named
        .with("payload", optional(Part.QUEUE, "q", "payload", "bytes"))
        .with("headers", optional(Part.QUEUE, "q", "headers", "json"))
        .with("attempts", optional(Part.QUEUE, "q", "attempts", "number"))
        .with("dedupe_key", optional(Part.QUEUE, "q", "dedupe_key", "text"))
        .with("traceback", optional(Part.LOG, "l", "traceback", "json"));
  }

  private Sql tables(Sql text, Part part) {
    Layout.Table table = layout.table(part).orElseThrow();
    Identifier status = table.statusType() == null ? TEXT : table.statusType();
    return switch (part) {
      case QUEUE -> text.with("queue", table.identifier()).with("queue_status", status);
      case LOG -> text.with("log", table.identifier()).with("log_status", status);
      case STATISTICS ->
          text.with("statistics", table.identifier()).with("statistics_status", status);
      case SCHEDULES -> text.with("schedules", table.identifier()).with("schedules_status", status);
    };
  }

  private Identifier optional(Part part, String alias, String column, String kind) {
    return shows(part, column) ? Identifier.of(alias, column) : Identifier.of("nothing", kind);
  }
}
