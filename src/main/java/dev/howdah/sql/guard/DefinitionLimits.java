package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Set;

/**
 * What definitions may do: only with tables, views, indexes, sequences, types, domains and schemas,
 * and nothing that brings code with it, grants rights, or reaches files and other servers.
 */
final class DefinitionLimits {

  private static final Set<String> OBJECTS =
      Set.of(
          "OBJECT_TABLE",
          "OBJECT_VIEW",
          "OBJECT_MATVIEW",
          "OBJECT_INDEX",
          "OBJECT_SEQUENCE",
          "OBJECT_TYPE",
          "OBJECT_DOMAIN",
          "OBJECT_SCHEMA",
          "OBJECT_COLUMN",
          "OBJECT_ATTRIBUTE",
          "OBJECT_TABCONSTRAINT",
          "OBJECT_DOMCONSTRAINT");

  private static final Set<String> ALTERATIONS =
      Set.of(
          "AT_AddColumn",
          "AT_ColumnDefault",
          "AT_DropNotNull",
          "AT_SetNotNull",
          "AT_SetExpression",
          "AT_DropExpression",
          "AT_SetStatistics",
          "AT_SetOptions",
          "AT_ResetOptions",
          "AT_SetStorage",
          "AT_SetCompression",
          "AT_DropColumn",
          "AT_AddConstraint",
          "AT_AlterConstraint",
          "AT_ValidateConstraint",
          "AT_DropConstraint",
          "AT_AlterColumnType",
          "AT_AddIndexConstraint",
          "AT_SetRelOptions",
          "AT_ResetRelOptions",
          "AT_AddIdentity",
          "AT_SetIdentity",
          "AT_DropIdentity",
          "AT_AttachPartition",
          "AT_DetachPartition",
          "AT_AddInherit",
          "AT_DropInherit");

  private DefinitionLimits() {}

  /**
   * Lets pass what a definition may do.
   *
   * @throws Refusal for the rest
   */
  static void check(Node root) {
    if (has(root, "ExecuteStmt")) {
      throw Refusal.gate(
          "EXECUTE is not run here: it is session state; send the statement itself.",
          "EXECUTE",
          -1);
    }
    String object = root.text("removeType", root.text("objtype", root.text("renameType", "")));
    boolean objects = Set.of("DropStmt", "CommentStmt", "RenameStmt").contains(root.kind());
    if (objects && !OBJECTS.contains(object)) {
      String kind = SqlWords.object(object);
      throw Refusal.gate(
          switch (root.kind()) {
            case "DropStmt" -> "DROP " + kind + " is not run here.";
            case "CommentStmt" -> "COMMENT is not run here on " + kind + ".";
            default -> "ALTER " + kind + " … RENAME is not run here.";
          },
          Commands.name(root),
          -1);
    }
    concurrently(root);
    for (Node command : root.is("AlterTableStmt") ? root.list("cmds") : List.<Node>of()) {
      String what = command.text("subtype", "AT_AddColumn");
      if (!ALTERATIONS.contains(what)) {
        throw refusal("ALTER TABLE", SqlWords.alteration(what));
      }
    }
    if (root.is("CreateSchemaStmt") && (root.has("authrole") || root.has("schemaElts"))) {
      throw refusal("CREATE SCHEMA", "AUTHORIZATION or elements; create them one by one");
    }
  }

  /** Only REFRESH MATERIALIZED VIEW can say so in a transaction, and each statement has one. */
  private static void concurrently(Node root) {
    boolean detaches =
        root.list("cmds").stream()
            .map(command -> command.node("def"))
            .anyMatch(part -> part != null && part.is("PartitionCmd") && part.flag("concurrent"));
    boolean says = !root.is("RefreshMatViewStmt") && root.flag("concurrent");
    if (says || detaches) {
      throw refusal(
          Commands.name(root) + (detaches ? " … DETACH PARTITION" : ""),
          "CONCURRENTLY, because every statement runs in a transaction; leave CONCURRENTLY out");
    }
  }

  private static boolean has(Node node, String kind) {
    return node.is(kind) || node.children().stream().anyMatch(child -> has(child, kind));
  }

  static Refusal refusal(String command, String what) {
    return Refusal.gate(command + " is not run here with " + what + ".", command, -1);
  }
}
