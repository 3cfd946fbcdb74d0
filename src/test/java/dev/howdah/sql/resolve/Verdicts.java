package dev.howdah.sql.resolve;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares what we resolve with what PostgreSQL does, and counts. */
final class Verdicts {

  private final Connection connection;
  private final Samples samples;
  private final Map<Long, Set<Long>> runs = new HashMap<>();

  /** Sentences about what is wrong. */
  final List<String> wrong = new ArrayList<>();

  /** Calls that PostgreSQL accepts. */
  int accepted;

  /** Of those, calls that we cannot decide although all types are known. */
  int open;

  /** Calls that PostgreSQL does not know. */
  int unknown;

  /** Of those, calls that we find candidates for. */
  int found;

  Verdicts(Connection connection, Samples samples) {
    this.connection = connection;
    this.samples = samples;
  }

  /**
   * Compares a call whose arguments' types are all known.
   *
   * @param objects finds what has an OID
   */
  <T> Described compare(
      String sql, List<Long> arguments, Resolution<T> ours, Function<Long, @Nullable T> objects) {
    var theirs = Described.of(connection, sql);
    if (theirs.failure() != null) {
      if (theirs.failure().equals("42883")) {
        unknown++;
        found += ours.missing() ? 0 : 1;
      }
      if (theirs.failure().equals("42725") && ours.certain()) {
        wrong.add(sql + " is ambiguous, not " + ours);
      }
      return theirs;
    }
    accepted++;
    open += ours.certain() ? 0 : 1;
    among(sql, theirs, ours, objects);
    if (ours.certain() && ours.result() != theirs.type() && theirs.object() != 0) {
      open += ours.result() == Types.UNDECIDED ? 1 : 0;
    }
    Set<Long> functions = new HashSet<>(theirs.functions());
    functions.remove(theirs.object());
    arguments.forEach(type -> functions.removeAll(own(type)));
    if (!ours.conversions().containsAll(functions)) {
      wrong.add(sql + " converts by " + functions + ", not " + ours.conversions());
    }
    return theirs;
  }

  /** Compares a call some of whose arguments are undecided. */
  <T> void among(
      String sql, Described theirs, Resolution<T> ours, Function<Long, @Nullable T> objects) {
    if (theirs.failure() != null) {
      return;
    }
    if (theirs.object() == 0 && ours.cast() == 0) {
      wrong.add(sql + " converts, and is not " + ours);
    }
    if (theirs.object() != 0) {
      var chosen = Objects.requireNonNull(objects.apply(theirs.object()));
      if (!ours.candidates().contains(chosen)) {
        wrong.add(sql + " is " + chosen + ", not " + ours);
      }
      if (ours.result() != Types.UNDECIDED && ours.result() != theirs.type()) {
        wrong.add(sql + " results in " + theirs.type() + ", not " + ours.result());
      }
    }
  }

  /** What an argument runs before it is one: a value of a type with a length is fitted. */
  Set<Long> own(long type) {
    return runs.computeIfAbsent(
        type, _ -> Described.of(connection, "select " + samples.expression(type)).functions());
  }
}
