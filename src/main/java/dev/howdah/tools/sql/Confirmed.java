package dev.howdah.tools.sql;

import dev.howdah.db.Effects;
import dev.howdah.db.Written;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Access.RelationName;
import dev.howdah.sql.guard.CheckedSql;
import dev.howdah.sql.guard.Operation;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user is asked about, and what is then held against what happens.
 *
 * @param steps one a statement, in order
 * @param rows most rows that change in all, see {@link Effects#rows}; null when they are not known,
 *     or the caller may not know them
 */
record Confirmed(List<Step> steps, @Nullable Long rows) {

  private static final Set<String> COUNTED = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

  private static final Comparator<RelationName> BY_NAME =
      Comparator.comparing(RelationName::schema).thenComparing(RelationName::name);

  /**
   * One statement.
   *
   * @param command such as {@code DELETE}
   * @param others what else it does, in its WITH or its clauses, such as {@code INSERT}
   * @param cascades whether it says CASCADE
   * @param objects what it writes to or defines, of what is open to the caller
   * @param rows most rows that it itself changes; null for what is not counted
   * @param writes whether it changes anything by what it says
   */
  record Step(
      String command,
      List<String> others,
      boolean cascades,
      List<RelationName> objects,
      @Nullable Long rows,
      boolean writes) {

    /** A write in its WITH may reach a foreign table, whose rows nobody counts. */
    private boolean changesNothing() {
      return !writes || (rows != null && rows == 0 && others.isEmpty());
    }

    private static Step of(CheckedSql statement, @Nullable Long rows, Access access) {
      Set<Operation> does = statement.operations();
      List<String> others =
          does.stream()
              .filter(each -> each != Operation.SELECT && each != Operation.DDL)
              .map(Enum::name)
              .filter(each -> !each.equals(statement.command()))
              .sorted()
              .toList();
      // What lies behind a view is not told to whom it is not open.
      List<RelationName> objects =
          statement.targets().stream()
              .filter(name -> does.stream().anyMatch(each -> open(access, each, name)))
              .sorted(BY_NAME)
              .toList();
      return new Step(
          statement.command(), others, statement.cascades(), objects, rows, statement.writes());
    }

    private static boolean open(Access access, Operation operation, RelationName name) {
      return operation == Operation.DDL || access.allows(operation, name.schema(), name.name());
    }
  }

  /** What a try, or the transaction itself, has shown. */
  static Confirmed of(Effects effects, Access access) {
    return new Confirmed(
        effects.results().stream()
            .map(each -> Step.of(each.statement(), counted(each), access))
            .toList(),
        access.restricted() ? null : effects.rows());
  }

  /** A statement that is not tried. */
  static Confirmed of(CheckedSql statement, Access access) {
    return new Confirmed(List.of(Step.of(statement, null, access)), null);
  }

  private static @Nullable Long counted(Written written) {
    return COUNTED.contains(written.command()) ? written.affected() : null;
  }

  /** Whether nothing at all is changed, and that is known. */
  boolean changesNothing() {
    return rows != null && rows == 0 && steps.stream().allMatch(Step::changesNothing);
  }

  /**
   * Holds what was done against this.
   *
   * @throws CallException when it was more
   */
  void check(Confirmed done) {
    for (int i = 0; i < steps.size(); i++) {
      Step asked = steps.get(i);
      Step step = done.steps.get(i);
      if (!new HashSet<>(asked.objects).containsAll(step.objects)) {
        throw refused("It would change other objects than those that were confirmed", i, Map.of());
      }
      if (exceeds(step.rows, asked.rows)) {
        throw more(step.command + " would change", step.rows, asked.rows, i);
      }
    }
    if (exceeds(done.rows, rows)) {
      throw more(
          "With WITH, triggers and cascades, it would change", done.rows, rows, steps.size());
    }
  }

  private static boolean exceeds(@Nullable Long rows, @Nullable Long asked) {
    return rows != null && asked != null && rows > asked;
  }

  private CallException more(String what, @Nullable Long rows, @Nullable Long asked, int index) {
    return refused(
        String.format(Locale.ROOT, "%s %,d rows, and %,d were confirmed", what, rows, asked),
        index,
        Map.of("rows", String.valueOf(rows), "confirmed_rows", String.valueOf(asked)));
  }

  private CallException refused(String why, int index, Map<String, String> numbers) {
    Map<String, Object> details = new TreeMap<>();
    details.put("confirmation", "exceeded");
    numbers.forEach((name, number) -> details.put(name, Long.valueOf(number)));
    if (steps.size() > 1 && index < steps.size()) {
      details.put("statement_index", index);
    }
    return new CallException(
        ErrorCode.ACCESS_DENIED,
        why + ". Nothing was changed; call again to have the user asked anew.",
        details);
  }
}
