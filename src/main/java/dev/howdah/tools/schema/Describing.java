package dev.howdah.tools.schema;

import dev.howdah.known.Known;
import dev.howdah.tools.schema.TableDescription.Column;
import dev.howdah.tools.schema.TableDescription.Constraint;
import dev.howdah.tools.schema.TableDescription.ForeignKey;
import dev.howdah.tools.schema.TableDescription.Index;
import dev.howdah.tools.schema.TableDescription.Partition;
import dev.howdah.tools.schema.TableDescription.Policy;
import dev.howdah.tools.schema.TableDescription.Trigger;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a description of what the catalogue says of a table, without what is closed. */
final class Describing {

  private static final String MORE_COLUMNS = "ask for others with column_pattern or max_columns";
  private static final String MORE_PARTITIONS =
      "list_tables with table_types [\"partition\"] has all";
  private static final String MORE_CHILDREN = "the others are not told of";

  private final Relation relation;
  private final TableRows rows;
  private final Known known;
  private final long oid;
  private final Set<String> blocked;

  Describing(Relation relation, TableRows rows, Known known) {
    this.relation = relation;
    this.rows = rows;
    this.known = known;
    this.oid = relation.oid();
    this.blocked = known.blockedColumns(oid);
  }

  TableDescription description(int maxColumns, Budget budget) {
    List<String> key = primaryKey();
    List<Column> columns =
        rows.columns().stream()
            .filter(column -> !blocked.contains(column.name()))
            .map(column -> column(column, key))
            .toList();
    List<Column> shown =
        budget.fit(
            "columns",
            budget.first(
                "columns",
                maxColumns,
                columns,
                "%d in all; ".formatted(columns.size()) + MORE_COLUMNS));
    boolean spread = rests(rows.partitioning().keyColumns());
    return new TableDescription(
        relation.name(),
        relation.schema(),
        relation.type(),
        known.comment(oid, relation.comment()),
        relation.extension(),
        shown,
        columns.size(),
        key,
        budget.fit("indexes", indexes()),
        budget.fit("foreign_keys", keys("f")),
        budget.fit("referenced_by", keys("r")),
        budget.fit("checks", checks()),
        budget.fit("triggers", triggers()),
        relation.rowSecurity(),
        budget.fit("policies", policies()),
        spread && known.silent(oid, rows.partitioning().partitionKey())
            ? rows.partitioning().partitionKey()
            : null,
        rows.partitioning().partitionCount(),
        budget.fit(
            "partitions",
            budget.first(
                "partitions",
                TableDescription.MOST_RELATIVES,
                partitions(spread && rows.partitioning().partitionKey() != null),
                MORE_PARTITIONS)),
        rests(rows.partitioning().boundColumns()) ? rows.partitioning().partitionBounds() : null,
        budget.fit("inherits", relatives("parent")),
        budget.fit(
            "inherited_by",
            budget.first(
                "inherited_by",
                TableDescription.MOST_RELATIVES,
                relatives("child"),
                MORE_CHILDREN)),
        rows.partitioning().rowCount(),
        rows.partitioning().sizeBytes(),
        known.openQuery(oid) ? budget.text("definition", rows.definition()) : null,
        budget.truncated(),
        budget.reason());
  }

  /** Whether none of these columns is closed. */
  private boolean rests(List<String> columns) {
    return columns.stream().noneMatch(blocked::contains);
  }

  /** Whole, or not at all. */
  private List<String> primaryKey() {
    return constraints("p")
        .map(constraint -> Objects.requireNonNull(constraint.columns()))
        .findFirst()
        .orElse(List.of());
  }

  private Column column(TableRows.Column column, List<String> key) {
    boolean open = known.open(column.uses());
    return new Column(
        column.name(),
        known.type(column.typeOid(), column.type()),
        known.definition(column.typeOid(), column.typeDefinition()),
        column.nullable(),
        shown(column.defaultValue(), open),
        key.contains(column.name()),
        column.unique(),
        column.identity(),
        shown(column.generated(), open),
        column.enumValues(),
        known.comment(oid, column.comment()));
  }

  private static @Nullable String shown(@Nullable String expression, boolean open) {
    return expression == null || open ? expression : Known.HIDDEN;
  }

  /** Those that name nothing that is closed. */
  Stream<TableRows.Index> openIndexes() {
    return rows.indexes().stream()
        .filter(index -> known.open(index.uses()) && known.silent(oid, index.definition()));
  }

  private List<Index> indexes() {
    return openIndexes()
        .map(
            index ->
                new Index(
                    index.name(),
                    index.columns(),
                    index.method(),
                    index.unique(),
                    index.primary(),
                    index.partial(),
                    index.definition(),
                    index.sizeBytes(),
                    index.scans(),
                    index.valid()))
        .toList();
  }

  private Stream<TableRows.Constraint> constraints(String kind) {
    return rows.constraints().stream()
        .filter(constraint -> constraint.is(kind))
        .filter(
            constraint ->
                known.open(constraint.uses()) && known.silent(oid, constraint.definition()));
  }

  /**
   * Foreign keys both of whose ends are open.
   *
   * @param kind {@code f} for its own, {@code r} for those of others
   */
  Stream<TableRows.Constraint> openKeys(String kind) {
    return rows.constraints().stream()
        .filter(constraint -> constraint.is(kind))
        .filter(key -> known.table(key.other()) && key.ends(oid).stream().allMatch(known::open));
  }

  private List<ForeignKey> keys(String kind) {
    return openKeys(kind)
        .map(
            key ->
                new ForeignKey(
                    key.name(),
                    Objects.requireNonNull(key.columns()),
                    Objects.requireNonNull(key.otherSchema()),
                    Objects.requireNonNull(key.otherTable()),
                    Objects.requireNonNull(key.otherColumns()),
                    Objects.requireNonNull(key.onUpdate()),
                    Objects.requireNonNull(key.onDelete())))
        .toList();
  }

  private List<Constraint> checks() {
    return Stream.of("c", "u", "x")
        .flatMap(this::constraints)
        .map(constraint -> new Constraint(constraint.name(), constraint.definition()))
        .toList();
  }

  private List<Trigger> triggers() {
    return rows.triggers().stream()
        .filter(trigger -> known.open(trigger.uses()) && known.silent(oid, trigger.definition()))
        .map(trigger -> new Trigger(trigger.name(), trigger.definition(), trigger.enabled()))
        .toList();
  }

  private List<Policy> policies() {
    return rows.policies().stream().map(this::policy).toList();
  }

  private Policy policy(TableRows.Policy policy) {
    boolean open =
        known.open(policy.uses())
            && known.silent(oid, policy.usingExpression())
            && known.silent(oid, policy.checkExpression());
    return new Policy(
        policy.name(),
        policy.command(),
        policy.permissive(),
        policy.roles(),
        open ? policy.usingExpression() : null,
        open ? policy.checkExpression() : null);
  }

  private List<Partition> partitions(boolean bounds) {
    return open("partition")
        .map(each -> new Partition(each.schema(), each.name(), bounds ? each.bounds() : null))
        .toList();
  }

  private List<TableDescription.Relative> relatives(String kind) {
    return open(kind)
        .map(each -> new TableDescription.Relative(each.schema(), each.name()))
        .toList();
  }

  private Stream<TableRows.Relative> open(String kind) {
    return rows.relatives().stream()
        .filter(each -> each.kind().equals(kind) && known.table(each.oid()));
  }
}
