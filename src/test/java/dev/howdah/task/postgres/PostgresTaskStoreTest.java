package dev.howdah.task.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.Lease;
import dev.howdah.task.Outcome;
import dev.howdah.task.TaskLimits;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskStoreContract;
import dev.howdah.task.TaskTimes;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryPostgres
final class PostgresTaskStoreTest extends TaskStoreContract {

  private final TestDatabase database;
  private final Stores stores;

  PostgresTaskStoreTest(TestDatabase database) throws SQLException {
    this.database = database;
    this.stores = new Stores(database);
  }

  @BeforeEach
  void clear() {
    if (database.ask("select to_regclass('howdah.task')") != null) {
      database.run("truncate howdah.task cascade");
    }
  }

  @AfterEach
  void closePool() {
    stores.close();
  }

  @Override
  protected TaskStore empty(TaskTimes times, TaskLimits limits) {
    return stores.store(times, limits);
  }

  @Override
  protected TaskStore another(TaskStore store, TaskTimes times, TaskLimits limits) {
    return stores.store(times, limits);
  }

  @Override
  protected void pass(Duration time) {
    stores.pass(time);
  }

  @Override
  protected boolean isDurable() {
    return true;
  }

  @Test
  void listsAndClaimsUseTheirIndexes() {
    here.create(task());
    database.run(
        """
        insert into howdah.task (id, owner, kind, request, state, created, updated, expires,
          poll_interval_ms, max_restarts, holder, lease_until)
        select 'filler-' || lpad(n::text, 20, '0'), 'owner ' || n % 100, 'kind', '{}', 'working',
          now() + n * interval '1 s', now(), now() + interval '1 h', 1000, 0,
          's1', now() + n * interval '1 s'
        from generate_series(1, 20000) n;
        analyze howdah.task
        """);
    var texts = new Statements("howdah");

    assertThat(
            plan(
                texts
                    .listAfter()
                    .replaceFirst("\\?", "'owner 7'")
                    .replaceFirst("\\?", "now()")
                    .replaceFirst("\\?", "'x'")
                    .replaceFirst("\\?", "10")))
        .contains("task_owner")
        .doesNotContain("Seq Scan on task");
    assertThat(plan(texts.claimFree().replaceFirst("\\?", "'s1'").replaceFirst("\\?", "1000")))
        .contains("task_free")
        .doesNotContain("Seq Scan on task");
    assertThat(
            plan(
                texts
                    .tidyOrphans()
                    .replaceFirst("\\?", "0")
                    .replaceFirst("\\?", "100")
                    .replaceFirst("\\?", "'lost'")))
        .contains("task_leased")
        .doesNotContain("Seq Scan on task");
    assertThat(plan(texts.delete().replaceFirst("\\?", "100")))
        .contains("task_expires")
        .doesNotContain("Seq Scan on task");
  }

  @Test
  void pagesGoWithTheirTask() {
    Lease lease = here.create(task(), "s1").lease();
    here.keepPage(lease, 0, "page ".repeat(1_000).getBytes(UTF_8));
    here.finish(lease, new Outcome.Completed(false, new byte[] {1}, null));
    assertThat(database.ask("select gzip from howdah.task_page")).isEqualTo("t");

    pass(Duration.ofDays(1));
    here.tidy();

    assertThat(database.ask("select count(*) from howdah.task_page")).isEqualTo("0");
  }

  private String plan(String statement) {
    return String.valueOf(database.ask("explain (format json) " + statement));
  }
}
