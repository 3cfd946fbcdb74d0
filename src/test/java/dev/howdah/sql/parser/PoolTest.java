package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.sql.NotReady;
import dev.howdah.sql.parser.Outcome.Refused;
import dev.howdah.sql.parser.Outcome.SyntaxError;
import dev.howdah.sql.parser.Outcome.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to an instance, and what the next text gets. */
@ParameterizedClass
@EnumSource
class PoolTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Grammar grammar;
  private Pool pool;

  /** Those of pools that other tests have made. */
  private Set<Long> others = Set.of();

  PoolTest(Grammar grammar) {
    this.grammar = grammar;
    this.others = threads();
    this.pool = new Pool(grammar, new PoolLimits(2, LONG, LONG, LONG));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void aSyntaxErrorKeepsTheInstance() {
    rightAnswer();
    Set<Long> before = threads();
    for (int i = 0; i < 500; i++) {
      assertThat(pool.parse("select * form t")).isInstanceOf(SyntaxError.class);
    }

    rightAnswer();
    assertThat(threads()).isEqualTo(before);
  }

  @Test
  void deepNestingEndsTheInstanceOrIsAnError() {
    rightAnswer();
    Set<Long> before = threads();
    assertThat(pool.parse("select " + "1+".repeat(30_000) + "1")).isInstanceOf(Refused.class);

    rightAnswer();
    assertThat(threads()).doesNotContainAnyElementsOf(before);
    assertThat(pool.parse("select " + "(".repeat(20_000))).isNotInstanceOf(Tree.class);
    rightAnswer();
    assertThat(pool.parse("select " + "not ".repeat(9_000) + "true")).isNotInstanceOf(Tree.class);
    rightAnswer();
  }

  @Test
  void theDeadlineEndsTheInstance() {
    rightAnswer();
    pool.close();
    pool = new Pool(grammar, new PoolLimits(1, LONG, LONG, Duration.ofMillis(1)));
    assertThat(pool.parse("select " + "a,".repeat(30_000) + "b"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).contains("within 1 ms"));
    pool.close();
    pool = new Pool(grammar, new PoolLimits(1, LONG, LONG, LONG));
    rightAnswer();
  }

  @Test
  void aSlowStartIsNotTheFaultOfTheText() {
    var start = new CompletableFuture<Engine>();
    pool.close();
    pool =
        new Pool(
            grammar,
            new PoolLimits(1, LONG, Duration.ofMillis(30), Duration.ofMillis(10)),
            start::join);

    assertThatThrownBy(() -> pool.parse("select 1")).isInstanceOf(NotReady.class);
    start.complete(new Engine(grammar));
  }

  @Test
  void aTextWaitsForTheFirstStartAsLongAsThatMayTake() throws Exception {
    var start = new CompletableFuture<Engine>();
    pool.close();
    pool = new Pool(grammar, new PoolLimits(1, Duration.ZERO, LONG, LONG), start::join);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> one = callers.submit(() -> pool.parse("select 1"));
      Future<Outcome> other = callers.submit(() -> pool.parse("select 2"));
      start.complete(new Engine(grammar));

      assertThat(one.get()).isInstanceOf(Tree.class);
      assertThat(other.get()).isInstanceOf(Tree.class);
    }
  }

  @Test
  void anInterruptOfTheCallerEndsTheInstance() {
    rightAnswer();
    Thread.currentThread().interrupt();

    assertThat(pool.parse("select 1")).isInstanceOf(Refused.class);
    assertThat(Thread.interrupted()).isTrue();
    rightAnswer();
  }

  @Test
  void aLargeTextDoesNotKeepItsMemory() {
    rightAnswer();
    Set<Long> before = threads();
    assertThat(pool.parse("select " + "a.b + 1, ".repeat(7_000) + "b")).isNotNull();

    rightAnswer();
    assertThat(threads()).doesNotContainAnyElementsOf(before);
  }

  @Test
  void answersManyAtOnce() throws Exception {
    List<String> texts =
        Corpus.statements().stream().filter(text -> text.length() < 200).limit(150).toList();
    List<String> alone = texts.stream().map(text -> pool.parse(text).toString()).toList();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            callers.submit(() -> texts.stream().map(text -> pool.parse(text).toString()).toList()));
      }
      for (Future<List<String>> answers : all) {
        assertThat(answers.get()).isEqualTo(alone);
      }
    }
    assertThat(threads()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void refusesAfterItsEnd() {
    rightAnswer();
    pool.close();

    assertThat(pool.parse("select 1")).isInstanceOf(Refused.class);
  }

  private void rightAnswer() {
    assertThat(pool.parse("select a from t; select 2"))
        .isInstanceOfSatisfying(
            Tree.class,
            tree ->
                assertThat(tree.parsed().statements())
                    .extracting(Parsed.Statement::length)
                    .containsExactly(15, grammar == Grammar.POSTGRES_17 ? 9 : 8));
  }

  /** The workers that live; idle ones stay until the pool is closed. */
  private Set<Long> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("sql-parser-" + grammar.version()))
        .map(Thread::threadId)
        .filter(thread -> !others.contains(thread))
        .collect(Collectors.toSet());
  }
}
