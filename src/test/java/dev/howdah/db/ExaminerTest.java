package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.guard.Access;
import dev.howdah.testing.CountingRelay;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
@OnPostgres
final class ExaminerTest {

  private final TestDatabase own;

  ExaminerTest(TestDatabase own) {
    this.own = own;
  }

  @Test
  void seesThatAPoolerIsInBetween() throws IOException {
    try (var pooler = new Renumbering(own.host(), own.port())) {
      assertThat(checkup(pooler.port()).pooler()).isTrue();
    }
    assertThat(checkup(own.port()).pooler()).isFalse();
  }

  @Test
  void asksAsOftenHoweverMuchThereIs() throws Exception {
    int few = roundTrips();
    own.run(
        """
        do $$ begin
          for i in 1 .. 200 loop
            execute format('create table t%s (a int)', i);
            execute format('grant insert, update (a) on t%s to public', i);
            execute format('create function f%s() returns int security definer
                            language sql as ''select 1''', i);
          end loop;
        end $$
        """);

    assertThat(roundTrips()).isEqualTo(few).isLessThan(20);
  }

  private int roundTrips() throws IOException {
    try (var relay = new CountingRelay(own.host(), own.port());
        var database = database(relay.port())) {
      new Examiner(database).posture(new Cancellation());
      int first = relay.roundTrips();
      new Examiner(database).posture(new Cancellation());
      return relay.roundTrips() - first;
    }
  }

  private Checkup checkup(int port) {
    try (var database = database(port)) {
      return new Examiner(database)
          .checkup(
              new CallerRules(
                  List.of(Access.readAll()),
                  () -> {
                    throw new AssertionError("no rules");
                  }),
              new Cancellation());
    }
  }

  private Database database(int port) {
    var settings =
        ConnectionSettings.of(
            own.dsn(own.reader()).replace(":" + own.port() + "/", ":" + port + "/")
                + "?sslmode=disable",
            Map.of());
    return new Database("x", settings, PoolSettings.DEFAULT);
  }
}
