package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.Map;

/** Statements other than queries: their names, and which of them define objects. */
final class Commands {

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry(
              "TransactionStmt", "transaction control; every statement has its own transaction"),
          Map.entry("VariableSetStmt", "session state, which does not outlive a call"),
          Map.entry("DiscardStmt", "session state, which does not outlive a call"),
          Map.entry("PrepareStmt", "session state; pass values as params instead"),
          Map.entry("ExecuteStmt", "session state; send the statement itself"),
          Map.entry("DeallocateStmt", "session state, which does not outlive a call"),
          Map.entry("DeclareCursorStmt", "a cursor; a long result is continued by next_cursor"),
          Map.entry("FetchStmt", "a cursor; a long result is continued by next_cursor"),
          Map.entry("ClosePortalStmt", "a cursor; a long result is continued by next_cursor"),
          Map.entry("ListenStmt", "session state, which does not outlive a call"),
          Map.entry("UnlistenStmt", "session state, which does not outlive a call"),
          Map.entry("NotifyStmt", "a message to other sessions"),
          Map.entry("CopyStmt", "COPY, which reaches files and programs; select the rows instead"),
          Map.entry("DoStmt", "a program that cannot be judged"),
          Map.entry("CallStmt", "a procedure that cannot be judged"),
          Map.entry("LoadStmt", "a library for the server to load"),
          Map.entry("LockStmt", "a lock"),
          Map.entry("VacuumStmt", "maintenance"),
          Map.entry("ClusterStmt", "maintenance"),
          Map.entry("ReindexStmt", "maintenance"),
          Map.entry("CheckPointStmt", "maintenance"));

  private Commands() {}

  /** The statement's name for people, as near as its tree has it. */
  static String name(Node root) {
    return switch (root.kind()) {
      case "CreateStmt" -> "CREATE TABLE";
      case "CreateTableAsStmt" ->
          root.text("objtype", "").equals("OBJECT_MATVIEW")
              ? "CREATE MATERIALIZED VIEW"
              : "CREATE TABLE AS";
      case "AlterTableStmt" -> "ALTER TABLE";
      case "IndexStmt" -> "CREATE INDEX";
      case "ViewStmt" -> "CREATE VIEW";
      case "CreateSchemaStmt" -> "CREATE SCHEMA";
      case "CreateSeqStmt" -> "CREATE SEQUENCE";
      case "AlterSeqStmt" -> "ALTER SEQUENCE";
      case "CreateEnumStmt", "CompositeTypeStmt" -> "CREATE TYPE";
      case "AlterEnumStmt" -> "ALTER TYPE";
      case "DropStmt" -> "DROP " + SqlWords.object(root.text("removeType", ""));
      case "TruncateStmt" -> "TRUNCATE";
      case "CommentStmt" -> "COMMENT";
      case "RenameStmt" -> "ALTER … RENAME";
      case "RefreshMatViewStmt" -> "REFRESH MATERIALIZED VIEW";
      case "TransactionStmt" -> root.text("kind", "").replace("TRANS_STMT_", "").replace('_', ' ');
      case "VariableSetStmt" -> "SET";
      case "CheckPointStmt" -> "CHECKPOINT";
      case "ClosePortalStmt" -> "CLOSE";
      case "VacuumStmt" -> root.flag("is_vacuumcmd") ? "VACUUM" : "ANALYZE";
      case "GrantStmt", "GrantRoleStmt" -> root.flag("is_grant") ? "GRANT" : "REVOKE";
      case "CreateFunctionStmt" ->
          root.flag("is_procedure") ? "CREATE PROCEDURE" : "CREATE FUNCTION";
      case "DefineStmt" -> "CREATE " + SqlWords.object(root.text("kind", ""));
      default -> SqlWords.statement(root.kind());
    };
  }

  /** Whether it is one of the definitions that {@link Definitions} knows how to judge. */
  static boolean definition(Node root) {
    return Definitions.KINDS.contains(root.kind());
  }

  static String refusal(Node root, String name) {
    String why = REFUSED.get(root.kind());
    return why == null ? name + " is not run here." : name + " is not run here: it is " + why + ".";
  }
}
