package dev.howdah.sql.guard;

import java.util.Locale;
import java.util.Map;

/** The words of SQL for what the parser calls by names of its own. */
final class SqlWords {

  private static final Map<String, String> STATEMENTS =
      Map.ofEntries(
          Map.entry("AlterDatabaseSetStmt", "ALTER DATABASE … SET"),
          Map.entry("AlterEventTrigStmt", "ALTER EVENT TRIGGER"),
          Map.entry("AlterExtensionContentsStmt", "ALTER EXTENSION"),
          Map.entry("AlterFdwStmt", "ALTER FOREIGN DATA WRAPPER"),
          Map.entry("AlterForeignServerStmt", "ALTER SERVER"),
          Map.entry("AlterObjectDependsStmt", "ALTER … DEPENDS ON"),
          Map.entry("AlterObjectSchemaStmt", "ALTER … SET SCHEMA"),
          Map.entry("AlterOpFamilyStmt", "ALTER OPERATOR FAMILY"),
          Map.entry("AlterOwnerStmt", "ALTER … OWNER TO"),
          Map.entry("AlterRoleSetStmt", "ALTER ROLE … SET"),
          Map.entry("AlterStatsStmt", "ALTER STATISTICS"),
          Map.entry("AlterTableMoveAllStmt", "ALTER … ALL IN TABLESPACE"),
          Map.entry("AlterTableSpaceOptionsStmt", "ALTER TABLESPACE"),
          Map.entry("AlterTSConfigurationStmt", "ALTER TEXT SEARCH CONFIGURATION"),
          Map.entry("AlterTSDictionaryStmt", "ALTER TEXT SEARCH DICTIONARY"),
          Map.entry("ConstraintsSetStmt", "SET CONSTRAINTS"),
          Map.entry("CreateAmStmt", "CREATE ACCESS METHOD"),
          Map.entry("CreatedbStmt", "CREATE DATABASE"),
          Map.entry("CreateEventTrigStmt", "CREATE EVENT TRIGGER"),
          Map.entry("CreateFdwStmt", "CREATE FOREIGN DATA WRAPPER"),
          Map.entry("CreateForeignServerStmt", "CREATE SERVER"),
          Map.entry("CreateOpClassStmt", "CREATE OPERATOR CLASS"),
          Map.entry("CreateOpFamilyStmt", "CREATE OPERATOR FAMILY"),
          Map.entry("CreatePLangStmt", "CREATE LANGUAGE"),
          Map.entry("CreateRangeStmt", "CREATE TYPE"),
          Map.entry("CreateStatsStmt", "CREATE STATISTICS"),
          Map.entry("CreateTableSpaceStmt", "CREATE TABLESPACE"),
          Map.entry("CreateTrigStmt", "CREATE TRIGGER"),
          Map.entry("DropdbStmt", "DROP DATABASE"),
          Map.entry("DropTableSpaceStmt", "DROP TABLESPACE"),
          Map.entry("RuleStmt", "CREATE RULE"),
          Map.entry("SecLabelStmt", "SECURITY LABEL"));

  private static final Map<String, String> OBJECTS =
      Map.ofEntries(
          Map.entry("OBJECT_ACCESS_METHOD", "ACCESS METHOD"),
          Map.entry("OBJECT_DOMCONSTRAINT", "CONSTRAINT"),
          Map.entry("OBJECT_FDW", "FOREIGN DATA WRAPPER"),
          Map.entry("OBJECT_FOREIGN_SERVER", "SERVER"),
          Map.entry("OBJECT_LARGEOBJECT", "LARGE OBJECT"),
          Map.entry("OBJECT_MATVIEW", "MATERIALIZED VIEW"),
          Map.entry("OBJECT_OPCLASS", "OPERATOR CLASS"),
          Map.entry("OBJECT_OPFAMILY", "OPERATOR FAMILY"),
          Map.entry("OBJECT_STATISTIC_EXT", "STATISTICS"),
          Map.entry("OBJECT_TABCONSTRAINT", "CONSTRAINT"),
          Map.entry("OBJECT_TSCONFIGURATION", "TEXT SEARCH CONFIGURATION"),
          Map.entry("OBJECT_TSDICTIONARY", "TEXT SEARCH DICTIONARY"),
          Map.entry("OBJECT_TSPARSER", "TEXT SEARCH PARSER"),
          Map.entry("OBJECT_TSTEMPLATE", "TEXT SEARCH TEMPLATE"));

  private static final Map<String, String> ALTERATIONS =
      Map.ofEntries(
          Map.entry("AT_AddOf", "OF"),
          Map.entry("AT_AlterColumnGenericOptions", "OPTIONS"),
          Map.entry("AT_ChangeOwner", "OWNER TO"),
          Map.entry("AT_ClusterOn", "CLUSTER ON"),
          Map.entry("AT_DetachPartitionFinalize", "DETACH PARTITION … FINALIZE"),
          Map.entry("AT_DisableRowSecurity", "DISABLE ROW LEVEL SECURITY"),
          Map.entry("AT_DropCluster", "SET WITHOUT CLUSTER"),
          Map.entry("AT_DropOf", "NOT OF"),
          Map.entry("AT_DropOids", "SET WITHOUT OIDS"),
          Map.entry("AT_EnableRowSecurity", "ENABLE ROW LEVEL SECURITY"),
          Map.entry("AT_ForceRowSecurity", "FORCE ROW LEVEL SECURITY"),
          Map.entry("AT_GenericOptions", "OPTIONS"),
          Map.entry("AT_NoForceRowSecurity", "NO FORCE ROW LEVEL SECURITY"),
          Map.entry("AT_ReplicaIdentity", "REPLICA IDENTITY"),
          Map.entry("AT_SetAccessMethod", "SET ACCESS METHOD"),
          Map.entry("AT_SetLogged", "SET LOGGED"),
          Map.entry("AT_SetTableSpace", "SET TABLESPACE"),
          Map.entry("AT_SetUnLogged", "SET UNLOGGED"));

  private SqlWords() {}

  /** A statement by the kind of its node: {@code DropRoleStmt} is {@code DROP ROLE}. */
  static String statement(String kind) {
    String known = STATEMENTS.get(kind);
    return known != null ? known : spaced(kind.replaceFirst("Stmt$", ""));
  }

  /** A kind of object: {@code OBJECT_EVENT_TRIGGER} is {@code EVENT TRIGGER}. */
  static String object(String type) {
    String known = OBJECTS.get(type);
    return known != null ? known : type.replace("OBJECT_", "").replace('_', ' ');
  }

  /** A part of ALTER TABLE: {@code AT_ChangeOwner} is {@code OWNER TO}. */
  static String alteration(String subtype) {
    String known = ALTERATIONS.get(subtype);
    if (known != null) {
      return known;
    }
    // ENABLE ALWAYS TRIGGER and its kin.
    String part = subtype.endsWith("Rule") ? "RULE" : subtype.contains("Trig") ? "TRIGGER" : "";
    String verb = subtype.startsWith("AT_Enable") ? "ENABLE" : "DISABLE";
    return part.isEmpty() ? "a part that is not known here" : verb + " " + part;
  }

  private static String spaced(String words) {
    return words.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
  }
}
