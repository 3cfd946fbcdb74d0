package dev.howdah.bench;

import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.Database;
import dev.howdah.db.PoolSettings;
import dev.howdah.db.Session;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.guard.CheckedSql;
import dev.howdah.sql.guard.Door;
import dev.howdah.testing.OpenGate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * From text to verdict, when the catalogue is known: for a text that is new, and one that is not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 2)
public class GateBenchmark {

  private static final List<String> STATEMENTS =
      List.of(
          "select 1",
          "select count(*) from pg_class",
          "select * from pg_class where relname = $1",
          "select relname, reltuples from pg_class where relpages > $1 order by 2 desc limit 3",
          """
          select n.nspname, sum(c.relpages * 8192) as bytes
          from pg_namespace n
          join pg_class c on c.relnamespace = n.oid
          join pg_attribute a on a.attrelid = c.oid
          where a.attnum > 0 and c.relkind <> 'i' and n.nspname not like 'pg_%'
          group by n.oid, n.nspname
          having sum(c.relpages) > 100
          order by bytes desc nulls last
          limit 20
          """,
          """
          with daily as (
            select date_trunc('day', now() - g * interval '1 hour') as day, sum(g) as total
            from generate_series(1, 100) g group by 1
          )
          select day, total, total - lag(total) over (order by day) as change,
                 round(100.0 * total / nullif(lag(total) over (order by day), 0), 1) as percent
          from daily order by day
          """,
          """
          select t.oid, t.typname, to_jsonb(t) ->> 'typname' as again,
                 case when t.typlen < 0 then 'varies' when t.typlen < 5 then 'short' else 'long' end,
                 exists (select from pg_attribute a where a.atttypid = t.oid and a.attnum = 5)
          from pg_type t
          where t.typcategory = any (array['A', 'N']) and t.typname ilike '%int%'
          """,
          "select * from information_schema.columns where table_schema = 'public'");

  private final Database database =
      new Database(
          "bench",
          ConnectionSettings.of(System.getenv("HOWDAH_TEST_DSN"), System.getenv()),
          PoolSettings.DEFAULT);
  private final Session session = OpenGate.session(database, new Cancellation());
  private final List<AgentSql> known = STATEMENTS.stream().map(AgentSql::of).toList();
  private long number;

  @TearDown
  public void close() {
    database.close();
  }

  /** Parsed and judged: no two texts are the same. */
  @Benchmark
  @OperationsPerInvocation(8)
  public void newText(Blackhole verdicts) {
    number++;
    for (String statement : STATEMENTS) {
      verdicts.consume(judged(AgentSql.of(statement + " -- " + number)));
    }
  }

  @Benchmark
  @OperationsPerInvocation(8)
  public void knownText(Blackhole verdicts) {
    for (AgentSql statement : known) {
      verdicts.consume(judged(statement));
    }
  }

  private CheckedSql judged(AgentSql statement) {
    return session.check(statement, Door.READ);
  }
}
