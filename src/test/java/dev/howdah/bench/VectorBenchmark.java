package dev.howdah.bench;

import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.TestServers;
import dev.howdah.testing.ToolClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;

/**
 * How many of the true nearest rows {@code vector_search} finds by an HNSW index, and how long it
 * takes, warm. {@code docs/vectors.md} says how to run it and what came of it.
 *
 * <p>Arguments: rows (100 000), dimensions (256), questions (200).
 */
public final class VectorBenchmark {

  private static final int NEAREST = 10;
  private static final int BUCKETS = 100;
  private static final int MAPPED = 24;
  private static final int CLUSTERS = 400;

  private static final String SEARCH =
      "{'table':'item','embedding_column':'embedding','columns':['id'],'query_embedding':%s%s}";

  private VectorBenchmark() {}

  /** One way to search, with its condition for the exact answer. */
  private record Way(String name, String more, String condition) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("ef_search left out (40)", "", "true"),
          new Way("ef_search 100", ",'ef_search':100", "true"),
          new Way("ef_search 200", ",'ef_search':200", "true"),
          new Way("ef_search 400", ",'ef_search':400", "true"),
          new Way("1 row in 10 passes", where("bucket < 10"), "bucket < 10"),
          new Way("1 row in 100 passes", where("bucket = 7"), "bucket = 7"),
          new Way(
              "1 row in 100 passes, ef_search 200",
              where("bucket = 7") + ",'ef_search':200",
              "bucket = 7"),
          new Way(
              "hybrid, with words of 1 row in 100",
              ",'text_query':'word7','text_column':'words'",
              "true"));

  private static String where(String condition) {
    return ",'where_clause':'" + condition + "'";
  }

  /** Prints recall, latency in milliseconds and rows for each way. */
  public static void main(String[] arguments) throws SQLException, IOException {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int dimensions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 256;
    int questions = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
    PrintStream out = System.out;
    try (var servers = new TestServers(System.getenv());
        var database = TestDatabase.create(servers.postgres(17), VectorBenchmark.class, "vector")) {
      var mixture = new Mixture(dimensions);
      fill(database, mixture, rows, out);
      List<String> asked = new ArrayList<>();
      for (int i = 0; i < questions; i++) {
        asked.add(mixture.next());
      }
      try (var client = ToolClient.of(database, database.reader());
          var owner = database.connect(database.owner())) {
        compareLimits(owner, asked, out);
        out.printf("%n%7s %7s %7s %7s  %s%n", "recall", "median", "95 %", "rows", "way");
        exactly(owner, asked, out);
        for (Way way : WAYS) {
          measure(client, owner, asked, way, out);
        }
      }
    }
  }

  private static void fill(TestDatabase database, Mixture mixture, int rows, PrintStream out)
      throws SQLException, IOException {
    database.run(
        """
        create table item (id int primary key, bucket int not null, words text not null,
                           embedding vector(%d) not null);
        alter table item alter embedding set storage plain
        """
            .formatted(mixture.dimensions));
    long start = System.nanoTime();
    try (var connection = database.connect(database.owner())) {
      var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy item from stdin");
      for (int i = 0; i < rows; i++) {
        int bucket = mixture.random.nextInt(BUCKETS);
        byte[] line =
            "%d\t%d\tword%d\t%s\n"
                .formatted(i, bucket, bucket, mixture.next())
                .getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(line, 0, line.length);
      }
      copy.endCopy();
      double filled = (System.nanoTime() - start) / 1e9;
      start = System.nanoTime();
      try (var statement = connection.createStatement()) {
        statement.execute("set maintenance_work_mem = '512MB'");
        statement.execute("create index on item using hnsw (embedding vector_cosine_ops)");
        statement.execute("create index on item using gin (to_tsvector('english', words))");
        statement.execute("analyze item");
      }
      out.printf(
          Locale.ROOT,
          "%d rows of %d dimensions: copied in %.0f s, indexed in %.0f s, index %s%n",
          rows,
          mixture.dimensions,
          filled,
          (System.nanoTime() - start) / 1e9,
          database.ask("select pg_size_pretty(pg_relation_size('item_embedding_idx'))"));
    }
  }

  /** What an index without iterative scans leaves of ten rows when one in a hundred passes. */
  private static void compareLimits(Connection owner, List<String> asked, PrintStream out)
      throws SQLException {
    long found = 0;
    try (var statement = owner.createStatement()) {
      statement.execute("set enable_seqscan = off");
      for (String question : asked) {
        found += ids(owner, question, "bucket = 7").size();
      }
      statement.execute("reset enable_seqscan");
    }
    out.printf(
        Locale.ROOT,
        "without iterative scans, 1 row in 100 passes: %.1f of %d rows%n",
        (double) found / asked.size(),
        NEAREST);
  }

  private static void exactly(Connection owner, List<String> asked, PrintStream out)
      throws SQLException {
    double[] millis = new double[asked.size()];
    try (var statement = owner.createStatement()) {
      statement.execute("set enable_indexscan = off");
      for (int i = 0; i < millis.length; i++) {
        long start = System.nanoTime();
        ids(owner, asked.get(i), "true");
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    print(out, 1, millis, NEAREST, "exact, all rows compared, in SQL");
  }

  private static void measure(
      ToolClient client, Connection owner, List<String> asked, Way way, PrintStream out)
      throws SQLException {
    double[] millis = new double[asked.size()];
    double recall = 0;
    int least = NEAREST;
    Set<String> indexes = new HashSet<>();
    client.ok("vector_search", SEARCH.formatted(asked.getFirst(), way.more()));
    for (int i = 0; i < millis.length; i++) {
      String question = asked.get(i);
      long start = System.nanoTime();
      JsonNode result = client.ok("vector_search", SEARCH.formatted(question, way.more()));
      millis[i] = (System.nanoTime() - start) / 1e6;
      Set<Integer> found =
          result
              .path("rows")
              .valueStream()
              .map(row -> row.path("id").intValue())
              .collect(Collectors.toSet());
      least = Math.min(least, found.size());
      indexes.add(result.path("index_used").asString());
      Set<Integer> truth = ids(owner, question, way.condition());
      found.retainAll(truth);
      recall += (double) found.size() / truth.size();
    }
    print(out, recall / millis.length, millis, least, way.name() + " " + indexes);
  }

  private static void print(
      PrintStream out, double recall, double[] millis, int rows, String name) {
    Arrays.sort(millis);
    out.printf(
        Locale.ROOT,
        "%7.3f %7.1f %7.1f %7d  %s%n",
        recall,
        millis[millis.length / 2],
        millis[millis.length * 95 / 100],
        rows,
        name);
  }

  private static Set<Integer> ids(Connection connection, String question, String condition)
      throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select id from item where %s order by embedding <=> '%s' limit %d"
                    .formatted(condition, question, NEAREST))) {
      Set<Integer> ids = new HashSet<>();
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
      return ids;
    }
  }

  /**
   * Points as models make them: clusters of different sizes on a surface of far fewer dimensions
   * than they are written in, of length 1.
   */
  private static final class Mixture {

    private final Random random = new Random(42);
    private final int dimensions;
    private final double[][] directions;
    private final double[][] centres;
    private final double[] widths;

    Mixture(int dimensions) {
      this.dimensions = dimensions;
      this.directions = gaussians(MAPPED, dimensions);
      this.centres = gaussians(CLUSTERS, MAPPED);
      this.widths = random.doubles(CLUSTERS, 0.2, 0.7).toArray();
    }

    private double[][] gaussians(int count, int length) {
      double[][] all = new double[count][length];
      for (double[] each : all) {
        Arrays.setAll(each, i -> random.nextGaussian());
      }
      return all;
    }

    /** A point, as pgvector reads it. */
    String next() {
      // Small clusters are frequent, large ones rare.
      int cluster = (int) (CLUSTERS * Math.pow(random.nextDouble(), 1.5));
      double[] point = new double[dimensions];
      for (int i = 0; i < MAPPED; i++) {
        double place = centres[cluster][i] + widths[cluster] * random.nextGaussian();
        for (int j = 0; j < dimensions; j++) {
          point[j] += place * directions[i][j];
        }
      }
      double length = 0;
      for (int j = 0; j < dimensions; j++) {
        point[j] += 0.3 * random.nextGaussian();
        length += point[j] * point[j];
      }
      double scale = 1 / Math.sqrt(length);
      return Arrays.stream(point)
          .mapToObj(each -> String.format(Locale.ROOT, "%.5f", each * scale))
          .collect(Collectors.joining(",", "[", "]"));
    }
  }
}
