package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.parser.Outcome.Refused;
import dev.howdah.sql.parser.Outcome.Tree;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import run.endive.wasm.types.FunctionImport;

/**
 * What follows when an instance comes to grief. The first of each pool has other code in the place
 * of its large functions, so that it fails in the middle of a text; the later ones are right.
 */
@ParameterizedClass
@EnumSource
class FaultTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Grammar grammar;

  /** What stands in the place of the large functions. */
  private final FlatCode code = new FlatCode();

  private final CompletableFuture<Boolean> running = new CompletableFuture<>();

  FaultTest(Grammar grammar) {
    this.grammar = grammar;
  }

  @Test
  void aTrapEndsTheInstance() {
    code.add(FlatOp.TRAP, 0, 0, 0);

    assertThat(refusal(LONG)).isEqualTo("The statement could not be checked; simplify it.");
  }

  @Test
  void anAccessBeyondTheMemoryEndsTheInstance() {
    code.add(FlatOp.LOAD_32, 0, code.constant(Integer.MAX_VALUE - 7), 0);

    assertThat(refusal(LONG)).isEqualTo("The statement could not be checked; simplify it.");
  }

  @Test
  void anEmptyEntryOfTheTableEndsTheInstance() {
    int arguments = code.arguments(new int[] {code.constant(0)});
    code.add(FlatOp.CALL_INDIRECT, -1, arguments, 0);

    assertThat(refusal(LONG)).isEqualTo("The statement could not be checked; simplify it.");
  }

  @Test
  void anEndOfTheStackEndsTheInstance() {
    code.add(FlatOp.CALL, -1, code.arguments(new int[0]), grammar.tooLarge()[0]);

    assertThat(refusal(LONG)).contains("nested too deeply");
  }

  @Test
  void anEndOfTheMemoryEndsTheInstance() {
    int arguments = code.arguments(new int[] {code.constant(65 << 20)});
    code.add(FlatOp.CALL, -1, arguments, imported("resize_heap"));

    assertThat(refusal(LONG)).contains("asked for 68157440 bytes");
  }

  @Test
  void aCallOfWhatNoParserNeedsEndsTheInstance() {
    int arguments = code.arguments(new int[] {code.constant(1)});
    code.add(FlatOp.CALL, -1, arguments, imported("fd_close"));

    assertThat(refusal(LONG)).contains("the parser called fd_close");
  }

  @Test
  void theDeadlineEndsALoop() {
    loop();

    assertThat(refusal(Duration.ofMillis(300))).contains("within 300 ms");
  }

  @Test
  void anInterruptOfTheCallerEndsALoop() throws Exception {
    loop();
    try (Pool pool = pool(LONG)) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      Thread caller =
          Thread.ofPlatform().start(() -> outcome.complete(pool.parse("select a from t")));
      running.get(1, TimeUnit.MINUTES);
      caller.interrupt();

      assertThat(outcome.get(1, TimeUnit.MINUTES))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.reason()).contains("cancelled"));
      rightAnswer(pool);
    }
  }

  private void loop() {
    code.add(FlatOp.CHECK_INTERRUPT, 0, 0, 0);
    code.add(FlatOp.JUMP, 0, 0, 0);
  }

  /** What the text gets that meets the code, after which the next one gets its answer. */
  private String refusal(Duration deadline) {
    try (Pool pool = pool(deadline)) {
      Outcome outcome = pool.parse("select a from t");
      assertThat(outcome).isInstanceOf(Refused.class);
      rightAnswer(pool);
      return ((Refused) outcome).reason();
    }
  }

  private Pool pool(Duration deadline) {
    Engine right = new Engine(grammar);
    Map<Integer, FlatFunction> broken = new HashMap<>();
    for (int function : grammar.tooLarge()) {
      broken.put(function, code.function(1, 0, false));
    }
    AtomicInteger made = new AtomicInteger();
    return new Pool(
        grammar,
        new PoolLimits(1, LONG, LONG, deadline),
        () -> {
          running.complete(true);
          return made.getAndIncrement() == 0 ? new Engine(grammar, broken) : right;
        });
  }

  private static void rightAnswer(Pool pool) {
    for (int i = 0; i < 3; i++) {
      assertThat(pool.parse("select a from t; select 2"))
          .isInstanceOfSatisfying(
              Tree.class, tree -> assertThat(tree.parsed().statements()).hasSize(2));
    }
  }

  private int imported(String name) {
    var section = grammar.module().importSection();
    return IntStream.range(0, section.importCount())
        .filter(i -> section.getImport(i) instanceof FunctionImport)
        .filter(i -> name.equals(grammar.imports().get(section.getImport(i).name())))
        .findFirst()
        .orElseThrow();
  }
}
