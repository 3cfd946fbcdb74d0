package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fence around statements that write: one read-write transaction with its limits, kept as a
 * whole or not at all.
 *
 * <p>Each statement has a round trip of its own, and COMMIT is sent when every answer is known:
 * what fails before it has certainly changed nothing. Afterwards the session forgets everything
 * (DISCARD ALL): what a trigger set or prepared outlives a commit.
 */
final class WriteTransaction {

  private static final Wire.Part OWN = Wire.Part.of(Fence.path(RunAs.OWN_PATH));

  /** Rows that a statement returns at a time; a count of all needs all of them. */
  private static final int BATCH = 20_000;

  /** Tags of what no agent may do to a transaction of ours; a second line behind the judging. */
  private static final Set<String> NOT_HERE =
      Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PREPARE", "SET");

  private static final Set<String> COUNTED = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

  /** Their tag is SELECT, with the rows that are kept. */
  private static final Set<String> KEPT = Set.of("CREATE TABLE AS", "CREATE MATERIALIZED VIEW");

  private final Fence fence;
  private final Binding binding;
  private final TypeCatalog types;

  WriteTransaction(Fence fence, Binding binding, TypeCatalog types) {
    this.fence = fence;
    this.binding = binding;
    this.types = types;
  }

  /**
   * Runs the statements.
   *
   * @param steps judged already, as far as they can be
   * @param ending what becomes of it
   * @throws CallException with {@code statement_index} in its details when a statement failed, and
   *     {@code outcome: unknown} when nobody can tell whether the transaction was kept
   * @throws ReadOnlyTransaction.ConnectionLost when nothing was done and another connection may do
   */
  Effects run(
      Lease lease,
      List<Judges.Step> steps,
      RunAs as,
      Isolation isolation,
      Limits limits,
      Ending ending)
      throws ReadOnlyTransaction.ConnectionLost {
    return run(lease, steps, as, isolation, "", limits, ending);
  }

  /** Runs one statement behind EXPLAIN, as the prefix has it, and rolls it back. */
  Written explain(Lease lease, Judges.Step step, RunAs as, String prefix, Limits limits)
      throws ReadOnlyTransaction.ConnectionLost {
    return run(lease, List.of(step), as, Isolation.READ_COMMITTED, prefix, limits, Ending.ROLLBACK)
        .results()
        .getFirst();
  }

  private Effects run(
      Lease lease,
      List<Judges.Step> steps,
      RunAs as,
      Isolation isolation,
      String prefix,
      Limits limits,
      Ending ending)
      throws ReadOnlyTransaction.ConnectionLost {
    lease.doubt();
    Wire wire = lease.wire();
    begin(lease, as.before(), isolation, limits);
    var done = new EarlierResults(wire);
    RowCounts before = ending.counts() ? counts(lease, limits) : null;
    for (Judges.Step step : steps) {
      try (var _ = Deadline.of(lease, limits)) {
        done.add(step(wire, prefix, step, as, done, limits, ending));
      } catch (CallException e) {
        WriteEnd.rollBack(lease);
        throw at(step.index(), e);
      } catch (ReadOnlyTransaction.Stale e) {
        WriteEnd.rollBack(lease);
        throw e;
      }
    }
    try (var _ = Deadline.of(lease, limits)) {
      return end(lease, done.results(), before, limits, ending);
    } catch (CallException e) {
      boolean discreet = done.results().stream().anyMatch(each -> each.statement().discreet());
      throw discreet ? Discretion.about(e) : e;
    }
  }

  private static Effects end(
      Lease lease,
      List<Written> results,
      @Nullable RowCounts before,
      Limits limits,
      Ending ending) {
    Long rows = before == null ? null : settled(lease, limits).since(before);
    var effects = new Effects(results, rows);
    try {
      ending.check().accept(effects);
    } catch (CallException e) {
      WriteEnd.rollBack(lease);
      throw e;
    }
    if (ending.keep()) {
      WriteEnd.commit(lease, limits);
    } else {
      WriteEnd.rollBack(lease);
    }
    return effects;
  }

  /** The counts after all that was deferred to the end. */
  private static RowCounts settled(Lease lease, Limits limits) {
    long start = System.nanoTime();
    Reply reply = lease.wire().run(List.of("SET CONSTRAINTS ALL IMMEDIATE"), 0, List.of(), 1);
    if (reply.failure() != null) {
      WriteEnd.rollBack(lease);
      throw SqlStates.failure(reply.failure(), limits, ReadOnlyTransaction.since(start), true);
    }
    find(lease.wire(), OWN);
    return counts(lease, limits);
  }

  private static RowCounts counts(Lease lease, Limits limits) {
    long start = System.nanoTime();
    try {
      return RowCounts.read(lease.wire());
    } catch (SQLException e) {
      WriteEnd.rollBack(lease);
      throw SqlStates.failure(e, limits, ReadOnlyTransaction.since(start), true);
    }
  }

  private void begin(Lease lease, RunAs as, Isolation isolation, Limits limits)
      throws ReadOnlyTransaction.ConnectionLost {
    Wire wire = lease.wire();
    long start = System.nanoTime();
    SQLException failure;
    boolean received = false;
    try {
      ReadOnlyTransaction.patience(wire, limits);
      String begin = "BEGIN ISOLATION LEVEL " + isolation + ", READ WRITE";
      Reply begun = fence.begin(wire, begin, limits, Fence.IDLE, as);
      failure = begun.failure();
      received = begun.received();
    } catch (SQLException e) {
      failure = e;
    }
    if (failure == null) {
      return;
    }
    WriteEnd.rollBack(lease);
    CallException refused = Fence.refused(failure, as);
    if (refused != null) {
      throw refused;
    }
    throw ReadOnlyTransaction.told(failure, received, limits, start, true);
  }

  private Written step(
      Wire wire,
      String prefix,
      Judges.Step step,
      RunAs as,
      EarlierResults done,
      Limits limits,
      Ending ending) {
    Judged judged = judged(wire, step, as);
    if (ending.tries() && judged.statement().setsSequence()) {
      throw new CallException(
          ErrorCode.STATEMENT_REFUSED,
          "setval() is refused: the operator wants every write confirmed by the user, and what it"
              + " sets is kept even when the user says no.");
    }
    try {
      return step(wire, prefix + judged.statement().text(), judged, step, done, limits);
    } catch (CallException e) {
      CallException told = Explainer.placed(Explainer.shifted(e, prefix), judged.statement());
      throw judged.statement().discreet() ? Discretion.about(told) : told;
    }
  }

  /** The verdict, and that it still holds; names are found along the caller's path then. */
  private Judged judged(Wire wire, Judges.Step step, RunAs as) {
    if (as.searchPath() != null) {
      find(wire, OWN);
    }
    Judged judged = step.judged(new WireSource(wire, types));
    if (step.before() != null) {
      Reply checked = wire.run(List.of(Freshness.check(judged.stamps())), 0, 1);
      if (Freshness.failed(checked)) {
        throw new ReadOnlyTransaction.Stale();
      }
    }
    if (as.searchPath() != null) {
      find(wire, Wire.Part.of(Fence.path(as.searchPath())));
    }
    return judged;
  }

  private static void find(Wire wire, Wire.Part path) {
    Reply set = wire.run(List.of(path), 0, 1);
    if (set.failure() != null) {
      throw SqlStates.failure(set.failure(), Limits.OURS, Duration.ZERO, true);
    }
  }

  private Written step(
      Wire wire, String text, Judged judged, Judges.Step step, EarlierResults done, Limits limits) {
    Tripwire.check(text);
    List<?> values = step.values().after(done);
    long start = System.nanoTime();
    try {
      List<Wire.Value> bound =
          values.stream().anyMatch(Parameters::structured)
              ? binding.typed(wire, text, values)
              : binding.texts(values);
      if (step.ceiling().limits(judged.statement())) {
        plan(wire, text, bound, values, step.ceiling(), limits);
      }
      Reply reply = wire.command(text, bound, Math.max(BATCH, limits.maxRows() + 1));
      check(reply.failure());
      long rows = reply.rowCount();
      for (var portal = reply.portal(); portal != null; ) {
        Reply more = wire.next(portal, BATCH);
        check(more.failure());
        rows += more.rowCount();
        portal = more.portal();
      }
      String command = command(reply, judged);
      refuse(wire, command);
      boolean counted = COUNTED.contains(command) || KEPT.contains(command);
      long affected = reply.portal() == null ? reply.affected() : rows;
      return new Written(
          judged.statement(), command, counted ? affected : 0, rows(wire, reply, limits));
    } catch (SQLException e) {
      CallException told = SqlStates.failure(e, limits, ReadOnlyTransaction.since(start), false);
      throw Misfit.named(told, e, values);
    }
  }

  /** Only here is known what the statements before have made, and which values they gave. */
  private void plan(
      Wire wire,
      String text,
      List<Wire.Value> values,
      List<?> given,
      Ceiling ceiling,
      Limits limits) {
    long start = System.nanoTime();
    Reply reply = wire.command(Ceiling.PLAN + text, values, 0);
    if (reply.failure() != null) {
      CallException failure =
          SqlStates.failure(reply.failure(), limits, ReadOnlyTransaction.since(start), false);
      throw Explainer.shifted(Misfit.named(failure, reply.failure(), given), Ceiling.PLAN);
    }
    Limits room = Explainer.limits(limits);
    ceiling.check(Explainer.explained(new Rows(reply, types, room), false, true).text());
  }

  private @Nullable Rows rows(Wire wire, Reply reply, Limits limits) throws SQLException {
    if (!reply.tabular()) {
      return null;
    }
    binding.learn(wire, TypeCatalog.keys(reply));
    return new Rows(reply, types, limits);
  }

  private static void check(@Nullable SQLException failure) throws SQLException {
    if (failure != null) {
      throw failure;
    }
  }

  /** The tag without its counts; the last batch of many rows has none, but it is known. */
  private static String command(Reply reply, Judged judged) {
    String tag = reply.command();
    String known = judged.statement().command();
    return tag == null || KEPT.contains(known) ? known : tag.replaceAll("[ 0-9]+$", "");
  }

  private static void refuse(Wire wire, String command) {
    if (command.equals("EMPTY")) {
      throw new CallException(ErrorCode.INVALID_REQUEST, "The statement is empty.");
    }
    if (!wire.inTransaction() || NOT_HERE.contains(command.split(" ", 2)[0])) {
      throw new CallException(
          ErrorCode.STATEMENT_REFUSED,
          command + " cannot run here: the server begins and ends transactions itself.");
    }
  }

  /** The failure of a statement, with its index if it has one. */
  static CallException at(@Nullable Integer index, CallException e) {
    if (index == null) {
      return e;
    }
    Map<String, Object> details = new HashMap<>(e.details());
    details.put("statement_index", index);
    return new CallException(e.code(), e.getMessage(), details, e);
  }
}
