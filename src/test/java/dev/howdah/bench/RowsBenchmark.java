package dev.howdah.bench;

import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.Database;
import dev.howdah.db.DatabaseSettings;
import dev.howdah.db.Limits;
import dev.howdah.db.Rows;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.AgentSql;
import dev.howdah.testing.OpenGate;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading 10 000 × 10 values as JSON, and what the fence adds to a tiny statement. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
public class RowsBenchmark {

  private static final AgentSql WIDE =
      AgentSql.of(
          """
          select g as a, g::int8 * 1000003 as b, g * 1.25 as c, 'name of ' || g as d,
                 repeat('x"y', g % 20) as e, g % 2 = 0 as f, sqrt(g) as g,
                 timestamptz '2025-01-01' + g * interval '1 minute' as h,
                 date '2025-01-01' + g % 365 as i, jsonb_build_object('id', g, 'tag', 'x') as j
          from generate_series(1, 10000) g
          """);
  private static final AgentSql TINY = AgentSql.of("select $1::int + 1 as n");
  private static final Limits LIMITS =
      new Limits(10_000, 64 << 20, 1 << 20, Duration.ofSeconds(30), Duration.ofSeconds(5));

  private static final DatabaseSettings DEFAULTS =
      new DatabaseSettings(
          null,
          "bench",
          null,
          null,
          8,
          0,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          true,
          true,
          false);

  private final Database database = new Database(DEFAULTS, RowsBenchmark::settings);
  private final Session session = OpenGate.session(database, new Cancellation());
  private final Rows rows = run(WIDE, List.of());
  private final Connection connection = connect();

  private static ConnectionSettings settings() {
    return ConnectionSettings.of(System.getenv("HOWDAH_TEST_DSN"), System.getenv());
  }

  private static Connection connect() {
    try {
      return DriverManager.getConnection(
          "jdbc:postgresql://"
              + settings().host()
              + ":"
              + settings().port()
              + "/"
              + settings().database(),
          settings().user(),
          System.getenv("PGPASSWORD"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Setup
  public void transactions() throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
  }

  @TearDown
  public void close() throws SQLException {
    connection.close();
    database.close();
  }

  @Benchmark
  public void writeJson() throws IOException {
    rows.writeJson(OutputStream.nullOutputStream());
  }

  @Benchmark
  public void readAndWriteJson() throws IOException {
    run(WIDE, List.of()).writeJson(OutputStream.nullOutputStream());
  }

  @Benchmark
  public Rows tinyStatementInTheFence() {
    return run(TINY, List.of(1));
  }

  /** The same promise by the JDBC API: begin, statement, rollback. */
  @Benchmark
  public int tinyStatementByJdbc() throws SQLException {
    try (var statement = connection.prepareStatement("select ?::int + 1 as n")) {
      statement.setInt(1, 1);
      try (var result = statement.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    } finally {
      connection.rollback();
    }
  }

  private Rows run(AgentSql sql, List<Object> parameters) {
    return session.run(new Statement(sql, parameters), LIMITS);
  }
}
