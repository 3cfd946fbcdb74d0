package dev.howdah.tools.schema;

import dev.howdah.db.Database;
import dev.howdah.db.Databases;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything about one table that helps to write SQL for it. */
public final class DescribeTable
    implements Tool<DescribeTable.Arguments, DescribeTable.Description> {

  public record Arguments(
      @Param(
              value =
                  "Name of the table or view, as it is written in the catalog; schema.table works.",
              aliases = "table_name")
          String table,
      @Param("Its schema; left out, it is looked for along the search path.")
          @Nullable String schema) {}

  public record Description(
      String table,
      String schema,
      @Param("table, partitioned table, partition, view, materialized view or foreign table.")
          String type,
      @Nullable String comment,
      @Param("In their order.") List<Column> columns,
      @Param("Columns of the primary key, empty without one.") List<String> primaryKey,
      List<Index> indexes,
      @Param("Its foreign keys; composite ones whole.") List<ForeignKey> foreignKeys,
      @Param("Foreign keys of other tables that point here.") List<ForeignKey> referencedBy,
      @Param("Check, unique and exclusion constraints.") List<Constraint> checks,
      List<Trigger> triggers,
      @Param("Row-level security policies.") List<Policy> policies,
      List<Partition> partitions,
      @Param("Rows, from the statistics; null for a view or when never analyzed.")
          @Nullable Long rowCount,
      @Param("With indexes and TOAST; null where nothing is stored.") @Nullable Long sizeBytes,
      @Param("The query of a view, else null.") @Nullable String definition) {}

  public record Column(
      String name,
      String type,
      boolean nullable,
      @Param(value = "The expression of its default.", name = "default")
          @Nullable String defaultValue,
      boolean isPrimaryKey,
      @Param("Whether it alone is unique.") boolean unique,
      @Param("always or by default, for an identity column.") @Nullable String identity,
      @Param("The expression of a generated column.") @Nullable String generated,
      @Param("The values of an enum type, in order.") @Nullable List<String> enumValues,
      @Nullable String comment) {}

  public record Index(
      String name,
      @Param("Columns or expressions, in order.") List<String> columns,
      String method,
      boolean unique,
      boolean primary,
      boolean partial,
      String definition,
      @Nullable Long sizeBytes,
      @Param("Scans since the statistics were reset.") @Nullable Long scans,
      boolean valid) {}

  public record ForeignKey(
      String name,
      @Param("Columns of the table that has the key.") List<String> columns,
      @Param("Schema of the other table.") String otherSchema,
      @Param("The other table.") String otherTable,
      @Param("Columns that are pointed at.") List<String> otherColumns,
      String onUpdate,
      String onDelete) {}

  public record Constraint(String name, String definition) {}

  public record Trigger(String name, String definition, boolean enabled) {}

  public record Policy(
      String name,
      @Param("all, select, insert, update or delete.") String command,
      boolean permissive,
      List<String> roles,
      @Nullable String usingExpression,
      @Nullable String checkExpression) {}

  public record Partition(String schema, String name, @Param("Its bounds.") String bounds) {}

  private record Name(@Nullable String schema, String name) {}

  private record Oid(long oid) {}

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
          orEmpty(columns),
          String.valueOf(otherSchema),
          String.valueOf(otherTable),
          orEmpty(otherColumns),
          String.valueOf(onUpdate),
          String.valueOf(onDelete));
    }
  }

  private static final Sql RELATION = Sql.resource(DescribeTable.class, "relation.sql");
  private static final Sql COLUMNS = Sql.resource(DescribeTable.class, "columns.sql");
  private static final Sql CONSTRAINTS = Sql.resource(DescribeTable.class, "constraints.sql");
  private static final Sql INDEXES = Sql.resource(DescribeTable.class, "indexes.sql");

  private static final Sql TRIGGERS =
      Sql.of(
          """
          select t.tgname as name,
                 pg_get_triggerdef(t.oid, true) as definition,
                 t.tgenabled <> 'D' as enabled
          from pg_trigger t
          where t.tgrelid = cast(:oid as oid)
            and not t.tgisinternal
          order by t.tgname
          """);

  private static final Sql POLICIES =
      Sql.of(
          """
          select p.polname as name,
                 case p.polcmd
                   when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
                   when 'd' then 'delete' else 'all' end as command,
                 p.polpermissive as permissive,
                 array(select case when r = 0 then 'public' else pg_get_userbyid(r) end
                       from unnest(p.polroles) r) as roles,
                 pg_get_expr(p.polqual, p.polrelid) as using_expression,
                 pg_get_expr(p.polwithcheck, p.polrelid) as check_expression
          from pg_policy p
          where p.polrelid = cast(:oid as oid)
          order by p.polname
          """);

  private static final Sql PARTITIONS =
      Sql.of(
          """
          select n.nspname as schema,
                 c.relname as name,
                 pg_get_expr(c.relpartbound, c.oid) as bounds
          from pg_inherits i
          join pg_class c on c.oid = i.inhrelid
          join pg_namespace n on n.oid = c.relnamespace
          where i.inhparent = cast(:oid as oid)
            and c.relispartition
          order by n.nspname, c.relname
          """);

  private final Databases databases;

  public DescribeTable(Databases databases) {
    this.databases = databases;
  }

  @Override
  public ToolSpec<Arguments, Description> spec() {
    return ToolSpec.readOnly(
        "describe_table",
        "Describe a table",
        "Columns with types, defaults, enum values and comments; keys both ways, indexes, checks,"
            + " triggers, policies and partitions of one table or view. Use it before you write SQL"
            + " for a table; list_tables finds names. Next: query.",
        Arguments.class,
        Description.class);
  }

  @Override
  public Description call(Arguments arguments, Call call) {
    Database database = databases.get(call.databaseName());
    Relation relation = relation(database, arguments, call.cancellation());
    Oid oid = new Oid(relation.oid());
    List<Column> columns = database.query(COLUMNS, oid, Column.class, call.cancellation());
    List<AnyConstraint> constraints =
        database.query(CONSTRAINTS, oid, AnyConstraint.class, call.cancellation());
    return new Description(
        relation.name(),
        relation.schema(),
        relation.type(),
        relation.comment(),
        columns,
        of(constraints, "p").flatMap(key -> orEmpty(key.columns()).stream()).toList(),
        database.query(INDEXES, oid, Index.class, call.cancellation()),
        of(constraints, "f").map(AnyConstraint::foreignKey).toList(),
        of(constraints, "r").map(AnyConstraint::foreignKey).toList(),
        Stream.of("c", "u", "x")
            .flatMap(kind -> of(constraints, kind))
            .map(check -> new Constraint(check.name(), check.definition()))
            .toList(),
        database.query(TRIGGERS, oid, Trigger.class, call.cancellation()),
        database.query(POLICIES, oid, Policy.class, call.cancellation()),
        database.query(PARTITIONS, oid, Partition.class, call.cancellation()),
        relation.rowCount(),
        relation.sizeBytes(),
        relation.definition());
  }

  private static Stream<AnyConstraint> of(List<AnyConstraint> constraints, String kind) {
    return constraints.stream().filter(constraint -> constraint.kind().equals(kind));
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }

  private static Relation relation(
      Database database, Arguments arguments, Cancellation cancellation) {
    String table = arguments.table();
    String schema = arguments.schema();
    int dot = table.indexOf('.');
    List<Relation> found =
        database.query(RELATION, new Name(schema, table), Relation.class, cancellation);
    if (found.isEmpty() && schema == null && dot > 0) {
      Name qualified = new Name(table.substring(0, dot), table.substring(dot + 1));
      found = database.query(RELATION, qualified, Relation.class, cancellation);
    }
    if (found.isEmpty()) {
      throw new CallException(
          ErrorCode.INVALID_REQUEST,
          "No table or view "
              + (schema == null
                  ? "\"" + table + "\" along the search path"
                  : "\"" + schema + "\".\"" + table + "\"")
              + " that this role may read. list_tables shows what there is.",
          Map.of("table", table));
    }
    return found.getFirst();
  }
}
