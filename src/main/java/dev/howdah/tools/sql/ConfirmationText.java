package dev.howdah.tools.sql;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.Access.RelationName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The words of a question: made of what was parsed and counted, never of the statement's own text.
 */
final class ConfirmationText {

  /** Beyond it nobody reads; a shorter one that leaves tables out would be a trap. */
  private static final int LONGEST = 4_000;

  private ConfirmationText() {}

  /**
   * The question.
   *
   * @throws CallException {@code STATEMENT_REFUSED} when it would be too long
   */
  static String of(String database, Confirmed asked) {
    String lines =
        Line.of(asked.steps()).entrySet().stream()
            .map(entry -> entry.getKey().text(entry.getValue()))
            .collect(Collectors.joining("\n"));
    int statements = asked.steps().size();
    String text =
        "Run "
            + (statements == 1 ? "this" : "these " + statements + " statements in one transaction")
            + " in the database "
            + ShownName.quoted(database)
            + "?\n"
            + lines
            + inAll(asked);
    if (text.length() > LONGEST) {
      throw new CallException(
          ErrorCode.STATEMENT_REFUSED,
          "This touches more than a user can be asked about at once; send it in smaller parts.");
    }
    return text;
  }

  private static String inAll(Confirmed asked) {
    boolean tried = asked.steps().stream().anyMatch(step -> step.rows() != null);
    Long all = asked.rows();
    if (all == null) {
      return tried ? "\nRows that WITH, triggers and cascades change are not counted here." : "";
    }
    long told = asked.steps().stream().mapToLong(ConfirmationText::rows).sum();
    return all <= told
        ? ""
        : "\nIn all " + rows(all) + " change, with those of WITH, triggers and cascades.";
  }

  private static long rows(Confirmed.Step step) {
    Long rows = step.rows();
    return rows == null ? 0 : rows;
  }

  private static String rows(long rows) {
    return rows == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", rows);
  }

  /** What statements have in common that are told of together. */
  private record Line(
      String command, List<String> others, boolean cascades, List<RelationName> objects) {

    /** Statements of each kind, those that only read apart from all others. */
    static Map<Line, List<Confirmed.Step>> of(List<Confirmed.Step> steps) {
      return steps.stream()
          .collect(
              Collectors.groupingBy(
                  step -> new Line(step.command(), step.others(), step.cascades(), step.objects()),
                  LinkedHashMap::new,
                  Collectors.toList()));
    }

    String text(List<Confirmed.Step> steps) {
      StringBuilder text = new StringBuilder(command);
      if (!others.isEmpty()) {
        text.append(" with ").append(String.join(", ", others));
      }
      if (cascades) {
        text.append(" CASCADE");
      }
      Long rows = sum(steps);
      if (rows != null) {
        text.append(" of ").append(rows(rows));
      }
      if (steps.size() > 1) {
        text.append(" in ").append(steps.size()).append(" statements");
      }
      String names = objects.stream().map(ShownName::of).collect(Collectors.joining(", "));
      return names.isEmpty() ? text.toString() : text.append(": ").append(names).toString();
    }

    private static @Nullable Long sum(List<Confirmed.Step> steps) {
      return steps.getFirst().rows() == null
          ? null
          : Long.valueOf(steps.stream().mapToLong(ConfirmationText::rows).sum());
    }
  }
}
