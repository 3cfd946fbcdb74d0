package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.db.Finding.Severity;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class RoleGuardTest {

  private static final Finding POWER =
      new Finding(
          Severity.DANGEROUS, true, "u is a superuser.", "alter role u nosuperuser;", false);
  private static final Finding NOTE =
      new Finding(Severity.NOTE, false, "u sees much.", "revoke it from u;", false);
  private static final Posture POWERFUL = new Posture("u", "u", List.of(POWER, NOTE));
  private static final Posture RIGHT = new Posture("u", "u", List.of());

  private final AtomicLong nanos = new AtomicLong(-5);
  private final AtomicInteger examinations = new AtomicInteger();
  private final Logger logger = Logger.getLogger("dev.howdah.db");
  private final List<String> log = new ArrayList<>();
  private volatile Posture posture = POWERFUL;
  private volatile @Nullable ErrorCode failing;

  private final Handler handler =
      new Handler() {
        @Override
        public synchronized void publish(LogRecord entry) {
          log.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
  }

  @Test
  void examinesAtTheFirstCallAndAgainWithALaterConnection() {
    RoleGuard guard = guard(RolePolicy.WARN);
    assertThat(guard.known()).isEmpty();

    call(guard, true);
    call(guard, true);
    pass(Duration.ofMinutes(11));
    call(guard, false);
    assertThat(examinations).hasValue(1);
    assertThat(guard.known()).contains(POWERFUL);

    posture = RIGHT;
    call(guard, true);
    assertThat(examinations).hasValue(2);
    assertThat(guard.known()).contains(RIGHT);
  }

  @Test
  void refusesAPowerfulRoleUntilItIsMended() {
    RoleGuard guard = guard(RolePolicy.REFUSE);

    CallException refusal = catchThrowableOfType(CallException.class, () -> call(guard, true));
    assertThat(refusal.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
    assertThat(refusal)
        .hasMessage(
            "Database shop is not served over a network with a role this powerful: u is a superuser."
                + " \"howdah doctor\" prints the SQL that makes a right role; the setting"
                + " allow-powerful-role serves it all the same.");
    assertThat(refusal.details())
        .containsEntry("database", "shop")
        .containsEntry("findings", List.of("u is a superuser."));

    posture = RIGHT;
    pass(Duration.ofSeconds(9));
    assertThatThrownBy(() -> call(guard, true)).isInstanceOf(CallException.class);
    assertThat(examinations).hasValue(1);
    pass(Duration.ofSeconds(2));
    call(guard, false);
    assertThat(examinations).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"WARN", "REFUSE"})
  void comparesTheGrantsBesideTheCallsAndTellsOfThemOnce(RolePolicy policy) {
    posture = RIGHT;
    List<Runnable> waiting = new ArrayList<>();
    var wide = new Finding(Severity.MORE_THAN_NEEDED, false, "u reads app.closed.", "", false);
    var guard =
        new RoleGuard(
            "shop",
            policy,
            new RoleGuard.Examination() {
              @Override
              public Posture posture(Cancellation cancellation) {
                return examine(cancellation);
              }

              @Override
              public List<Finding> grants(Cancellation cancellation) {
                return List.of(wide);
              }
            },
            nanos::get,
            waiting::add);

    call(guard, true);
    assertThat(log).isEmpty();
    waiting.removeFirst().run();
    assertThat(log)
        .containsExactly(
            "WARNING Database shop, more than needed: u reads app.closed.",
            "WARNING Database shop: \"howdah doctor\" prints the SQL that mends this.");
    call(guard, true);
    assertThat(waiting).isEmpty();

    pass(Duration.ofMinutes(11));
    call(guard, true);
    waiting.removeFirst().run();
    assertThat(examinations).hasValue(2);
    assertThat(log).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"WARN", "REFUSE"})
  void comparesTheGrantsAgainLaterWhenThatFailedAndSaysSoOnce(RolePolicy policy) {
    posture = RIGHT;
    var comparisons = new AtomicInteger();
    var wide = new Finding(Severity.MORE_THAN_NEEDED, false, "u reads app.closed.", "", false);
    var guard =
        new RoleGuard(
            "shop",
            policy,
            new RoleGuard.Examination() {
              @Override
              public Posture posture(Cancellation cancellation) {
                return examine(cancellation);
              }

              @Override
              public List<Finding> grants(Cancellation cancellation) {
                if (comparisons.incrementAndGet() < 3) {
                  throw new CallException(ErrorCode.TIMEOUT, "Too long.");
                }
                return List.of(wide);
              }
            },
            nanos::get,
            Runnable::run);

    call(guard, true);
    call(guard, true);
    assertThat(comparisons).hasValue(1);
    pass(Duration.ofSeconds(61));
    call(guard, false);
    assertThat(comparisons).hasValue(2);
    assertThat(log)
        .containsExactly(
            "WARNING Database shop: what the role can read could not be compared with the access"
                + " rules; it is tried again: Too long.");

    pass(Duration.ofSeconds(61));
    call(guard, false);
    assertThat(log).contains("WARNING Database shop, more than needed: u reads app.closed.");
    pass(Duration.ofSeconds(61));
    call(guard, false);
    assertThat(comparisons).hasValue(3);
    assertThat(examinations).hasValue(1);
  }

  @Test
  void doesNotExamineWhereNobodyAsks() {
    call(guard(RolePolicy.IGNORE), true);

    assertThat(examinations).hasValue(0);
  }

  @Test
  void saysInTheLogWhatIsWrongAndOnlyOnce() {
    RoleGuard guard = guard(RolePolicy.WARN);
    call(guard, true);
    pass(Duration.ofMinutes(11));
    call(guard, true);

    assertThat(examinations).hasValue(2);
    assertThat(log)
        .containsExactly(
            "WARNING Database shop, dangerous: u is a superuser.",
            "WARNING Database shop: \"howdah doctor\" prints the SQL that mends this.");
  }

  @Test
  void saysTheFirstTenAndCountsTheRest() {
    List<Finding> many = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      many.add(new Finding(Severity.MORE_THAN_NEEDED, false, "It owns {" + i + "}.", "", false));
    }
    posture = new Posture("u", "u", many);

    call(guard(RolePolicy.WARN), true);

    assertThat(log)
        .hasSize(11)
        .contains("WARNING Database shop, more than needed: It owns {9}.")
        .last()
        .asString()
        .contains("and 2 more; ");
  }

  @ParameterizedTest
  @EnumSource(names = {"WARN", "REFUSE"})
  void letsNobodyInUnexaminedWhereItRefuses(RolePolicy policy) {
    RoleGuard guard = guard(policy);
    failing = ErrorCode.STATEMENT_FAILED;

    if (policy == RolePolicy.REFUSE) {
      assertThatThrownBy(() -> call(guard, true)).hasMessage("No.");
      assertThatThrownBy(() -> call(guard, false)).hasMessage("No.");
      assertThat(examinations).hasValue(2);
    } else {
      call(guard, true);
      call(guard, true);
      assertThat(examinations).hasValue(1);
      assertThat(log).containsExactly("WARNING Database shop: the role could not be examined: No.");
    }
    assertThat(guard.known()).isEmpty();
  }

  @Test
  void keepsNoCallWaitingWhereItOnlyWarns() {
    List<Runnable> waiting = new ArrayList<>();
    var guard = new RoleGuard("shop", RolePolicy.WARN, this::examine, nanos::get, waiting::add);

    call(guard, true);
    call(guard, true);
    assertThat(examinations).hasValue(0);
    assertThat(waiting).hasSize(1);

    waiting.getFirst().run();
    assertThat(examinations).hasValue(1);
    call(guard, true);
    assertThat(waiting).hasSize(1);
  }

  @Test
  void triesAgainWhenTheConnectionWentAway() {
    var guard = guard(RolePolicy.WARN);
    failing = ErrorCode.CONNECTION_FAILED;
    call(guard, true);
    failing = null;
    call(guard, true);

    assertThat(examinations).hasValue(2);
    assertThat(guard.known()).contains(POWERFUL);
    assertThat(log).noneMatch(line -> line.contains("could not be examined"));
  }

  /** Else the second of two first calls would be answered before anybody knows the role. */
  @Test
  void hasOthersWaitForTheFirstExamination() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    var guard =
        new RoleGuard(
            "shop",
            RolePolicy.REFUSE,
            cancellation -> {
              begun.countDown();
              await(finish);
              examinations.incrementAndGet();
              return POWERFUL;
            },
            nanos::get,
            Runnable::run);
    var refused = new AtomicInteger();
    List<Thread> calls = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      calls.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      call(guard, true);
                    } catch (CallException e) {
                      refused.incrementAndGet();
                    }
                  }));
    }
    await(begun);
    finish.countDown();
    for (Thread call : calls) {
      call.join();
    }

    assertThat(refused).hasValue(2);
    assertThat(examinations).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(3, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What a database does around a statement. */
  private static void call(RoleGuard guard, boolean connecting) {
    if (guard.check(connecting, new Cancellation())) {
      guard.examineLater();
    }
  }

  private RoleGuard guard(RolePolicy policy) {
    return new RoleGuard("shop", policy, this::examine, nanos::get, Runnable::run);
  }

  private Posture examine(Cancellation cancellation) {
    examinations.incrementAndGet();
    ErrorCode code = failing;
    if (code != null) {
      throw new CallException(code, "No.");
    }
    return posture;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
