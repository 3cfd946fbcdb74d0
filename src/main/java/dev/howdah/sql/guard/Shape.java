package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.Set;

/**
 * What kind of statement it is, by its tree alone.
 *
 * @param root the statement
 * @param query what has names to resolve: the statement, or what an EXPLAIN explains
 * @param kind what an operator can choose from
 * @param command such as {@code SELECT}
 * @param operations what it does when it runs
 * @param writes whether running it changes anything
 */
record Shape(
    Node root,
    Node query,
    StatementKind kind,
    String command,
    Set<Operation> operations,
    boolean writes,
    boolean explains) {

  Shape {
    operations = Set.copyOf(operations);
  }

  /** Whether it says CASCADE. */
  boolean cascades() {
    return cascades(root);
  }

  private static boolean cascades(Node node) {
    return node.text("behavior", "").equals("DROP_CASCADE")
        || node.children().stream().anyMatch(Shape::cascades);
  }
}
