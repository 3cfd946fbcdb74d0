package dev.howdah.sql.parser;

import dev.howdah.bench.ParserBenchmark;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The statements of {@link ParserBenchmark} from text to tree in one thread, without a pool. */
@State(Scope.Thread)
public class SandboxBenchmark {

  /** {@code server_version_num} of the server. */
  @Param({"170007", "180004"})
  int server;

  private final List<byte[]> texts =
      ParserBenchmark.STATEMENTS.stream()
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .toList();
  private final TreeReader reader = new TreeReader();
  private @Nullable Sandbox sandbox;

  @Setup
  public void instance() {
    sandbox = new Sandbox(new Engine(Grammar.forServer(server)));
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  @OperationsPerInvocation(10)
  @Fork(1)
  @Warmup(iterations = 5, time = 3)
  @Measurement(iterations = 5, time = 2)
  public void warmed(Blackhole trees) {
    for (byte[] text : texts) {
      var json = (Sandbox.Answer.Json) Objects.requireNonNull(sandbox).parse(text);
      trees.consume(reader.read(json.text(), text.length));
    }
  }
}
