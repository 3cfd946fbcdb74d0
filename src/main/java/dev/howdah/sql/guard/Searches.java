package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Set;

/**
 * Searches of one long value in another, and other work, whose time grows with the product of both:
 * {@code repeat('a', 200000) like '%' || repeat('a', 100000) || 'b%'}. PostgreSQL looks for neither
 * the timeout nor a cancel request until such a call is done, or, of constants, all of them.
 *
 * <p>Only sizes that the statement's own text tells are known here. What stands in a table is not.
 */
final class Searches {

  /** In pairs of bytes; LIKE and position() compare 1.7 a nanosecond, so this takes 0.3 s. */
  private static final long MOST_PAIRS = 500_000_000;

  /** How much longer those take that look through a list of characters. */
  private static final long LISTED = 10;

  /** How much longer it takes to raise a number with as many digits. */
  private static final long RAISED = 1_000;

  /** Digits of a number as people write it; a column may be its exponent. */
  private static final long SHORT = 100;

  private static final Set<String> OPERATORS =
      Set.of("~~", "!~~", "~~*", "!~~*", "@>", "<@", "&&", "<->", "?#", "~=", "@", "*", "/", "%");

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
          "jsonb_contained",
          "bitposition",
          "numeric_mul",
          "numeric_div",
          "numeric_mod",
          "mod",
          "div");

  private static final Set<String> LISTS =
      Set.of(
          "translate",
          "btrim",
          "ltrim",
          "rtrim",
          "path_inter",
          "path_distance",
          "poly_overlap",
          "poly_contain",
          "poly_contained",
          "poly_same",
          "poly_distance");

  private static final Set<String> POWERS = Set.of("power", "pow", "numeric_power");

  /** They sort marks that follow each other, by the square of how many there are. */
  private static final Set<String> SORTING = Set.of("normalize", "is_normalized");

  private final Sizes sizes;

  /** With parameters as long as anything can be. */
  private final Sizes longest;

  /** Of one expression, by {@link Multiplying}. */
  private static final double MOST_COPIES = 200_000;

  /** Work that is nothing, however many copies are made of it. */
  private static final long LITTLE = 10_000;

  private static final Set<String> PULLED_UP =
      Set.of("CommonTableExpr", "RangeSubselect", "RangeFunction");

  /** How often the planner may copy what a subquery computes to where that is named. */
  private final long copies;

  private double pairs;

  private Searches(Sizes sizes, Sizes longest, long copies) {
    this.sizes = sizes;
    this.copies = copies;
    this.longest = longest;
  }

  /**
   * Adds them up.
   *
   * @throws Refusal when they come to too much
   */
  static void check(Node statement) {
    double copies =
        Math.pow(
            (double) count(statement, Set.of("ColumnRef")), (double) count(statement, PULLED_UP));
    new Searches(
            Sizes.in(statement, 1),
            Sizes.in(statement, Sizes.ENDLESS),
            (long) Math.max(1, Math.min(MOST_COPIES, copies)))
        .walk(statement, false);
  }

  private static long count(Node node, Set<String> kinds) {
    long count = kinds.contains(node.kind()) ? 1 : 0;
    for (Node child : node.children()) {
      count += count(child, kinds);
    }
    return count;
  }

  private void walk(Node node, boolean inside) {
    double before = pairs;
    switch (node.kind()) {
      case "A_Expr" -> expression(node);
      case "FuncCall" -> call(node);
      default -> {}
    }
    double work = pairs - before;
    if (inside && work > LITTLE) {
      pairs += work * (copies - 1);
      limit(Bombs.name(node) + Sizes.symbol(node), node);
    }
    boolean within = inside || PULLED_UP.contains(node.kind());
    node.children().forEach(child -> walk(child, within));
  }

  private void expression(Node node) {
    Node left = node.node("lexpr");
    Node right = node.node("rexpr");
    if (left == null || right == null) {
      return;
    }
    String kind = node.text("kind", "");
    String symbol = Sizes.symbol(node);
    if (symbol.equals("^")) {
      power(left, right, symbol, node);
    } else if (OPERATORS.contains(symbol)
        || kind.equals("AEXPR_LIKE")
        || kind.equals("AEXPR_ILIKE")) {
      add((double) Sizes.multiplied(sizes.of(left), sizes.of(right)), 1, symbol, node);
    }
  }

  private void call(Node call) {
    String name = Bombs.name(call);
    List<Node> arguments = call.list("args");
    if (SORTING.contains(name) && !arguments.isEmpty()) {
      sorted(arguments.getFirst(), name, call);
    }
    if (arguments.size() < 2) {
      return;
    }
    Node first = arguments.getFirst();
    Node second = arguments.get(1);
    if (POWERS.contains(name)) {
      power(first, second, name + "()", call);
    } else if (LISTS.contains(name) || FUNCTIONS.contains(name)) {
      long work = Sizes.multiplied(sizes.of(first), sizes.of(second));
      add((double) work, LISTS.contains(name) ? LISTED : 1, name + "()", call);
    }
  }

  private void sorted(Node text, String name, Node call) {
    long bytes = longest.of(text);
    if (bytes == Sizes.ENDLESS) {
      throw Refusal.gate(
          name
              + "() of a parameter could take very long, and nothing could stop it; cut it, as in"
              + " left($1, 1000).",
          name,
          call.location());
    }
    add((double) Sizes.multiplied(bytes, bytes), LISTED, name + "()", call);
  }

  private void power(Node base, Node exponent, String what, Node node) {
    boolean told = Sizes.constant(exponent) || sizes.of(base) > SHORT;
    double work = told ? sizes.of(base) * sizes.amount(exponent) : 1;
    if (pairs + RAISED * work > MOST_PAIRS) {
      throw Refusal.gate(
          "Raising a number as long as this to such a power with "
              + what
              + " could take very long, and nothing could stop it; make them smaller, or cast to"
              + " double precision.",
          what,
          node.location());
    }
    pairs += RAISED * work;
  }

  private void add(double work, long factor, String what, Node node) {
    pairs += factor * work;
    limit(what, node);
  }

  private void limit(String what, Node node) {
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
