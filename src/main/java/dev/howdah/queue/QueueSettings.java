package dev.howdah.queue;

import dev.howdah.config.Option;
import dev.howdah.sql.Identifier;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One installation of PgQueuer: where its tables are and what they are called. The names are those
 * of PgQueuer's own settings and mean what they mean there.
 *
 * <p>PgQueuer's older bare spellings {@code FUNCTION}, {@code TRIGGER} and {@code CHANNEL} are not
 * read: other programs use these words for something else.
 *
 * @param database the name of a configured database; null: the one that a call names, or the
 *     default one
 * @param prefix goes before each name that is not set itself, with nothing between
 * @param schema where everything is; null: along the search path
 */
public record QueueSettings(
    @Option(value = "default", help = "The name that tools know it by.", entryName = true)
        String name,
    @Option(help = "The configured database it is in; left out, the default one.")
        @Nullable String database,
    @Option(help = "The schema of its tables; left out, the search path.", env = "PGQUEUER_SCHEMA")
        @Nullable String schema,
    @Option(help = "What goes before each of its names, as in billing_.", env = "PGQUEUER_PREFIX")
        @Nullable String prefix,
    @Option(
            help = "The table of jobs; left out, pgqueuer.",
            env = {"PGQUEUER_QUEUE_TABLE", "QUEUE_TABLE"})
        @Nullable String queueTable,
    @Option(
            help = "The table of what happened to them; left out, pgqueuer_log.",
            env = {"PGQUEUER_QUEUE_TABLE_LOG", "QUEUE_TABLE_LOG"})
        @Nullable String logTable,
    @Option(
            help = "The table of counts; left out, pgqueuer_statistics.",
            env = {"PGQUEUER_STATISTICS_TABLE", "STATISTICS_TABLE"})
        @Nullable String statisticsTable,
    @Option(
            help = "The table of schedules; left out, pgqueuer_schedules.",
            env = {"PGQUEUER_SCHEDULES_TABLE", "SCHEDULES_TABLE"})
        @Nullable String schedulesTable,
    @Option(
            help = "The enum of a job's status; left out, pgqueuer_status.",
            env = {"PGQUEUER_QUEUE_STATUS_TYPE", "QUEUE_STATUS_TYPE"})
        @Nullable String statusType,
    @Option(
            help = "The function of its trigger; left out, fn_pgqueuer_changed.",
            env = "PGQUEUER_FUNCTION")
        @Nullable String function,
    @Option(
            help = "The trigger of the table of jobs; left out, tg_pgqueuer_changed.",
            env = "PGQUEUER_TRIGGER")
        @Nullable String trigger,
    @Option(help = "The channel that it notifies; left out, ch_pgqueuer.", env = "PGQUEUER_CHANNEL")
        @Nullable String channel,
    @Option(
            value = "true",
            help =
                "Show what jobs carry: payloads and headers. Otherwise no statement may touch them"
                    + " either.")
        boolean showPayloads) {

  /** PgQueuer's own names, in whichever database is asked. */
  public static final QueueSettings DEFAULT = named("default");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** So that the longest name behind it still fits into PostgreSQL's 63 bytes. */
  private static final int LONGEST_PREFIX = 44;

  public QueueSettings {
    if (prefix != null && (!WORD.matcher(prefix).matches() || prefix.length() > LONGEST_PREFIX)) {
      throw new IllegalArgumentException(
          "prefix must be letters, digits and _, at most "
              + LONGEST_PREFIX
              + " and no digit first, was "
              + prefix);
    }
    if (schema != null && (!WORD.matcher(schema).matches() || schema.length() > 63)) {
      throw new IllegalArgumentException(
          "schema must be one name of letters, digits and _, was " + schema);
    }
    table(schema, "queue-table", queueTable);
    table(schema, "log-table", logTable);
    table(schema, "statistics-table", statisticsTable);
    table(schema, "schedules-table", schedulesTable);
    table(schema, "status-type", statusType);
    table(schema, "function", function);
    one("trigger", trigger);
    one("channel", channel);
  }

  private static void table(@Nullable String schema, String key, @Nullable String name) {
    if (name != null && ObjectName.read(key, name).schema() != null && schema != null) {
      throw new IllegalArgumentException(
          key + " must have no schema of its own while schema is set, was " + name);
    }
  }

  private static void one(String key, @Nullable String name) {
    if (name != null && ObjectName.read(key, name).schema() != null) {
      throw new IllegalArgumentException(key + " must be a name without a schema, was " + name);
    }
  }

  /** PgQueuer's own names under another name of the installation. */
  public static QueueSettings named(String name) {
    return new QueueSettings(
        name, null, null, null, null, null, null, null, null, null, null, null, true);
  }

  /** The same in a schema and with a prefix. */
  public QueueSettings at(@Nullable String otherSchema, @Nullable String otherPrefix) {
    return new QueueSettings(
        name,
        database,
        otherSchema,
        otherPrefix,
        queueTable,
        logTable,
        statisticsTable,
        schedulesTable,
        statusType,
        function,
        trigger,
        channel,
        showPayloads);
  }

  /** The same in a configured database. */
  public QueueSettings in(String otherDatabase) {
    return new QueueSettings(
        name,
        otherDatabase,
        schema,
        prefix,
        queueTable,
        logTable,
        statisticsTable,
        schedulesTable,
        statusType,
        function,
        trigger,
        channel,
        showPayloads);
  }

  /** The same without payloads and headers. */
  public QueueSettings withoutPayloads() {
    return new QueueSettings(
        name,
        database,
        schema,
        prefix,
        queueTable,
        logTable,
        statisticsTable,
        schedulesTable,
        statusType,
        function,
        trigger,
        channel,
        false);
  }

  /** The columns that are kept from everybody, each as schema.table.column or table.column. */
  public List<String> hiddenColumns() {
    String table = looksFor(Part.QUEUE).quoted();
    return showPayloads ? List.of() : List.of(table + ".payload", table + ".headers");
  }

  /** What a table is called. */
  ObjectName table(Part part) {
    return switch (part) {
      case QUEUE -> named("queue-table", queueTable, "pgqueuer");
      case LOG -> named("log-table", logTable, "pgqueuer_log");
      case STATISTICS -> named("statistics-table", statisticsTable, "pgqueuer_statistics");
      case SCHEDULES -> named("schedules-table", schedulesTable, "pgqueuer_schedules");
    };
  }

  /** The name that a table is looked for by; without a schema: along the search path. */
  public Identifier looksFor(Part part) {
    ObjectName name = table(part);
    return Identifier.of(name.schema(), name.name());
  }

  /** The same for people. */
  public String shows(Part part) {
    return table(part).toString();
  }

  ObjectName functionName() {
    return named("function", function, "fn_pgqueuer_changed");
  }

  ObjectName triggerName() {
    return named("trigger", trigger, "tg_pgqueuer_changed");
  }

  /** The channel, which belongs to no schema. */
  public String channelName() {
    return named("channel", channel, "ch_pgqueuer").name();
  }

  /** What stands in a setting is taken without the prefix, as PgQueuer does. */
  private ObjectName named(String key, @Nullable String own, String byDefault) {
    String text = own != null ? own : prefix == null ? byDefault : prefix + byDefault;
    ObjectName read = ObjectName.read(key, text);
    return schema == null || read.schema() != null
        ? read
        : new ObjectName(ObjectName.folded(schema), read.name());
  }
}
