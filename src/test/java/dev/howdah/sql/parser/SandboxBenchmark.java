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

/**
 * From text to tree in one thread, in µs a statement: what is left of {@link ParserBenchmark}
 * without the way to a worker's thread and back.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SandboxBenchmark {

  private static final List<byte[]> TEXTS =
      ParserBenchmark.STATEMENTS.stream()
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .toList();

  /** {@code server_version_num} of the server. */
  @Param({"170007", "180004"})
  int server;

  private @Nullable Sandbox sandbox;
  private final TreeReader reader = new TreeReader();

  @Setup
  public void load() {
    sandbox = new Sandbox(new Engine(Grammar.forServer(server)));
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OperationsPerInvocation(10)
  @Fork(value = 1, jvmArgsAppend = "-Xss16m")
  @Warmup(iterations = 5, time = 3)
  @Measurement(iterations = 5, time = 2)
  public int warmed() {
    Sandbox ready = Objects.requireNonNull(sandbox);
    int statements = 0;
    for (byte[] text : TEXTS) {
      if (ready.parse(text) instanceof Sandbox.Answer.Json json) {
        statements += reader.read(json.text(), text.length).statements().size();
      }
    }
    if (statements != TEXTS.size()) {
      throw new IllegalStateException(statements + " of " + TEXTS.size() + " statements");
    }
    return statements;
  }
}
