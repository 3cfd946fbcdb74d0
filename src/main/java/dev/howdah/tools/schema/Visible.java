package dev.howdah.tools.schema;

import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import dev.howdah.tools.schema.TableDescription.Constraint;
import dev.howdah.tools.schema.TableDescription.ForeignKey;
import dev.howdah.tools.schema.TableDescription.Index;
import dev.howdah.tools.schema.TableDescription.Policy;
import dev.howdah.tools.schema.TableDescription.Trigger;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of the schema a caller may know of: what the access rules close does not exist for it. */
record Visible(Access access) {

  boolean table(String schema, String name) {
    return !access.blocked(schema, name)
        && Stream.of(Operation.values()).anyMatch(each -> access.allows(each, schema, name));
  }

  boolean schema(String name) {
    return access.opens(name);
  }

  /** A listed table, which does not name one that is closed. */
  ListTables.Table of(ListTables.Table table) {
    String parent = table.partitionOf();
    if (parent == null || !access.restricted()) {
      return table;
    }
    // Where the schema's own name has a dot, nobody can tell which table it is.
    int dot = parent.indexOf('.');
    boolean known =
        dot == parent.lastIndexOf('.')
            && table(parent.substring(0, dot), parent.substring(dot + 1));
    return known ? table : table.withoutParent();
  }

  /** The description without the columns that are blocked, and without whatever names one. */
  TableDescription of(TableDescription table) {
    Set<String> blocked = access.blockedColumns(table.schema(), table.table());
    return new TableDescription(
        table.table(),
        table.schema(),
        table.type(),
        table.comment(),
        table.columns().stream()
            .filter(column -> !blocked.contains(column.name()))
            .filter(column -> !names(column.generated(), blocked))
            .toList(),
        table.primaryKey().stream().filter(column -> !blocked.contains(column)).toList(),
        table.indexes().stream().filter(index -> open(index, blocked)).toList(),
        table.foreignKeys().stream().filter(key -> open(key, key.columns(), blocked)).toList(),
        table.referencedBy().stream().filter(key -> pointsHere(key, blocked)).toList(),
        table.checks().stream().filter(check -> open(check, blocked)).toList(),
        table.triggers().stream().filter(trigger -> open(trigger, blocked)).toList(),
        table.policies().stream().map(policy -> open(policy, blocked)).toList(),
        table.partitions().stream().filter(part -> table(part.schema(), part.name())).toList(),
        table.rowCount(),
        table.sizeBytes(),
        access.restricted() ? null : table.definition());
  }

  private static boolean open(Index index, Set<String> blocked) {
    return !names(index.definition(), blocked);
  }

  private static boolean open(Constraint constraint, Set<String> blocked) {
    return !names(constraint.definition(), blocked);
  }

  private boolean open(Trigger trigger, Set<String> blocked) {
    return !access.restricted() || !names(trigger.definition(), blocked);
  }

  private static Policy open(Policy policy, Set<String> blocked) {
    return new Policy(
        policy.name(),
        policy.command(),
        policy.permissive(),
        policy.roles(),
        names(policy.usingExpression(), blocked) ? null : policy.usingExpression(),
        names(policy.checkExpression(), blocked) ? null : policy.checkExpression());
  }

  private boolean open(ForeignKey key, List<String> own, Set<String> blocked) {
    return own.stream().noneMatch(blocked::contains)
        && table(key.otherSchema(), key.otherTable())
        && access.blockedColumns(key.otherSchema(), key.otherTable()).stream()
            .noneMatch(key.otherColumns()::contains);
  }

  /** A key of another table: its columns are the other's, what they point at is ours. */
  private boolean pointsHere(ForeignKey key, Set<String> blocked) {
    return key.otherColumns().stream().noneMatch(blocked::contains)
        && table(key.otherSchema(), key.otherTable())
        && access.blockedColumns(key.otherSchema(), key.otherTable()).stream()
            .noneMatch(key.columns()::contains);
  }

  private static boolean names(@Nullable String expression, Set<String> blocked) {
    return expression != null
        && blocked.stream()
            .anyMatch(
                column ->
                    Pattern.compile(
                            "(?<![\\w$])" + Pattern.quote(column) + "(?![\\w$])",
                            Pattern.UNICODE_CHARACTER_CLASS)
                        .matcher(expression)
                        .find());
  }
}
