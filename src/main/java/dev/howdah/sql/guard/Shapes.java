package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import dev.howdah.sql.parser.Parsed;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Decides by the tree alone what a statement is, and refuses what is never run. */
final class Shapes {

  private static final Set<String> CHANGES =
      Set.of("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

  private final Door door;

  private Shapes(Door door) {
    this.door = door;
  }

  /**
   * What the text is.
   *
   * @throws Refusal when it is nothing that the door lets in
   */
  static Shape of(Parsed parsed, Door door) {
    List<Parsed.Statement> statements = parsed.statements();
    if (statements.isEmpty()) {
      throw Refusal.gate("The statement is empty.", null, -1);
    }
    if (statements.size() > 1) {
      throw Refusal.gate(
          "Exactly one statement is answered, this text holds "
              + statements.size()
              + "; send them one by one.",
          null,
          statements.get(1).location());
    }
    return new Shapes(door).shape(statements.getFirst().node());
  }

  /**
   * What a statement in a function's body is; it must read.
   *
   * @throws Refusal when it does anything else
   */
  static Shape inBody(Node statement) {
    if (!statement.is("SelectStmt")) {
      throw Refusal.gate("it does more than to select", null, -1);
    }
    return new Shapes(Door.READ).query(statement);
  }

  private Shape shape(Node root) {
    return switch (root.kind()) {
      case "SelectStmt" -> query(root);
      case "VariableShowStmt" -> show(root);
      case "ExplainStmt" -> explain(root);
      case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" -> query(root);
      default -> command(root);
    };
  }

  private Shape query(Node root) {
    Set<Operation> operations = EnumSet.of(Operation.SELECT);
    inspect(root, operations);
    boolean writes = operations.size() > 1;
    if (writes && door == Door.READ) {
      throw Refusal.gate(
          "This statement changes data; query only reads. Use execute where the server is writable.",
          command(root, operations),
          changed(root));
    }
    if (!writes && door == Door.WRITE) {
      throw Refusal.gate(
          "This statement changes nothing; execute is for INSERT, UPDATE, DELETE, MERGE and DDL. Use"
              + " query.",
          null,
          -1);
    }
    String command = command(root, operations);
    return new Shape(
        root, root, StatementKind.valueOf(command), command, operations, writes, false);
  }

  private static String command(Node root, Set<Operation> operations) {
    return switch (root.kind()) {
      case "SelectStmt" ->
          operations.stream()
              .filter(operation -> operation != Operation.SELECT)
              .findFirst()
              .map(Enum::name)
              .orElse("SELECT");
      case "InsertStmt" -> "INSERT";
      case "UpdateStmt" -> "UPDATE";
      case "DeleteStmt" -> "DELETE";
      case "MergeStmt" -> "MERGE";
      default -> root.kind();
    };
  }

  /** Finds what a query does anywhere in it, and refuses what no query may do. */
  private static void inspect(Node node, Set<Operation> operations) {
    switch (node.kind()) {
      case "InsertStmt" -> operations.add(Operation.INSERT);
      case "UpdateStmt" -> operations.add(Operation.UPDATE);
      case "DeleteStmt" -> operations.add(Operation.DELETE);
      case "MergeStmt" -> {
        // One that does nothing locks its rows all the same, and is no query.
        if (node.list("mergeWhenClauses").stream().allMatch(Shapes::doesNothing)) {
          operations.add(Operation.UPDATE);
        }
      }
      case "MergeWhenClause" -> merge(node, operations);
      case "OnConflictClause" -> {
        if (node.text("action", "").equals("ONCONFLICT_UPDATE")) {
          operations.add(Operation.UPDATE);
        }
      }
      case "IntoClause" ->
          throw Refusal.gate(
              "SELECT INTO makes a table; leave INTO out to get the rows.",
              "INTO",
              node.child("rel").location());
      case "LockingClause" ->
          throw Refusal.gate(
              "FOR UPDATE, FOR SHARE and the like lock rows; leave the clause out.",
              "FOR",
              node.list("lockedRels").stream().mapToInt(Node::location).findFirst().orElse(-1));
      default -> {}
    }
    for (Node child : node.children()) {
      inspect(child, operations);
    }
  }

  /** Where a query names the first thing that it changes. */
  private static int changed(Node node) {
    return CHANGES.contains(node.kind())
        ? node.child("relation").location()
        : node.children().stream()
            .mapToInt(Shapes::changed)
            .filter(at -> at >= 0)
            .findFirst()
            .orElse(-1);
  }

  private static boolean doesNothing(Node clause) {
    return clause.text("commandType", "CMD_NOTHING").equals("CMD_NOTHING");
  }

  private static void merge(Node clause, Set<Operation> operations) {
    switch (clause.text("commandType", "CMD_NOTHING")) {
      case "CMD_INSERT" -> operations.add(Operation.INSERT);
      case "CMD_UPDATE" -> operations.add(Operation.UPDATE);
      case "CMD_DELETE" -> operations.add(Operation.DELETE);
      case "CMD_NOTHING" -> {}
      default ->
          throw Refusal.gate("This form of MERGE is not known here.", "MERGE", clause.location());
    }
  }

  private boolean planned() {
    return door == Door.PLAN || door == Door.SHOWN_PLAN;
  }

  private Shape show(Node root) {
    if (door == Door.WRITE || planned()) {
      throw Refusal.gate("SHOW is answered by query.", "SHOW", -1);
    }
    return new Shape(
        root, root, StatementKind.SHOW, "SHOW", Set.of(Operation.SELECT), false, false);
  }

  private Shape explain(Node root) {
    if (door != Door.READ) {
      throw Refusal.gate(
          "EXPLAIN is answered by query and explain; give explain the statement itself.",
          "EXPLAIN",
          -1);
    }
    boolean analyze = ExplainOptions.analyze(root);
    Node explained = Objects.requireNonNull(root.node("query"));
    if (!List.of("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt")
        .contains(explained.kind())) {
      throw Refusal.gate(
          "EXPLAIN is answered for SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE and MERGE.",
          "EXPLAIN",
          -1);
    }
    Set<Operation> operations = EnumSet.of(Operation.SELECT);
    inspect(explained, operations);
    if (analyze && operations.size() > 1) {
      throw Refusal.gate(
          "EXPLAIN ANALYZE runs what it explains, and this changes data; leave ANALYZE out.",
          "ANALYZE",
          -1);
    }
    // Planning a write changes nothing but by what the planner evaluates, which Reach judges; so a
    // reader may ask for it.
    return new Shape(
        root, explained, StatementKind.EXPLAIN, "EXPLAIN", Set.of(Operation.SELECT), false, true);
  }

  private Shape command(Node root) {
    String name = Commands.name(root);
    if (!Commands.definition(root)) {
      throw Refusal.gate(Commands.refusal(root, name), name, -1);
    }
    if (door == Door.READ || planned()) {
      throw Refusal.gate(
          name
              + " changes the schema; "
              + (door == Door.READ ? "query only reads" : "it has no plan")
              + ". Use execute where the server allows it.",
          name,
          -1);
    }
    return new Shape(root, root, StatementKind.DDL, name, Set.of(Operation.DDL), true, false);
  }
}
