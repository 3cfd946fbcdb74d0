package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Sql;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import java.lang.reflect.RecordComponent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Prepares every text in every version and holds its columns against the record that reads it. */
@OnEveryPostgres
record QueueTextsTest(TestDatabase database) {

  private record Text(Class<?> owner, String field, Class<?> row) {
    Sql sql() {
      try {
        var found = owner.getDeclaredField(field);
        found.setAccessible(true);
        return (Sql) found.get(null);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(owner + "." + field, e);
      }
    }

    @Override
    public String toString() {
      return owner.getSimpleName() + "." + field;
    }
  }

  private static final List<Text> TEXTS =
      List.of(
          new Text(QueueSize.class, "SIZES", QueueSize.Size.class),
          new Text(QueueSize.class, "SAMPLED", QueueSize.Size.class),
          new Text(QueueTableInfo.class, "JOBS", row(QueueTableInfo.class, "Row")),
          new Text(FailedJobs.class, "FAILURES", LogRow.Failed.class),
          new Text(FailedJobs.class, "HORIZON", row(FailedJobs.class, "End")),
          new Text(QueueLog.class, "LOG", LogRow.class),
          new Text(Horizon.class, "HORIZON", row(Horizon.class, "Row")),
          new Text(ActiveWorkers.class, "WORKERS", ActiveWorkers.Worker.class),
          new Text(StaleJobs.class, "STALE", StaleJobs.Job.class),
          new Text(StaleJobs.class, "SILENT", row(StaleJobs.class, "Count")),
          new Text(QueueSample.class, "SIZE", QueueSample.Size.class),
          new Text(QueueAge.class, "AGES", QueueAge.Age.class),
          new Text(QueueAge.class, "SAMPLED", QueueAge.Age.class),
          new Text(Schedules.class, "SCHEDULES", Schedules.Schedule.class),
          new Text(SchemaInfo.class, "SIZES", row(SchemaInfo.class, "Size")),
          new Text(StatisticsReader.class, "PENDING", StatisticsReader.Pending.class),
          new Text(StatisticsReader.class, "STATISTICS", QueueStats.Statistic.class),
          new Text(StatisticsReader.class, "EXTENT", StatisticsReader.Extent.class),
          new Text(StatisticsReader.class, "SIZE", StatisticsReader.Size.class),
          new Text(StatisticsReader.class, "TOTALS", ThroughputSummary.Total.class),
          new Text(JobHistory.class, "EVENTS", JobHistory.Line.class),
          new Text(JobHistory.class, "NOW", JobHistory.Now.class),
          new Text(JobDurations.class, "DURATIONS", JobDurations.Measured.class),
          new Text(WaitingJobs.class, "WAITING", WaitingJobs.Found.class),
          new Text(WaitingJobs.class, "COUNTS", WaitingJobs.Counted.class),
          new Text(WaitingJobs.class, "UNINDEXED", WaitingJobs.Sampled.class),
          new Text(WaitingJobs.class, "PAGES", WaitingJobs.Sampled.class),
          new Text(EntrypointNames.class, "WAITING", row(EntrypointNames.class, "Found")),
          new Text(EntrypointNames.class, "LOGGED", row(EntrypointNames.class, "Found")),
          new Text(HealthReader.class, "RUNNING", HealthReader.Running.class),
          new Text(HealthReader.class, "RECENT", HealthReader.Recent.class),
          new Text(HealthReader.class, "CLAIMS", HealthReader.Claim.class),
          new Text(HealthReader.class, "TABLES", HealthReader.Table.class),
          new Text(HealthReader.class, "IDS", row(HealthReader.class, "Id")),
          new Text(HealthReader.class, "LAST_ID", row(HealthReader.class, "Last")),
          new Text(HealthReader.class, "BACKLOG", row(HealthReader.class, "Count")));

  private static Class<?> row(Class<?> owner, String name) {
    return Arrays.stream(owner.getDeclaredClasses())
        .filter(type -> type.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void givesTheColumnsOfItsRecord(PgQueuerVersion version) throws SQLException {
    var schema = version.name().toLowerCase(Locale.ROOT);
    PgQueuer.install(database, version, schema, "").close();
    var settings = QueueSettings.DEFAULT.at(schema, null);
    try (var opened = ToolClient.database("default", database.dsn(database.reader()));
        var connection = database.connect(database.reader())) {
      var session = OpenGate.session(opened, new Cancellation());
      var layout = new Queues(List.of(settings)).layout(settings, session);
      var queue = new Queue(settings, session, layout, Map.of(), Set.of());
      var anyTable = layout.table(Part.SCHEDULES).orElseThrow().identifier();
      for (var text : TEXTS) {
        var named = queue.named(text.sql()).with("table", anyTable);
        var sql = named.numbered().text().replaceAll("\\$\\d+", "?");
        try (var statement = connection.prepareStatement(sql)) {
          var described = statement.getMetaData();
          var columns = new ArrayList<String>();
          for (int i = 1; i <= described.getColumnCount(); i++) {
            columns.add(described.getColumnLabel(i) + " " + kind(described.getColumnTypeName(i)));
          }
          assertThat(columns)
              .as("%s", text)
              .containsExactlyInAnyOrderElementsOf(
                  Arrays.stream(text.row().getRecordComponents())
                      .map(QueueTextsTest::column)
                      .toList());
        }
      }
    }
  }

  @Test
  void knowsEveryText() {
    assertThat(
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.howdah.tools.queue")
                    .stream()
                    .flatMap(type -> type.getFields().stream())
                    .filter(field -> field.getRawType().isEquivalentTo(Sql.class))
                    .map(field -> field.getOwner().getSimpleName() + "." + field.getName())
                    .toList())
        .containsExactlyInAnyOrderElementsOf(TEXTS.stream().map(Text::toString).toList());
  }

  private static String column(RecordComponent component) {
    var name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    var kind =
        switch (component.getType().getSimpleName()) {
          case "String" -> "text";
          case "List" -> "texts";
          case "int", "Integer", "long", "Long" -> "whole number";
          case "double", "Double" -> "number";
          default -> component.getType().getSimpleName();
        };
    return name + " " + kind;
  }

  private static String kind(String type) {
    return switch (type) {
      case "_text" -> "texts";
      case "int4", "int8", "serial", "bigserial" -> "whole number";
      case "float8" -> "number";
      case "bool" -> "boolean";
      default -> type;
    };
  }
}
