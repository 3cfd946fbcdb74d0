package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parsed;
import dev.howdah.sql.parser.Parser;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An expression that an agent wrote, whole in itself: between parentheses in a statement it stays
 * one operand, whatever it holds.
 *
 * <p>PostgreSQL's parser has read it twice: after WHERE as it stands, which leaves no room for what
 * closes a parenthesis that it did not open, and there between parentheses, which leaves none for
 * what follows an expression.
 */
public final class Condition {

  private static final String BEFORE = "SELECT WHERE ";

  /** What a SELECT has that is nothing but WHERE; the others are set by any. */
  private static final Set<String> FIELDS =
      Set.of("whereClause", "limitOption", "op", "all", "groupDistinct");

  private final String text;
  private final SortedSet<Integer> parameters;

  private Condition(String text, SortedSet<Integer> parameters) {
    this.text = text;
    this.parameters = Collections.unmodifiableSortedSet(parameters);
  }

  /** What reading a text came to. */
  public sealed interface Reading {

    /** It is an expression. */
    record Read(Condition condition) implements Reading {}

    /**
     * It is not.
     *
     * @param refused its position is one in the text
     */
    record Unreadable(Verdict.Refused refused) implements Reading {}
  }

  static Reading read(String text, Parser parser) {
    if (text.isBlank()) {
      return refused("The condition is empty.", 0);
    }
    // A comment at the end reaches to the end of the line.
    return switch (parser.parse(BEFORE + text + "\n")) {
      case Outcome.SyntaxError(String message, int position) ->
          unreadable(Verdict.Why.SYNTAX, message, position);
      case Outcome.Refused(String reason) -> refused(reason, 0);
      case Outcome.Tree(Parsed bare) ->
          switch (parser.parse(BEFORE + "(" + text + "\n)")) {
            case Outcome.Tree(Parsed enclosed) when alone(bare) && alone(enclosed) ->
                new Reading.Read(new Condition(text, parameters(bare)));
            case Outcome.Refused(String reason) -> refused(reason, 0);
            case Outcome.SyntaxError _, Outcome.Tree _ ->
                refused(
                    "The condition must be one boolean expression, as it stands after WHERE, and"
                        + " nothing else: no ; and no clause behind it.",
                    0);
          };
    };
  }

  /** Whether it is one SELECT of nothing but a condition. */
  private static boolean alone(Parsed parsed) {
    if (parsed.statements().size() != 1) {
      return false;
    }
    Node select = parsed.statements().getFirst().node();
    return select.is("SelectStmt")
        && select.has("whereClause")
        && FIELDS.containsAll(select.fields())
        && select.text("op", "SETOP_NONE").equals("SETOP_NONE");
  }

  private static SortedSet<Integer> parameters(Parsed parsed) {
    SortedSet<Integer> found = new TreeSet<>();
    collect(parsed.statements().getFirst().node(), found);
    return found;
  }

  private static void collect(Node node, Set<Integer> found) {
    if (node.is("ParamRef")) {
      found.add(node.number("number"));
    }
    node.children().forEach(child -> collect(child, found));
  }

  private static Reading refused(String message, int position) {
    return unreadable(Verdict.Why.GATE, message, position);
  }

  private static Reading unreadable(Verdict.Why why, String message, int position) {
    int inside = position - BEFORE.length();
    int end = Math.max(0, inside);
    return new Reading.Unreadable(new Verdict.Refused(why, message, null, end));
  }

  /**
   * The expression, as it was written. What is put behind it begins with a line end, because a
   * comment may stand last.
   */
  public String text() {
    return text;
  }

  /** The numbers of the placeholders in it. */
  public SortedSet<Integer> parameters() {
    return parameters;
  }

  @Override
  public String toString() {
    return text;
  }
}
