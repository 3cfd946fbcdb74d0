package dev.howdah.queue;

import static java.util.stream.Collectors.toSet;

import dev.howdah.db.Session;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at an installation, in one statement. */
final class Probe {

  static final Sql PROBE = Sql.resource(Probe.class, "probe.sql");
  static final Sql STAMP = Sql.resource(Probe.class, "stamp.sql");

  /** What is looked for. */
  record Wanted(
      @Nullable String queueSchema,
      String queue,
      @Nullable String logSchema,
      String log,
      @Nullable String statisticsSchema,
      String statistics,
      @Nullable String schedulesSchema,
      String schedules,
      @Nullable String functionSchema,
      String function,
      String trigger) {

    static Wanted of(QueueSettings settings) {
      ObjectName queue = settings.table(Part.QUEUE);
      ObjectName log = settings.table(Part.LOG);
      ObjectName statistics = settings.table(Part.STATISTICS);
      ObjectName schedules = settings.table(Part.SCHEDULES);
      ObjectName function = settings.functionName();
      return new Wanted(
          queue.schema(),
          queue.name(),
          log.schema(),
          log.name(),
          statistics.schema(),
          statistics.name(),
          schedules.schema(),
          schedules.name(),
          function.schema(),
          function.name(),
          settings.triggerName().name());
    }
  }

  /** One row of the probe; the text says what it means. */
  record Found(
      String kind,
      @Nullable String part,
      @Nullable String schema,
      String name,
      @Nullable String detail,
      boolean allowed) {

    Identifier identifier() {
      return Identifier.of(schema, name);
    }
  }

  record Stamp(String stamp) {}

  private final Wanted wanted;

  Probe(QueueSettings settings) {
    this.wanted = Wanted.of(settings);
  }

  /** Differs from an earlier one when the installation may look different. */
  String stamp(Session session) {
    return session.query(STAMP, wanted, Stamp.class).getFirst().stamp();
  }

  Layout look(Session session) {
    List<Found> found = session.query(PROBE, wanted, Found.class);
    Found who = of("session", found).findFirst().orElseThrow();
    Map<Part, Layout.Table> tables = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      List<Found> own = found.stream().filter(row -> part.toString().equals(row.part())).toList();
      of("table", own).findFirst().ifPresent(table -> tables.put(part, table(table, own)));
    }
    return new Layout(
        who.name(),
        !who.allowed(),
        Objects.requireNonNullElse(who.detail(), ""),
        tables,
        of("value", found).map(Found::name).toList(),
        of("trigger", found)
            .map(row -> new Layout.Trigger(row.name(), row.allowed()))
            .findFirst()
            .orElse(null),
        of("function", found).map(Found::identifier).findFirst().orElse(null),
        of("elsewhere", found)
            .map(row -> new Layout.Elsewhere(row.identifier(), row.allowed()))
            .toList());
  }

  private static Layout.Table table(Found table, List<Found> own) {
    Map<String, Layout.Column> columns = new LinkedHashMap<>();
    of("column", own)
        .forEach(
            row ->
                columns.put(
                    row.name(),
                    new Layout.Column(
                        Objects.requireNonNull(row.detail()),
                        row.schema() == null,
                        row.allowed())));
    Map<String, Boolean> indexes = new LinkedHashMap<>();
    of("index", own).forEach(row -> indexes.put(row.name(), row.allowed()));
    String detail = Objects.requireNonNull(table.detail());
    return new Layout.Table(
        Objects.requireNonNull(table.schema()),
        table.name(),
        detail.substring(0, 1),
        detail.endsWith("p"),
        table.allowed(),
        columns,
        of("type", own).map(Found::identifier).findFirst().orElse(null),
        of("type", own).anyMatch(row -> "e".equals(row.detail())),
        indexes,
        of("index", own).map(Found::detail).filter(Objects::nonNull).collect(toSet()));
  }

  private static Stream<Found> of(String kind, List<Found> found) {
    return found.stream().filter(row -> row.kind().equals(kind));
  }
}
