package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work during which PostgreSQL looks for neither the timeout nor a cancel request, such as the
 * search of one long value in another: {@code repeat('a', 200000) like '%' || repeat('a', 100000)
 * || 'b%'}. Whatever is not known to be quick, or to look, is taken to need time by the product of
 * the two longest values that it is given, and too much for a value that is longer than anybody can
 * write.
 *
 * <p>Only sizes that the statement's own text tells are known here. What stands in a table is not.
 */
final class Uninterrupted {

  /** In pairs of bytes; LIKE and position() compare 1.7 a nanosecond, so this takes 0.3 s. */
  private static final long MOST_PAIRS = 500_000_000;

  /** How much longer those take that look through a list of characters. */
  private static final long LISTED = 10;

  /** How much longer it takes to raise a number with as many digits. */
  private static final long RAISED = 1_000;

  /** Digits of a number as people write it; a column may be its exponent. */
  private static final long SHORT = 100;

  /** As long as a statement may be, and so what is written in it. */
  private static final long WRITTEN = 64 << 10;

  private static final Set<String> SEARCHING_KINDS =
      Set.of("AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_OP_ALL", "AEXPR_LIKE", "AEXPR_ILIKE");

  /** Of one expression, by {@link Multiplying}. */
  private static final double MOST_COPIES = 200_000;

  /** Work that is nothing, however many copies are made of it. */
  private static final long LITTLE = 10_000;

  private static final Set<String> PULLED_UP =
      Set.of("CommonTableExpr", "RangeSubselect", "RangeFunction");

  private final Node statement;
  private final Sizes sizes;

  /** How often the planner may copy what a subquery computes to where that is named. */
  private final long copies;

  /** With parameters as long as anything can be. */
  private @Nullable Sizes longest;

  private double pairs;

  private Uninterrupted(Node statement, Sizes sizes) {
    this.statement = statement;
    this.sizes = sizes;
    double most =
        Math.pow(
            (double) count(statement, Set.of("ColumnRef")), (double) count(statement, PULLED_UP));
    this.copies = (long) Math.max(1, Math.min(MOST_COPIES, most));
  }

  /**
   * Adds them up.
   *
   * @throws Refusal when they come to too much
   */
  static void check(Node statement, Sizes sizes) {
    new Uninterrupted(statement, sizes).walk(statement, false);
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
      case "JsonFuncExpr" -> path(node.child("context_item"), node.node("pathspec"), node);
      case "JsonTable" -> table(node, node);
      default -> {}
    }
    Conversions.of(node).forEach(one -> conversion(one, node));
    double work = pairs - before;
    if (inside && work > LITTLE && sizes.constant(node)) {
      pairs += work * (copies - 1);
      limit(Bombs.name(node) + Sizes.symbol(node), node);
    }
    boolean within = inside || PULLED_UP.contains(node.kind());
    node.children().forEach(child -> walk(child, within));
  }

  private void expression(Node node) {
    Node left = node.node("lexpr");
    Node right = node.node("rexpr");
    String symbol = Sizes.symbol(node);
    Work work = Work.of(symbol);
    if (right == null
        || work == Work.QUICK
        || !SEARCHING_KINDS.contains(node.text("kind", "AEXPR_OP"))) {
      return;
    }
    if (left == null) {
      alone(right, symbol, node);
    } else {
      work(work, List.of(left, right), symbol, node);
    }
  }

  private void call(Node call) {
    String name = Bombs.name(call);
    List<Node> arguments = call.list("args");
    if (!arguments.isEmpty()) {
      work(Work.of(name), arguments, name + "()", call);
    }
  }

  private void work(Work kind, List<Node> values, String what, Node node) {
    switch (kind) {
      case QUICK -> {}
      case MARKS -> sorted(values.getFirst(), what, node);
      case POWER -> power(values.getFirst(), values.getLast(), what, node);
      case LISTED -> pairs(values, true, LISTED, what, node);
      case PRODUCT -> pairs(values, true, 1, what, node);
      case PATH -> path(values, what, node);
      case UNKNOWN -> pairs(values, false, 1, what, node);
    }
  }

  private void path(List<Node> values, String what, Node node) {
    Node document = argument("target", 0, values);
    Node path = argument("path", 1, values);
    List<Node> others = values.stream().filter(one -> one != document && one != path).toList();
    path(document, path, others, what, node);
  }

  /** By its name, or where it stands when that is not said. */
  private static Node argument(String name, int position, List<Node> values) {
    return values.stream()
        .filter(value -> value.is("NamedArgExpr") && value.text("name", "").equals(name))
        .map(value -> value.child("arg"))
        .findFirst()
        .orElse(values.get(Math.min(position, values.size() - 1)));
  }

  /** A path of SQL/JSON. */
  private void path(Node document, @Nullable Node path, Node node) {
    if (path != null) {
      path(document, path, node.list("passing"), "a path into JSON", node);
    }
  }

  private void path(Node document, Node path, List<Node> variables, String what, Node node) {
    alone(document, what, node);
    alone(path, what, node);
    variables.forEach(value -> alone(value, what, node));
    add(JsonPaths.work(document, path, variables, sizes), 1, what, node);
  }

  /** The paths of a JSON_TABLE, and of the columns in it or in a column. */
  private void table(Node table, Node part) {
    Node path = part.node("pathspec");
    if (path != null) {
      path(table.child("context_item"), path.child("string"), table);
    }
    part.list("columns").forEach(column -> table(table, column));
  }

  private void pairs(List<Node> values, boolean searches, long factor, String what, Node node) {
    if (!searches) {
      values.forEach(value -> alone(value, what, node));
    }
    if (values.size() > 1) {
      long[] longest = values.stream().mapToLong(sizes::of).sorted().toArray();
      long work = Sizes.multiplied(longest[longest.length - 1], longest[longest.length - 2]);
      add((double) work, factor, what, node);
    }
  }

  private void conversion(Conversions.Conversion one, Node node) {
    Node type = one.type();
    String name = Sizes.type(type);
    if (!Sizes.scalar(type) && !Sizes.scalars(type) && !Work.readsQuickly(name)) {
      alone(one.value(), "a cast to " + name, node);
    }
  }

  /** One value, which only a statement that makes it has longer than it can be written. */
  private void alone(Node value, String what, Node node) {
    if (sizes.of(value) > WRITTEN) {
      throw tooLong(what, node);
    }
  }

  private void sorted(Node text, String what, Node call) {
    if (longest == null) {
      longest = Sizes.in(statement, Sizes.ENDLESS);
    }
    long bytes = longest.of(text);
    if (bytes == Sizes.ENDLESS) {
      throw Refusal.gate(
          what
              + " of a parameter could take very long, and nothing could stop it; cut it, as in"
              + " left($1, 1000).",
          what,
          call.location());
    }
    add((double) Sizes.multiplied(bytes, bytes), LISTED, what, call);
  }

  private void power(Node base, Node exponent, String what, Node node) {
    boolean told = sizes.constant(exponent) || sizes.of(base) > SHORT;
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
      throw tooLong(what, node);
    }
  }

  private static Refusal tooLong(String what, Node node) {
    return Refusal.gate(
        "Values as long as these in "
            + what
            + " could take very long, and nothing could stop it; make them shorter.",
        what,
        node.location());
  }
}
