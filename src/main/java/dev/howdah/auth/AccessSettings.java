package dev.howdah.auth;

import dev.howdah.config.Option;
import dev.howdah.sql.guard.FunctionRules;
import dev.howdah.sql.guard.QualifiedName;
import dev.howdah.sql.guard.StatementKind;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What callers may touch; the server-wide rules hold for everybody, the local caller too. */
public record AccessSettings(
    @Option(
            value = "true",
            help = "Whether blocked tables and columns and the permissions file hold.",
            env = "PG_MCP_ENABLE_ACCESS_CONTROL")
        boolean enabled,
    @Option(
            help =
                "Tables nobody may touch, each as schema.table, schema.* or table, which is"
                    + " then blocked in every schema.",
            env = "PG_MCP_BLOCKED_TABLES")
        List<String> blockedTables,
    @Option(
            help = "Columns nobody may touch, each as schema.table.column or table.column.",
            env = "PG_MCP_BLOCKED_COLUMNS")
        List<String> blockedColumns,
    @Option(
            help = "The kinds of statements that may run; left out, all that the mode allows.",
            env = "PG_MCP_ALLOWED_STATEMENTS")
        List<StatementKind> allowedStatements,
    @Option(
            help =
                "Functions that may be called without a look inside, each as schema.name,"
                    + " schema.name(types), or schema.*, which means those written in SQL.")
        List<String> allowedFunctions,
    @Option(
            help =
                "Extensions and foreign-data wrappers that may be used beyond those known to be"
                    + " harmless.")
        List<String> allowedExtensions,
    @Option(value = "true", help = "Whether statements may read system catalogues.")
        boolean systemCatalogues,
    @Option(
            help = "The YAML file that gives callers their roles.",
            env = "MCP_PERMISSIONS_FILE",
            flags = "permissions")
        @Nullable String permissionsFile,
    @Option(help = "The role of that file for the caller of a server without authentication.")
        @Nullable String localRole) {

  /** No rules. */
  public static final AccessSettings NONE =
      new AccessSettings(
          true, List.of(), List.of(), List.of(), List.of(), List.of(), true, null, null);

  public AccessSettings {
    blockedTables = List.copyOf(blockedTables);
    blockedColumns = List.copyOf(blockedColumns);
    allowedStatements = List.copyOf(allowedStatements);
    allowedFunctions = List.copyOf(allowedFunctions);
    allowedExtensions = List.copyOf(allowedExtensions);
    check(
        "blocked-tables must be schema.table, schema.* or table",
        blockedTables,
        RelationRules::parseTable);
    check(
        "blocked-columns must be schema.table.column or table.column",
        blockedColumns,
        RelationRules::parseColumn);
    check(
        "allowed-functions must be schema.name, schema.name(types) or schema.*",
        allowedFunctions,
        FunctionRules.Named::parse);
  }

  /** The functions and extensions that the operator allows. */
  public FunctionRules functionRules() {
    return new FunctionRules(
        allowedFunctions.stream().map(FunctionRules.Named::parse).toList(),
        Set.copyOf(allowedExtensions));
  }

  /** What nobody may touch. */
  RelationRules relationRules() {
    return enabled
        ? RelationRules.of(
            blockedTables.stream().map(RelationRules::parseTable).toList(),
            blockedColumns.stream().map(QualifiedName::parse).toList())
        : RelationRules.NONE;
  }

  private static void check(String right, List<String> names, Consumer<String> parse) {
    for (String name : names) {
      try {
        parse.accept(name);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(right + ", was " + name, e);
      }
    }
  }
}
