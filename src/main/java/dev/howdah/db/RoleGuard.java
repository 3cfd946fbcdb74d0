package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the role examined at its first statement, and again now and then, and keeps a powerful one
 * from being used where that is the policy. Where it is not, no call waits for the examination.
 * Thread-safe.
 */
final class RoleGuard {

  /** How old a verdict may be when a new connection is made. */
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  /** How old a refusal may be: whoever mends the role need not wait long. */
  private static final Duration REFUSED = Duration.ofSeconds(10);

  /** How long after a comparison that failed the next one is due. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int LINES = 10;

  private final Logger log = System.getLogger("dev.howdah.db");
  private final Turns one = new Turns(1);
  private final String database;
  private final RolePolicy policy;
  private final Examination examination;
  private final LongSupplier nanos;
  private final Executor later;
  private final AtomicBoolean examining = new AtomicBoolean();
  private volatile @Nullable Verdict verdict;

  /** Whether the grants were not compared since the last examination. */
  private volatile boolean owed;

  /** When they were last begun to be compared, if not since the last examination null. */
  private volatile @Nullable Long compared;

  private volatile List<Finding> toldOfGrants = List.of();
  private volatile boolean toldOfFailure;

  /** Asks the server. */
  interface Examination {

    /** What the role can do beyond what it needs. */
    Posture posture(Cancellation cancellation);

    /** What it can do beyond the access rules, which takes longer. */
    default List<Finding> grants(Cancellation cancellation) {
      return List.of();
    }
  }

  /**
   * An examination's result.
   *
   * @param posture null when it failed
   */
  private record Verdict(@Nullable Posture posture, long at) {

    List<Finding> powers() {
      return posture == null ? List.of() : posture.powers();
    }
  }

  /**
   * A guard that has not examined anything yet.
   *
   * @param nanos the time since whenever, in nanoseconds
   * @param later runs what no call waits for
   */
  RoleGuard(
      String database,
      RolePolicy policy,
      Examination examination,
      LongSupplier nanos,
      Executor later) {
    this.database = database;
    this.policy = policy;
    this.examination = examination;
    this.nanos = nanos;
    this.later = later;
  }

  /**
   * Stands before a statement.
   *
   * @param connecting whether the statement is likely to need a new connection
   * @return whether {@link #examineLater} is due after the statement, which need not wait for it
   * @throws CallException {@code ACCESS_DENIED} when the role is refused, or why the examination
   *     failed
   */
  boolean check(boolean connecting, Cancellation cancellation) {
    return switch (policy) {
      case IGNORE -> false;
      case WARN -> due(connecting) || comparisonDue();
      case REFUSE -> {
        refuse(connecting, cancellation);
        yield comparisonDue();
      }
    };
  }

  private void refuse(boolean connecting, Cancellation cancellation) {
    if (due(connecting)) {
      one.take(LONGEST_WAIT, cancellation);
      try {
        if (due(connecting)) {
          examine(cancellation);
        }
      } finally {
        one.give();
      }
    }
    Verdict now = verdict;
    if (now != null && !now.powers().isEmpty()) {
      throw refusal(now.powers());
    }
  }

  /** Examines what is left of it beside the calls, for the log alone. */
  void examineLater() {
    if (examining.compareAndSet(false, true)) {
      later.execute(
          () -> {
            try {
              if (policy == RolePolicy.WARN && due(true)) {
                examine(new Cancellation());
              }
              compareGrants(new Cancellation());
            } catch (CallException e) {
              log.log(Level.DEBUG, "The role was not examined.", e);
            } finally {
              examining.set(false);
            }
          });
    }
  }

  /** The latest posture, if there is one. */
  Optional<Posture> known() {
    return Optional.ofNullable(verdict).map(Verdict::posture);
  }

  private boolean due(boolean connecting) {
    Verdict last = verdict;
    if (last == null) {
      return true;
    }
    long age = nanos.getAsLong() - last.at();
    boolean refused = policy == RolePolicy.REFUSE && !last.powers().isEmpty();
    return (refused && age > REFUSED.toNanos()) || (connecting && age > INTERVAL.toNanos());
  }

  private void examine(Cancellation cancellation) {
    Verdict last = verdict;
    Posture posture = null;
    try {
      posture = examination.posture(cancellation);
    } catch (CallException e) {
      // Nobody is let in unexamined where the policy refuses. Without a connection there was no
      // examination, so the next call tries again.
      if (policy == RolePolicy.REFUSE
          || e.code() == ErrorCode.CONNECTION_FAILED
          || e.code() == ErrorCode.CANCELLED) {
        throw e;
      }
      log.log(
          Level.WARNING,
          "Database {0}: the role could not be examined: {1}",
          database,
          e.getMessage());
    }
    verdict = new Verdict(posture, nanos.getAsLong());
    compared = null;
    owed = true;
    if (posture != null && (last == null || !posture.equals(last.posture()))) {
      tell(posture.findings());
    }
  }

  private void compareGrants(Cancellation cancellation) {
    if (!comparisonDue()) {
      return;
    }
    compared = nanos.getAsLong();
    List<Finding> found;
    try {
      found = examination.grants(cancellation);
    } catch (CallException e) {
      if (!toldOfFailure) {
        toldOfFailure = true;
        log.log(
            Level.WARNING,
            "Database {0}: what the role can read could not be compared with the access rules; it"
                + " is tried again: {1}",
            database,
            e.getMessage());
      }
      return;
    }
    owed = false;
    toldOfFailure = false;
    if (!found.equals(toldOfGrants)) {
      toldOfGrants = found;
      tell(found);
    }
  }

  private boolean comparisonDue() {
    Long last = compared;
    return owed && (last == null || nanos.getAsLong() - last > AGAIN.toNanos());
  }

  private void tell(List<Finding> findings) {
    List<Finding> told =
        findings.stream().filter(finding -> finding.severity() != Finding.Severity.NOTE).toList();
    told.stream()
        .limit(LINES)
        .forEach(
            finding ->
                log.log(
                    Level.WARNING,
                    "Database {0}, {1}: {2}",
                    database,
                    finding.severity(),
                    finding.sentence()));
    if (!told.isEmpty()) {
      log.log(
          Level.WARNING,
          "Database {0}: {1}\"howdah doctor\" prints the SQL that mends this.",
          database,
          told.size() > LINES ? "and " + (told.size() - LINES) + " more; " : "");
    }
  }

  private CallException refusal(List<Finding> powers) {
    return new CallException(
        ErrorCode.ACCESS_DENIED,
        "Database "
            + database
            + " is not served over a network with a role this powerful: "
            + powers.getFirst().sentence()
            + (powers.size() > 1
                ? " There are " + (powers.size() - 1) + " more such findings."
                : "")
            + " \"howdah doctor\" prints the SQL that makes a right role; the setting"
            + " allow-powerful-role serves it all the same.",
        Map.of("database", database, "findings", powers.stream().map(Finding::sentence).toList()));
  }
}
