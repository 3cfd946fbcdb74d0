package dev.howdah.tools.queue;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code queue_health} says of the tables. */
@OnEveryPostgres
record HealthTablesTest(TestDatabase database) implements HealthChecks {

  @ParameterizedTest
  @EnumSource
  void tellsOfIdsThatRunOut(PgQueuerVersion version) {
    Consumer<PgQueuer> life =
        queue ->
            database.run(
                "select setval('%s', 2000000000)".formatted(ownedAfterTheIndexes(queue.table())));
    var result =
        judge(
            version,
            queue -> {
              life.accept(queue);
              work(queue, "email", 2, 1);
            });
    var type =
        database.ask(
            "select data_type from information_schema.columns where table_name = 'pgqueuer' and"
                + " column_name = 'id' and table_schema = 'h%s'"
                    .formatted(version.name().toLowerCase(Locale.ROOT)));
    if (Objects.equals(type, "bigint")) {
      assertThat(result.verdict()).isEqualTo(Verdict.OK);
    } else {
      assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
      assertThat(result.reasons())
          .singleElement()
          .matches(reason -> reason.reason().equals("ids_run_out"))
          .matches(reason -> reason.message().contains("147483645 of them are left"));
    }
  }

  /** The newest row of the log is of an old job, and the reader may not see the sequence. */
  @Test
  void tellsOfIdsThatRanOutThoughAnOldJobEndedLast() {
    var result =
        judge(
            PgQueuerVersion.V0_24,
            queue -> {
              database.run(
                  """
                  insert into %1$s_log (job_id, status, priority, entrypoint)
                  values (2147483647, 'successful', 0, 'email'), (5, 'successful', 0, 'email');
                  revoke all on all sequences in schema %2$s from %3$s"""
                      .formatted(
                          queue.table(),
                          queue.table().split("\\.", -1)[0],
                          database.reader().user()));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.STALLED);
    assertThat(result.reasons().getFirst().message())
        .startsWith("The queue table's ids have four bytes and 0 of them are left;");
  }

  @Test
  void saysThatItCannotTellHowManyIdsAreUsed() {
    var unseen =
        "How many of the queue's ids are used is not known: there is no row, and the role may not"
            + " select from their sequence.";
    assertThat(judge(PgQueuerVersion.V0_24, _ -> {}).sampled()).containsExactly(unseen);
    var seen =
        judge(
            PgQueuerVersion.V0_24,
            queue ->
                database.run(
                    "grant select on sequence %1$s_id_seq to %2$s"
                        .formatted(queue.table(), database.reader().user())));
    assertThat(seen.sampled()).isEmpty();
  }

  /** The sequence of a table's ids, which the catalogue lists behind the indexes from now on. */
  private String ownedAfterTheIndexes(String table) {
    var sequence =
        Objects.requireNonNull(
            database.ask("select pg_get_serial_sequence('%s', 'id')".formatted(table)));
    database.run(
        "alter sequence %s owned by none; alter sequence %s owned by %s.id"
            .formatted(sequence, sequence, table));
    return sequence;
  }

  /** A sequence is not the reader's to see, but the last row is. */
  @ParameterizedTest
  @EnumSource(names = {"V1_0", "UPGRADED"})
  void tellsOfIdsThatRunOutInEveryTable(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 2, 1);
              queue.schedule("* * * * *", "tick", null, ofSeconds(-30));
              queue.fold();
              for (var table : List.of("_statistics", "_schedules")) {
                database.run(
                    "update %1$s%2$s set id = 2147483600 where id = (select max(id) from %1$s%2$s)"
                        .formatted(queue.table(), table));
              }
            });
    assertThat(result.reasons())
        .extracting(HealthReason::message)
        .anyMatch(
            message -> message.startsWith("The statistics table's ids have four bytes and 47"))
        .anyMatch(
            message -> message.startsWith("The schedules table's ids have four bytes and 47"));
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhatIsMissing(PgQueuerVersion version) {
    var schema = "h" + version.name().toLowerCase(Locale.ROOT);
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 20, 1);
              database.run("drop index %s.pgqueuer_updated_id_id1_idx".formatted(schema));
              database.run("drop index %s.pgqueuer_log_created".formatted(schema));
              database.run("alter table %s.pgqueuer disable trigger user".formatted(schema));
              database.run("alter table %s.pgqueuer set unlogged".formatted(schema));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    assertThat(result.reasons())
        .extracting(HealthReason::reason, HealthReason::nextTool)
        .containsExactlyInAnyOrder(
            tuple("missing_index", "schema_info"),
            tuple("missing_index", "schema_info"),
            tuple("no_trigger", "schema_info"),
            tuple("unlogged_queue", "schema_info"));
    assertThat(result.reasons())
        .extracting(HealthReason::message)
        .anyMatch(message -> message.contains("no valid index pgqueuer_updated_id_id1_idx;"))
        .anyMatch(message -> message.contains("no valid index pgqueuer_log_created;"))
        .anyMatch(message -> message.contains("workers of new jobs is disabled;"));
  }

  @Test
  void tellsOfTablesThatAreMissing() {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue -> {
              work(queue, "email", 20, 1);
              database.run("drop table %1$s_statistics, %1$s_schedules".formatted(queue.table()));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    assertThat(result.reasons())
        .extracting(HealthReason::reason, HealthReason::message)
        .containsExactlyInAnyOrder(
            tuple(
                "missing_table",
                "There is no statistics table; without it PgQueuer cannot fold its log. If it has a"
                    + " name of its own, this server was not told it."),
            tuple(
                "missing_table",
                "There is no schedules table; without it PgQueuer cannot run anything by schedule."
                    + " If it has a name of its own, this server was not told it."));
  }

  @Test
  void tellsWhatMissingConstraintsDo() {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue -> {
              work(queue, "email", 20, 1);
              database.run(
                  """
                  alter table %1$s drop constraint pgqueuer_pkey;
                  alter table %1$s_schedules drop constraint pgqueuer_schedules_pkey,
                    drop constraint pgqueuer_schedules_expression_entrypoint_key"""
                      .formatted(queue.table()));
            });
    assertThat(result.reasons())
        .extracting(HealthReason::message)
        .containsExactlyInAnyOrder(
            "The queue table has no valid index pgqueuer_pkey; two rows can have one id, and what"
                + " PgQueuer searches there gets slower with every row.",
            "The schedules table has no valid indexes pgqueuer_schedules_pkey,"
                + " pgqueuer_schedules_expression_entrypoint_key; two rows can have one id, and"
                + " what PgQueuer searches there gets slower with every row, and a schedule"
                + " can be there twice.");
  }
}
