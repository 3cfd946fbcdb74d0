package dev.howdah.bench;

import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parser;
import dev.howdah.sql.parser.Parsers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One statement such as agents write, from text to tree: the first of a process, and the mean. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParserBenchmark {

  public static final List<String> STATEMENTS =
      List.of(
          "select 1",
          "select count(*) from shop.orders",
          "select * from shop.customers where email = $1",
          "select name, price from shop.products where price > $1 order by price desc limit 3",
          "explain select * from orders where id = 42",
          """
          select c.name, sum(i.quantity * i.unit_price) as revenue
          from shop.customers c
          join shop.orders o on o.customer_id = c.id
          join shop.order_items i on i.order_id = o.id
          where o.created_at >= now() - interval '30 days' and o.status <> 'cancelled'
          group by c.id, c.name
          having sum(i.quantity * i.unit_price) > 100
          order by revenue desc nulls last
          limit 20
          """,
          """
          with monthly as (
            select date_trunc('month', created_at) as month, sum(total) as total
            from orders group by 1
          )
          select month, total, total - lag(total) over (order by month) as change,
                 round(100.0 * total / nullif(lag(total) over (order by month), 0), 1) as percent
          from monthly order by month
          """,
          """
          select p.id, p.name, p.attributes ->> 'color' as color,
                 case when p.stock = 0 then 'out' when p.stock < 5 then 'low' else 'ok' end as state,
                 exists (select from reviews r where r.product_id = p.id and r.stars = 5) as loved
          from products p
          where p.category = any (array['tents', 'stoves']) and p.name ilike '%ultra%'
          """,
          "select id from t where embedding <-> '[1,2,3]'::vector < 0.5 order by 1 limit 10",
          "insert into notes (id, body) values (1, 'a'), (2, 'b') on conflict (id) do nothing");

  /** {@code server_version_num} of the server. */
  @Param({"170007", "180004"})
  int server;

  private final Parsers parsers = new Parsers();

  @TearDown
  public void close() {
    parsers.close();
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OperationsPerInvocation(10)
  @Fork(1)
  @Warmup(iterations = 5, time = 3)
  @Measurement(iterations = 5, time = 2)
  public int warmed() {
    Parser parser = parsers.forServer(server);
    int trees = 0;
    for (String statement : STATEMENTS) {
      if (parser.parse(statement) instanceof Outcome.Tree) {
        trees++;
      }
    }
    if (trees != STATEMENTS.size()) {
      throw new IllegalStateException(trees + " trees of " + STATEMENTS.size() + " statements");
    }
    return trees;
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(5)
  public Outcome first() {
    return parsers.forServer(server).parse(STATEMENTS.getFirst());
  }
}
