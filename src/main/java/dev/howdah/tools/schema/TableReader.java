package dev.howdah.tools.schema;

import dev.howdah.db.Session;
import dev.howdah.sql.Sql;
import dev.howdah.tools.schema.TableDescription.Column;
import dev.howdah.tools.schema.TableDescription.Constraint;
import dev.howdah.tools.schema.TableDescription.ForeignKey;
import dev.howdah.tools.schema.TableDescription.Index;
import dev.howdah.tools.schema.TableDescription.Partition;
import dev.howdah.tools.schema.TableDescription.Policy;
import dev.howdah.tools.schema.TableDescription.Trigger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one table's description from the catalog, in seven statements whatever its size. */
final class TableReader {

  private record Name(@Nullable String schema, String name) {}

  private record Oid(long oid) {}

  private record Similar(String name) {}

  private record QualifiedName(String schema, String name) {}

  private record Relation(
      long oid,
      String schema,
      String name,
      String type,
      @Nullable String comment,
      @Nullable Long rowCount,
      @Nullable Long sizeBytes,
      @Nullable String definition) {}

  private record AnyConstraint(
      String name,
      String kind,
      @Nullable List<String> columns,
      @Nullable String otherSchema,
      @Nullable String otherTable,
      @Nullable List<String> otherColumns,
      @Nullable String onUpdate,
      @Nullable String onDelete,
      String definition) {

    ForeignKey foreignKey() {
      return new ForeignKey(
          name,
          Objects.requireNonNull(columns),
          Objects.requireNonNull(otherSchema),
          Objects.requireNonNull(otherTable),
          Objects.requireNonNull(otherColumns),
          Objects.requireNonNull(onUpdate),
          Objects.requireNonNull(onDelete));
    }
  }

  private static final Sql RELATION = Sql.resource(TableReader.class, "relation.sql");
  private static final Sql COLUMNS = Sql.resource(TableReader.class, "columns.sql");
  private static final Sql CONSTRAINTS = Sql.resource(TableReader.class, "constraints.sql");
  private static final Sql INDEXES = Sql.resource(TableReader.class, "indexes.sql");
  private static final Sql SIMILAR = Sql.resource(TableReader.class, "similar.sql");
  private static final Sql POLICIES = Sql.resource(TableReader.class, "policies.sql");

  private static final Sql TRIGGERS =
      Sql.of(
          """
          select t.tgname as name,
                 pg_get_triggerdef(t.oid, true) as definition,
                 t.tgenabled <> 'D' as enabled
          from pg_trigger t
          left join pg_class other on other.oid = t.tgconstrrelid
          where t.tgrelid = cast(:oid as oid)
            and not t.tgisinternal
            and (other.oid is null
                 or (has_schema_privilege(other.relnamespace, 'usage')
                     and has_any_column_privilege(
                       other.oid, 'select, insert, update, references')))
          order by t.tgname
          """);

  private static final Sql PARTITIONS =
      Sql.of(
          """
          select n.nspname as schema,
                 c.relname as name,
                 -- Bounds name no column; with the table's oid this would wait for a lock on it.
                 pg_get_expr(c.relpartbound, cast(0 as oid)) as bounds
          from pg_inherits i
          join pg_class c on c.oid = i.inhrelid
          join pg_namespace n on n.oid = c.relnamespace
          where i.inhparent = cast(:oid as oid)
            and c.relispartition
            and has_schema_privilege(n.oid, 'usage')
            and (has_table_privilege(
                   c.oid, 'select, insert, update, delete, truncate, references, trigger')
                 or has_any_column_privilege(c.oid, 'select, insert, update, references'))
          order by n.nspname, c.relname
          """);

  private static final int MOST_SIMILAR = 3;

  private final Session session;

  TableReader(Session session) {
    this.session = session;
  }

  /**
   * The description, or nothing when there is no such table that the role may know.
   *
   * @param schema null for a name that is visible along the search path, or has its schema and a
   *     dot before it
   */
  Optional<TableDescription> read(@Nullable String schema, String table) {
    return session.query(RELATION, new Name(schema, table), Relation.class).stream()
        .findFirst()
        .map(this::describe);
  }

  /** The tables and views with the most similar names, best first, each as schema.name. */
  List<String> similar(String table, Visible visible) {
    return session.query(SIMILAR, new Similar(table), QualifiedName.class).stream()
        .filter(found -> visible.table(found.schema(), found.name()))
        .limit(MOST_SIMILAR)
        .map(found -> found.schema() + "." + found.name())
        .toList();
  }

  private TableDescription describe(Relation relation) {
    Oid oid = new Oid(relation.oid());
    List<AnyConstraint> constraints = rows(CONSTRAINTS, oid, AnyConstraint.class);
    return new TableDescription(
        relation.name(),
        relation.schema(),
        relation.type(),
        relation.comment(),
        rows(COLUMNS, oid, Column.class),
        of("p", constraints)
            .flatMap(key -> Objects.requireNonNull(key.columns()).stream())
            .toList(),
        rows(INDEXES, oid, Index.class),
        of("f", constraints).map(AnyConstraint::foreignKey).toList(),
        of("r", constraints).map(AnyConstraint::foreignKey).toList(),
        Stream.of("c", "u", "x")
            .flatMap(kind -> of(kind, constraints))
            .map(constraint -> new Constraint(constraint.name(), constraint.definition()))
            .toList(),
        rows(TRIGGERS, oid, Trigger.class),
        rows(POLICIES, oid, Policy.class),
        rows(PARTITIONS, oid, Partition.class),
        relation.rowCount(),
        relation.sizeBytes(),
        relation.definition());
  }

  private <R extends Record> List<R> rows(Sql statement, Oid oid, Class<R> row) {
    return session.query(statement, oid, row);
  }

  private static Stream<AnyConstraint> of(String kind, List<AnyConstraint> constraints) {
    return constraints.stream().filter(constraint -> constraint.kind().equals(kind));
  }
}
