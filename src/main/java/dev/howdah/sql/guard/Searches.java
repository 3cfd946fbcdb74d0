package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches of one long value in another, whose time grows with the product of both: {@code
 * repeat('a', 200000) like '%' || repeat('a', 100000) || 'b%'}. PostgreSQL looks for neither the
 * timeout nor a cancel request until such a call is done, or, of constants, all of them.
 *
 * <p>Only sizes that the statement's own text tells are known here. What stands in a table is not.
 */
final class Searches {

  /** In pairs of bytes; LIKE and position() compare 1.7 a nanosecond, so this takes 0.3 s. */
  private static final long MOST_PAIRS = 500_000_000;

  /** How much longer those take that look through a list of characters. */
  private static final long LISTED = 10;

  private static final Set<String> OPERATORS = Set.of("~~", "!~~", "~~*", "!~~*", "@>", "<@", "&&");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "position",
          "strpos",
          "textpos",
          "replace",
          "split_part",
          "string_to_array",
          "string_to_table",
          "like",
          "notlike",
          "textlike",
          "textnlike",
          "texticlike",
          "texticnlike",
          "bpcharlike",
          "bpcharnlike",
          "bpchariclike",
          "bpcharicnlike",
          "bytealike",
          "byteanlike",
          "arrayoverlap",
          "arraycontains",
          "arraycontained",
          "jsonb_contains",
          "jsonb_contained");

  private static final Set<String> INSIDE =
      Set.of("CommonTableExpr", "RangeSubselect", "RangeFunction", "SubLink");

  private static final Set<String> LISTS = Set.of("translate", "btrim", "ltrim", "rtrim");

  /**
   * What a column or a subquery counts as: as much as any value that the statement makes inside.
   */
  private final long column;

  private long pairs;

  private Searches(long column) {
    this.column = column;
  }

  /**
   * Adds them up.
   *
   * @throws Refusal when they come to too much
   */
  static void check(Node statement) {
    new Searches(made(statement, false)).walk(statement);
  }

  /** The largest value among the columns of what is inside. */
  private static long made(Node node, boolean inside) {
    long most = 1;
    boolean columns =
        (inside && (node.is("ResTarget") || node.is("List"))) || node.is("RangeFunction");
    if (columns) {
      for (Node item : node.children()) {
        most = Math.max(most, Bombs.size(item, 1));
      }
    }
    for (Node child : node.children()) {
      most = Math.max(most, made(child, inside || INSIDE.contains(node.kind())));
    }
    return most;
  }

  private void walk(Node node) {
    switch (node.kind()) {
      case "A_Expr" -> expression(node);
      case "FuncCall" -> call(node);
      default -> {}
    }
    node.children().forEach(this::walk);
  }

  private void expression(Node node) {
    String kind = node.text("kind", "");
    String symbol = node.list("name").isEmpty() ? "" : node.list("name").getLast().text("sval", "");
    if (OPERATORS.contains(symbol) || kind.equals("AEXPR_LIKE") || kind.equals("AEXPR_ILIKE")) {
      add(node.node("lexpr"), node.node("rexpr"), 1, symbol, node);
    }
  }

  private void call(Node call) {
    String name = Bombs.name(call);
    boolean lists = LISTS.contains(name);
    if ((lists || FUNCTIONS.contains(name)) && call.list("args").size() >= 2) {
      add(
          call.list("args").getFirst(),
          call.list("args").get(1),
          lists ? LISTED : 1,
          name + "()",
          call);
    }
  }

  private void add(@Nullable Node one, @Nullable Node other, long factor, String what, Node node) {
    pairs += factor * Bombs.size(one, column) * Bombs.size(other, column);
    if (pairs > MOST_PAIRS) {
      throw Refusal.gate(
          "Searching texts or lists as long as these with "
              + what
              + " could take very long, and nothing could stop it; make them shorter.",
          what,
          node.location());
    }
  }
}
