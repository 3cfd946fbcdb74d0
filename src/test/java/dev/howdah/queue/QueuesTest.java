package dev.howdah.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.db.Database;
import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.Durability;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryPostgres
record QueuesTest(TestDatabase database) {

  private record None() {}

  private record Count(long n) {}

  @ParameterizedTest
  @EnumSource
  void tellsVersionsApart(PgQueuerVersion version) {
    var schema = "v_" + version.name().toLowerCase(Locale.ROOT);
    PgQueuer.install(database, version, schema, "My_").close();
    var layout = layout(QueueSettings.DEFAULT.at(schema, "My_"), database.reader());
    assertThat(layout.tables()).containsOnlyKeys(Part.values());
    assertThat(layout.tables().values())
        .allSatisfy(
            table -> {
              assertThat(table.readable()).isTrue();
              assertThat(table.schema()).isEqualTo(schema);
              assertThat(table.name()).startsWith("my_pgqueuer");
              assertThat(table.statusType()).isEqualTo(Identifier.of(schema, "my_pgqueuer_status"));
              assertThat(table.indexes()).isNotEmpty().doesNotContainValue(false);
            });
    assertThat(layout.trigger()).isEqualTo(new Layout.Trigger("my_tg_pgqueuer_changed", true));
    assertThat(layout.function()).isEqualTo(Identifier.of(schema, "my_fn_pgqueuer_changed"));
    assertThat(layout.knows("failed")).isEqualTo(version.attempts());
    assertThat(layout.values()).startsWith("queued", "picked").contains("deleted");
    assertThat(Release.of(layout))
        .isEqualTo(
            new Release(
                switch (version) {
                  case V0_19 -> "0.19";
                  case V0_24, V0_24_UPGRADED -> "0.24.1 or a later 0.x";
                  case V1_0, V1_0_UPGRADED -> "1.0";
                  case V1_1, V1_1_UPGRADED, UPGRADED -> "1.1 or later, ids not widened";
                  case V1_3, UPGRADED_WIDE -> "1.1.1 or later";
                },
                version.upgraded()));
  }

  @ParameterizedTest
  @EnumSource
  void tellsDurability(Durability durability) {
    var schema = durability.name().toLowerCase(Locale.ROOT);
    PgQueuer.install(database, PgQueuerVersion.V1_3, schema, "", durability).close();
    var layout = layout(QueueSettings.DEFAULT.at(schema, null), database.reader());
    assertThat(layout.table(Part.QUEUE).orElseThrow().logged())
        .isEqualTo(durability != Durability.VOLATILE);
    assertThat(layout.table(Part.LOG).orElseThrow().logged())
        .isEqualTo(durability == Durability.DURABLE);
  }

  @Test
  void looksAlongTheSearchPathAndSaysWhatItPassed() {
    PgQueuer.install(database, PgQueuerVersion.V1_3, "aside", "").close();
    PgQueuer.install(database, PgQueuerVersion.V1_3, "public", "path_").close();
    var found = layout(QueueSettings.DEFAULT.at(null, "path_"), database.reader());
    assertThat(found.table(Part.LOG)).hasToString("Optional[public.path_pgqueuer_log]");
    assertThat(found.elsewhere()).isEmpty();
    var missed = layout(QueueSettings.DEFAULT, database.reader());
    assertThat(missed.tables()).isEmpty();
    assertThat(missed.searchPath()).isEqualTo("public");
    assertThat(missed.elsewhere()).isNotEmpty();
    assertThat(missed.elsewhere().getFirst().table().quoted()).isEqualTo("\"aside\".\"pgqueuer\"");
  }

  @Test
  void findsTheLikeliestElsewhereFirst() {
    for (var schema : List.of("a1", "a2", "a3", "a4", "a5", "jobs_new")) {
      database.run(
          "create schema %1$s; create table %1$s.other_pgqueuer (queue_manager_id int)"
              .formatted(schema));
    }
    database.run(
        """
        create schema jobs;
        create table jobs.a_pgqueuer (queue_manager_id int);
        create table jobs.billing_pgqueuer (queue_manager_id int);
        create table public.paths_pgqueuer (queue_manager_id int);
        create table a1.pgqueuer (queue_manager_id int)""");
    try {
      assertThat(elsewhere("jobs", "bill_"))
          .startsWith("\"jobs\".\"billing_pgqueuer\"", "\"jobs\".\"a_pgqueuer\"");
      assertThat(elsewhere("job", "other_"))
          .startsWith("\"jobs_new\".\"other_pgqueuer\"")
          .doesNotContain("\"jobs\".\"a_pgqueuer\"");
      // Where no name is set, the schema that is says more than the usual name elsewhere.
      assertThat(elsewhere("jobs", null))
          .startsWith("\"jobs\".\"a_pgqueuer\"", "\"jobs\".\"billing_pgqueuer\"");
      assertThat(elsewhere("jobs", "nope_").getFirst()).startsWith("\"jobs\".");
      assertThat(elsewhere("job", null).getFirst()).endsWith(".\"pgqueuer\"");
      assertThat(elsewhere(null, "paths_of_mine_")).startsWith("\"public\".\"paths_pgqueuer\"");
    } finally {
      database.run(
          "drop schema a1, a2, a3, a4, a5, jobs, jobs_new cascade;"
              + " drop table public.paths_pgqueuer");
    }
  }

  private List<String> elsewhere(@Nullable String schema, @Nullable String prefix) {
    return layout(QueueSettings.DEFAULT.at(schema, prefix), database.reader()).elsewhere().stream()
        .map(other -> other.table().quoted())
        .toList();
  }

  @Test
  void takesEveryNameByItself() {
    PgQueuer.install(database, PgQueuerVersion.V1_3, "own", "").close();
    database.run(
        """
        create schema "Other";
        alter table own.pgqueuer rename to "Jobs";
        alter table own.pgqueuer_log set schema "Other";
        alter table "Other".pgqueuer_log rename to history;
        alter type own.pgqueuer_status rename to state;
        alter function own.fn_pgqueuer_changed() rename to told;
        alter trigger tg_pgqueuer_changed on own."Jobs" rename to tell;
        """);
    var settings =
        new QueueSettings(
            "own",
            null,
            null,
            "ignored_",
            "own.\"Jobs\"",
            "\"Other\".History",
            "own.pgqueuer_statistics",
            "own.pgqueuer_schedules",
            "own.state",
            "own.told",
            "TELL",
            null,
            true);
    var layout = layout(settings, database.reader());
    assertThat(layout.table(Part.QUEUE)).hasToString("Optional[own.Jobs]");
    assertThat(layout.table(Part.LOG)).hasToString("Optional[Other.history]");
    assertThat(layout.tables()).hasSize(4);
    assertThat(layout.trigger()).isEqualTo(new Layout.Trigger("tell", true));
    assertThat(layout.function()).isEqualTo(Identifier.of("own", "told"));
    assertThat(layout.knows("failed")).isTrue();
    assertThat(settings.channelName()).isEqualTo("ignored_ch_pgqueuer");
  }

  @Test
  void seesOnlyWhatMayBeRead() {
    PgQueuer.install(database, PgQueuerVersion.V1_3, "closed", "").close();
    var settings = QueueSettings.DEFAULT.at("closed", null);
    var reader = database.reader().user();
    database.run(
        """
        revoke all on closed.pgqueuer_log, closed.pgqueuer from %1$s;
        grant select (id, status) on closed.pgqueuer to %1$s"""
            .formatted(reader));
    var layout = layout(settings, database.reader());
    assertThat(layout.table(Part.LOG).orElseThrow().readable()).isFalse();
    var queue = layout.table(Part.QUEUE).orElseThrow();
    assertThat(queue.readable()).isTrue();
    assertThat(queue.reads("id")).isTrue();
    assertThat(queue.reads("payload")).isFalse();
    database.run("revoke usage on schema closed from " + reader);
    assertThat(layout(settings, database.reader()).tables().values())
        .hasSize(4)
        .allSatisfy(table -> assertThat(table.readable()).isFalse());
  }

  @Test
  void looksAnewOnlyWhenSomethingChanged() {
    PgQueuer.install(database, PgQueuerVersion.V0_24, "grows", "").close();
    var settings = QueueSettings.DEFAULT.at("grows", null);
    try (var opened = opened(database.reader())) {
      var session = session(opened);
      var queues = new Queues(List.of(settings));
      var first = queues.layout(settings, session);
      assertThat(queues.layout(settings, session)).isSameAs(first);
      database.run(
          "insert into grows.pgqueuer (priority, status, entrypoint) values (0, 'queued', 'a')");
      database.run("analyze grows.pgqueuer");
      assertThat(queues.layout(settings, session)).isSameAs(first);
      for (var change :
          List.of(
              "alter table grows.pgqueuer add column attempts int not null default 0",
              "alter type grows.pgqueuer_status add value 'failed'",
              "create index extra on grows.pgqueuer_log (entrypoint)",
              "drop trigger tg_pgqueuer_changed on grows.pgqueuer",
              "alter table grows.pgqueuer_log set unlogged",
              "revoke select on grows.pgqueuer_statistics from " + database.reader().user(),
              "revoke usage on schema grows from " + database.reader().user(),
              "grant usage on schema grows to " + database.reader().user(),
              "alter function grows.fn_pgqueuer_changed() rename to told",
              "alter index grows.extra rename to other",
              "alter type grows.pgqueuer_status rename to state",
              "drop table grows.pgqueuer_schedules")) {
        var before = queues.layout(settings, session);
        database.run(change);
        assertThat(queues.layout(settings, session)).as(change).isNotEqualTo(before);
      }
      var last = queues.layout(settings, session);
      queues.forget(settings, session);
      assertThat(queues.layout(settings, session)).isNotSameAs(last).isEqualTo(last);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_", "a_prefix_so_long_that_names_will_be_cut_"})
  void namesEveryIndexThatIsMissing(String prefix) {
    var schema = "bare_" + prefix.length();
    PgQueuer.install(database, PgQueuerVersion.V1_3, schema, prefix).close();
    var settings = QueueSettings.DEFAULT.at(schema, prefix);
    var whole = layout(settings, database.reader());
    assertThat(Release.missingIndexes(whole, whole.tables().keySet())).isEmpty();
    var made =
        Stream.of(Part.QUEUE, Part.LOG, Part.STATISTICS)
            .flatMap(part -> whole.table(part).orElseThrow().indexes().keySet().stream())
            .filter(index -> !index.endsWith("_pkey"))
            .toList();
    assertThat(made).hasSize(11);
    for (var index : made) {
      var definition =
          Objects.requireNonNull(
              database.ask("select pg_get_indexdef('%s.%s'::regclass)".formatted(schema, index)));
      database.run("drop index %s.%s".formatted(schema, index));
      var left = layout(settings, database.reader());
      assertThat(Release.missingIndexes(left, left.tables().keySet()))
          .singleElement()
          .matches(missing -> missing.startsWith(index), index);
      assertThat(Release.of(left)).as(index).isEqualTo(Release.of(whole));
      database.run(definition);
    }
  }

  @Test
  void namesEveryConstraintThatIsMissing() {
    PgQueuer.install(database, PgQueuerVersion.V1_3, "loose", "").close();
    for (var constraint :
        List.of(
            "pgqueuer pgqueuer_pkey",
            "pgqueuer_log pgqueuer_log_pkey",
            "pgqueuer_statistics pgqueuer_statistics_pkey",
            "pgqueuer_schedules pgqueuer_schedules_pkey",
            "pgqueuer_schedules pgqueuer_schedules_expression_entrypoint_key")) {
      var names = constraint.split(" ", -1);
      database.run("alter table loose.%s drop constraint %s".formatted(names[0], names[1]));
      var left = layout(QueueSettings.DEFAULT.at("loose", null), database.reader());
      assertThat(Release.missingIndexes(left, left.tables().keySet())).last().isEqualTo(names[1]);
    }
    database.run("create unique index by_hand on loose.pgqueuer (id)");
    database.run("create unique index in_part on loose.pgqueuer_log (id) where id > 5");
    var mended = layout(QueueSettings.DEFAULT.at("loose", null), database.reader());
    assertThat(Release.missingIndexes(mended, Set.of(Part.QUEUE))).isEmpty();
    assertThat(Release.missingIndexes(mended, Set.of(Part.LOG)))
        .containsExactly("pgqueuer_log_pkey");
  }

  /** None of them needs an index by entrypoint to be known. */
  @ParameterizedTest
  @CsvSource({
    "V1_3, 1.1.1 or later",
    "UPGRADED_WIDE, 1.1.1 or later",
    "V1_0, 1.0",
    "V1_0_UPGRADED, 1.0"
  })
  void tellsVersionsApartWithoutIndexes(PgQueuerVersion version, String told) {
    var schema = "unindexed_" + version.name().toLowerCase(Locale.ROOT);
    PgQueuer.install(database, version, schema, "").close();
    dropIndexes(schema);
    var layout = layout(QueueSettings.DEFAULT.at(schema, null), database.reader());
    assertThat(Release.of(layout).version()).isEqualTo(told);
    assertThat(Release.missingIndexes(layout, layout.tables().keySet()))
        .hasSize(version.indexesByEntrypoint() ? 11 : 9)
        .contains("pgqueuer_statistics_unique_count");
  }

  /** Somebody ran out of ids before PgQueuer widened them. */
  @Test
  void doesNotTakeWidenedIdsOfJobsForALaterVersion() {
    PgQueuer.install(database, PgQueuerVersion.V1_0, "widened", "").close();
    database.run("alter table widened.pgqueuer alter column id type bigint");
    var layout = layout(QueueSettings.DEFAULT.at("widened", null), database.reader());
    assertThat(Release.of(layout)).isEqualTo(new Release("1.0", false));
    assertThat(Release.missingIndexes(layout, layout.tables().keySet())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ep_prio_id_idx", "ep_ea_idx"})
  void knowsTheVersionByEitherIndex(String lost) {
    var schema = "narrow_" + lost;
    PgQueuer.install(database, PgQueuerVersion.V1_1, schema, "").close();
    database.run("drop index %s.pgqueuer_%s".formatted(schema, lost));
    var layout = layout(QueueSettings.DEFAULT.at(schema, null), database.reader());
    assertThat(Release.of(layout)).isEqualTo(new Release("1.1 or later, ids not widened", false));
    assertThat(Release.missingIndexes(layout, Set.of(Part.QUEUE)))
        .containsExactly("pgqueuer_" + lost);
  }

  private void dropIndexes(String schema) {
    var indexes =
        Objects.requireNonNull(
            database.ask(
                """
                select string_agg(format('%%I.%%I', n.nspname, x.relname), ', ')
                from pg_index i
                join pg_class x on x.oid = i.indexrelid
                join pg_namespace n on n.oid = x.relnamespace
                where n.nspname = '%s'
                  and not exists (select from pg_constraint c where c.conindid = x.oid)"""
                    .formatted(schema)));
    database.run("drop index " + indexes);
  }

  @Test
  void knowsTheIndexesOfATableThatWasRenamed() {
    PgQueuer.install(database, PgQueuerVersion.V1_3, "renamed", "").close();
    database.run("alter table renamed.pgqueuer_log rename to history");
    var renamed =
        new QueueSettings(
            "r", null, "renamed", null, null, "history", null, null, null, null, null, null, true);
    assertThat(
            Release.missingIndexes(
                layout(renamed, database.reader()), Set.of(Part.QUEUE, Part.LOG)))
        .isEmpty();
  }

  @Test
  void noticesWhatARoleGetsByAnother() throws SQLException {
    PgQueuer.install(database, PgQueuerVersion.V1_3, "lent", "").close();
    var settings = QueueSettings.DEFAULT.at("lent", null);
    var group = database.name() + "_group";
    var reader = database.reader().user();
    asSuperuser("create role " + group);
    try (var opened = opened(database.reader())) {
      database.run("revoke select on all tables in schema lent from " + reader);
      database.run("grant select on all tables in schema lent to " + group);
      var session = session(opened);
      var queues = new Queues(List.of(settings));
      assertThat(readable(queues.layout(settings, session))).isFalse();
      asSuperuser("grant %s to %s".formatted(group, reader));
      assertThat(readable(queues.layout(settings, session))).isTrue();
      asSuperuser("revoke %s from %s".formatted(group, reader));
      assertThat(readable(queues.layout(settings, session))).isFalse();
    } finally {
      asSuperuser("drop owned by %1$s; drop role %1$s".formatted(group));
    }
  }

  private static boolean readable(Layout layout) {
    return layout.table(Part.QUEUE).orElseThrow().readable();
  }

  private void asSuperuser(String sql) throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void knowsWhatAnOutdatedNameFailsLike() {
    PgQueuer.install(database, PgQueuerVersion.V1_3, "gone", "").close();
    var settings = QueueSettings.DEFAULT.at("gone", null);
    try (var opened = opened(database.reader())) {
      var session = session(opened);
      var queue =
          new Queue(
              settings,
              session,
              new Queues(List.of(settings)).layout(settings, session),
              Map.of(),
              Set.of());
      assertThat(count(queue)).isZero();
      for (var change :
          List.of(
              "revoke select on gone.pgqueuer from " + database.reader().user(),
              "alter table gone.pgqueuer rename to other")) {
        database.run(change);
        assertThatThrownBy(() -> count(queue))
            .as(change)
            .isInstanceOfSatisfying(
                CallException.class, failure -> assertThat(Queues.outdated(failure)).isTrue());
      }
    }
  }

  private static long count(Queue queue) {
    return queue
        .query(
            Sql.of(
                """
                select count(*) as n
                from {queue} q
                cross join (select cast(null as integer) as number,
                                   cast(null as text) as text,
                                   cast(null as jsonb) as json,
                                   cast(null as bytea) as bytes) nothing
                where q.status = cast('failed' as {queue_status})
                  and {attempts} > 0
                  and {headers} is null
                  and {payload} is null
                  and {dedupe_key} is null
                """),
            new None(),
            Count.class)
        .getFirst()
        .n();
  }

  private Layout layout(QueueSettings settings, Login login) {
    try (var opened = opened(login)) {
      return new Queues(List.of(settings)).layout(settings, session(opened));
    }
  }

  private Database opened(Login login) {
    return ToolClient.database("default", database.dsn(login));
  }

  private static Session session(Database database) {
    return OpenGate.session(database, new Cancellation());
  }
}
