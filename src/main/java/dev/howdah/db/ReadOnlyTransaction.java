package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.catalog.Recorder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fence around every statement that reads: a read-only transaction with its limits, always
 * rolled back, all in one flush, unless its result is to be continued.
 */
final class ReadOnlyTransaction {

  private static final String BEGIN = "BEGIN READ ONLY";
  private static final Wire.Part END = Wire.Part.of(Fence.ROLLBACK);
  private static final Wire.Part UNLOCK = Wire.Part.of(Fence.UNLOCK);

  /** Commands that end or begin what is about to be rolled back anyway. */
  private static final Set<String> NOTHING_KEPT =
      Set.of("COMMIT", "ROLLBACK", "BEGIN", "START TRANSACTION", "SAVEPOINT", "RELEASE");

  /** The driver's name for a text that holds no statement. */
  private static final String EMPTY = "EMPTY";

  /** How long after its own time limit the server has to say so; it does not look everywhere. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final Fence fence;
  private final Binding binding;

  ReadOnlyTransaction(Fence fence, Binding binding) {
    this.fence = fence;
    this.binding = binding;
  }

  /** The connection turned out to be dead before the server did anything. */
  static final class ConnectionLost extends Exception {
    private final CallException failure;

    ConnectionLost(CallException failure) {
      super(failure);
      this.failure = failure;
    }

    CallException failure() {
      return failure;
    }
  }

  /**
   * How a statement is run.
   *
   * @param ours whether the text is ours
   * @param idle how long the transaction stays open for more rows when there are more; null to roll
   *     it back at once
   * @param looked what the verdict rests on, compared right before the statement; null for ours
   * @param kept whether the server may keep the text with its plan, which is ours then
   */
  record Way(
      RunAs as,
      boolean ours,
      @Nullable Duration idle,
      Recorder.@Nullable Stamps looked,
      boolean kept) {
    /** As the connection is, for a text that finds the same along any path. */
    static final Way ANYWHERE = ours(RunAs.ITSELF, false);

    /** For a text of an agent. */
    Way(RunAs as, boolean ours, @Nullable Duration idle, Recorder.@Nullable Stamps looked) {
      this(as, ours, idle, looked, false);
    }

    /** For a text of ours. */
    static Way ours(RunAs as, boolean kept) {
      return new Way(as, true, null, null, kept);
    }

    /** As whom the transaction begins. */
    RunAs first() {
      return looked == null ? as : as.before();
    }

    /** What goes before the statement: first the comparison, then where its names are found. */
    List<Wire.Part> checks() {
      if (looked == null) {
        return List.of();
      }
      return as.searchPath() == null
          ? List.of(Freshness.check(looked))
          : List.of(Freshness.check(looked), Wire.Part.of(Fence.path(as.searchPath())));
    }
  }

  /** The catalogue is no longer the one that the statement was judged by; nothing ran. */
  static final class Stale extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stale() {
      super("the catalogue has changed", null, false, false);
    }
  }

  /**
   * Runs one statement and returns its rows, at most one more than the limit.
   *
   * <p>When the reply has a portal the transaction is still open and the lease in doubt, until
   * {@link #end}.
   *
   * @throws ConnectionLost when the same may be tried on another connection
   */
  Reply run(Lease lease, String text, List<?> values, Limits limits, Way way)
      throws ConnectionLost {
    if (!way.ours()) {
      Tripwire.check(text);
    }
    long start = System.nanoTime();
    Reply reply;
    // Whatever ends this before all answers are read, an OutOfMemoryError too, leaves some of them
    // on the wire for the next caller.
    lease.doubt();
    lease.read(0);
    try (var _ = Deadline.of(lease, limits)) {
      reply = answer(lease, text, values, limits, way);
    } catch (SQLException e) {
      end(lease);
      throw told(e, false, limits, start, way.ours());
    } catch (CallException e) {
      end(lease);
      throw e;
    }
    SQLException failure = reply.failure();
    if (reply.portal() != null && failure == null) {
      return reply;
    }
    if (failure != null || !lease.wire().idle()) {
      end(lease);
    } else {
      lease.trust();
    }
    if (failure != null) {
      if (way.looked() != null && Freshness.failed(reply)) {
        throw new Stale();
      }
      CallException refused = reply.answered() ? null : Fence.refused(failure, way.as());
      if (refused != null) {
        throw refused;
      }
      CallException told =
          told(failure, reply.received(), limits, start, way.ours() || !reply.answered());
      throw way.ours() ? told : Misfit.named(told, failure, values);
    }
    refuseCommand(lease, reply);
    return reply;
  }

  private Reply answer(Lease lease, String text, List<?> values, Limits limits, Way way)
      throws SQLException {
    Wire wire = lease.wire();
    patience(wire, limits);
    boolean structured = values.stream().anyMatch(Parameters::structured);
    if (way.idle() == null && !structured) {
      List<Wire.Value> texts = binding.texts(values);
      if (way.kept() && wire.keeps()) {
        Reply reply = runAtOnce(wire, text, texts, limits, way, true);
        if (!KeptTexts.failed(reply)) {
          return reply;
        }
        wire.keepNothing();
        wire.run(List.of(Fence.ROLLBACK, Fence.UNLOCK), 0, List.of(), 1);
      }
      return runAtOnce(wire, text, texts, limits, way, false);
    }
    Duration idle = way.idle() == null ? Fence.IDLE : way.idle();
    var steps = new Steps(lease, limits);
    if (structured) {
      Reply begun = fence.begin(wire, BEGIN, limits, idle, way.first());
      if (begun.failure() != null) {
        return begun;
      }
      List<Wire.Part> checks = way.checks();
      if (!checks.isEmpty()) {
        Reply checked = wire.run(checks, 0, 1);
        if (checked.failure() != null) {
          return checked;
        }
      }
      var last = new Wire.Part(text, binding.typed(wire, text, values));
      return way.idle() == null
          ? wire.run(List.of(last, END, UNLOCK), 0, limits.stop())
          : steps.rest(wire.open(List.of(last), 0, steps.first()));
    }
    List<Wire.Part> parts = beginning(wire, limits, idle, way, false);
    parts.add(new Wire.Part(text, binding.texts(values)));
    Reply reply = wire.open(parts, parts.size() - 1, steps.first());
    if (fence.stopsWatching(reply)) {
      wire.run(List.of(Fence.ROLLBACK, Fence.UNLOCK), 0, List.of(), 1);
      return answer(lease, text, values, limits, way);
    }
    return steps.rest(reply);
  }

  /** How long the wire waits for an answer; the server gives up before. */
  static void patience(Wire wire, Limits limits) throws SQLException {
    wire.readTimeout((int) limits.statementTimeout().plus(ANSWER).toMillis());
  }

  /** What the caller is told; thrown is that another connection may be tried. */
  static CallException told(
      SQLException failure, boolean received, Limits limits, long start, boolean ours)
      throws ConnectionLost {
    CallException told = SqlStates.failure(failure, limits, since(start), ours);
    if (SqlStates.connectionLost(failure) && !received && since(start).compareTo(AT_ONCE) < 0) {
      throw new ConnectionLost(told);
    }
    return told;
  }

  /**
   * Refuses what was no query. It has been rolled back, but some commands leave a trace in the
   * session all the same, PREPARE and LOAD among them, so that the connection goes.
   */
  private static void refuseCommand(Lease lease, Reply reply) {
    String command = reply.command();
    if (command == null || NOTHING_KEPT.contains(command)) {
      return;
    }
    if (command.equals(EMPTY)) {
      throw new CallException(ErrorCode.INVALID_REQUEST, "The statement is empty.");
    }
    lease.doubt();
    throw new CallException(
        ErrorCode.STATEMENT_REFUSED,
        "Only statements that give rows are answered (SELECT, VALUES, TABLE, WITH, SHOW, EXPLAIN);"
            + " this was "
            + command
            + ". Nothing of it was kept.");
  }

  private Reply runAtOnce(
      Wire wire, String text, List<Wire.Value> values, Limits limits, Way way, boolean kept) {
    List<Wire.Part> parts = beginning(wire, limits, Fence.IDLE, way, kept);
    int wanted = parts.size();
    parts.addAll(List.of(new Wire.Part(text, values), END, UNLOCK));
    Reply reply =
        kept ? wire.runKept(parts, wanted, limits.stop()) : wire.run(parts, wanted, limits.stop());
    if (fence.stopsWatching(reply)) {
      wire.run(List.of(Fence.ROLLBACK, Fence.UNLOCK), 0, List.of(), 1);
      return runAtOnce(wire, text, values, limits, way, kept);
    }
    return reply;
  }

  /** What goes before the statement in the same flush. */
  private List<Wire.Part> beginning(
      Wire wire, Limits limits, Duration idle, Way way, boolean kept) {
    List<Wire.Part> parts = new ArrayList<>();
    parts.add(Wire.Part.of(BEGIN));
    String settings = fence.settings(wire, limits, idle, way.first());
    parts.add(
        Wire.Part.of(
            settings
                + (way.ours() ? Fence.NO_COMPILING : "")
                + (kept ? KeptTexts.check(wire.backendPid()) : "")));
    parts.addAll(way.checks());
    return parts;
  }

  /**
   * Rolls back, after a failure or when an open result ends: the server has skipped the rest of the
   * flush, or was not told yet.
   */
  static void end(Lease lease) {
    Wire wire = lease.wire();
    if (!wire.connectionClosed()) {
      Reply reply = wire.run(List.of(Fence.ROLLBACK, Fence.UNLOCK), 0, List.of(), 1);
      if (reply.failure() == null && wire.idle()) {
        lease.trust();
        return;
      }
    }
    lease.doubt();
  }

  static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
