package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Set;

/**
 * Values that grow while PostgreSQL plans: it evaluates {@code repeat(repeat('x', 1000), 1000)}
 * before anything runs, where neither the timeout nor a cancel request stops it, and keeps every
 * value until the statement is done.
 */
final class Bombs {

  /** Larger values than this are of no use to an agent, whose results are far smaller. */
  private static final long MOST_BYTES = 16 << 20;

  /** What all values of one statement may have together, those on the way among them. */
  private static final long MOST_BYTES_IN_ALL = 64 << 20;

  private static final Set<String> MAKING =
      Set.of("FuncCall", "A_Expr", "TypeCast", "A_ArrayExpr", "RowExpr", "XmlExpr", "XmlSerialize");

  /** Where a statement makes longer values inside, its columns are copies of them once planned. */
  private static final long MADE = 1000;

  private final Sizes sizes;
  private final XmlPaths paths;
  private final XmlDocuments documents;
  private long sum;

  private Bombs(Sizes sizes) {
    this.sizes = sizes;
    this.paths = new XmlPaths(sizes);
    this.documents = new XmlDocuments(sizes);
  }

  /**
   * Looks for them.
   *
   * @throws Refusal when one is there
   */
  static void check(Node statement, Sizes sizes) {
    new Bombs(sizes).walk(statement);
  }

  /**
   * Adds up what constants make.
   *
   * @return whether this is one
   */
  private boolean walk(Node node) {
    boolean made = MAKING.contains(node.kind()) || node.kind().startsWith("Json");
    boolean copied = node.is("ColumnRef") && sizes.of(node) > MADE;
    long bytes = made || copied ? sizes.of(node) : 0;
    if (bytes > MOST_BYTES) {
      throw tooLarge(node);
    }
    if (node.is("FuncCall")) {
      paths.call(node);
    }
    if (node.is("RangeTableFunc")) {
      paths.table(node);
    }
    documents.check(node);
    boolean constant = copied || !(node.is("ColumnRef") || node.is("SubLink"));
    List<Node> parts = Attributes.column(node) ? List.of(Attributes.field(node)) : node.children();
    for (Node child : parts) {
      constant &= walk(child);
    }
    if (constant) {
      sum += bytes;
    }
    if (sum > MOST_BYTES_IN_ALL) {
      throw Refusal.gate(
          "The values of this statement would come to more than "
              + (MOST_BYTES_IN_ALL >> 20)
              + " MB while it is planned; make them smaller, or fewer.",
          null,
          node.location());
    }
    return constant;
  }

  private static Refusal tooLarge(Node node) {
    String what =
        switch (node.kind()) {
          case "FuncCall" -> name(node) + "()";
          case "A_Expr" -> Sizes.symbol(node);
          case "TypeCast" -> "This cast";
          default -> "This expression";
        };
    return Refusal.gate(
        what
            + " would make a value of more than "
            + (MOST_BYTES >> 20)
            + " MB while the statement is planned; make it smaller.",
        node.is("FuncCall") ? name(node) : null,
        node.location());
  }

  /** The name of a function without its schema. */
  static String name(Node call) {
    return call.list("funcname").isEmpty() ? "" : call.list("funcname").getLast().text("sval", "");
  }
}
