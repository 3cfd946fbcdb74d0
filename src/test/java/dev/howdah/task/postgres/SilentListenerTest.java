package dev.howdah.task.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.Claim;
import dev.howdah.task.NewTask;
import dev.howdah.task.Progress;
import dev.howdah.task.TaskLimits;
import dev.howdah.task.TaskTimes;
import dev.howdah.task.TaskWatch;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** A store to which nothing is told, as behind a pooler that swallows it: it looks by itself. */
@OnPostgres
@Timeout(300)
final class SilentListenerTest {

  private static final String ANN = "ann";

  private final TestDatabase database;

  SilentListenerTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startAnew() {
    database.run("drop schema if exists howdah cascade");
  }

  private PostgresTaskStore store(ListenConnections direct) {
    var source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.owner().user());
    source.setPassword(database.owner().password());
    return new PostgresTaskStore(
        source, direct, "howdah", TaskTimes.standard(), TaskLimits.standard());
  }

  /** One on which {@code listen} does nothing. */
  private Connection deaf() throws SQLException {
    Connection connection = database.connect(database.owner());
    return proxy(
        Connection.class,
        (_, method, arguments) ->
            method.getName().equals("createStatement")
                ? deaf((Statement) invoked(connection, method, arguments))
                : invoked(connection, method, arguments));
  }

  private static Statement deaf(Statement statement) {
    return proxy(
        Statement.class,
        (_, method, arguments) ->
            method.getName().equals("execute") && String.valueOf(arguments[0]).startsWith("listen")
                ? false
                : invoked(statement, method, arguments));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoked(Object on, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void changesAreNoticedAllTheSame() throws Exception {
    try (var told = store(() -> database.connect(database.owner()));
        var untold = store(this::deaf)) {
      Claim claim = told.create(NewTask.of(ANN, "tools/call query", "{}"), "s1");
      try (TaskWatch watch = untold.watch(List.of(claim.task().id()));
          TaskWatch work = untold.watchWork()) {
        // The first looks are those of one who begins.
        Thread.sleep(Duration.ofSeconds(7));
        while (watch.await(Duration.ofMillis(10)) || work.await(Duration.ofMillis(10))) {
          // Looks again.
        }

        told.report(claim.lease(), new Progress(1, null, null));

        // It looks every five seconds.
        assertThat(watch.await(Duration.ofSeconds(30))).isTrue();
        assertThat(watch.changed()).containsExactly(claim.task().id());
        assertThat(work.await(Duration.ofSeconds(30))).isTrue();
      }
    }
  }
}
