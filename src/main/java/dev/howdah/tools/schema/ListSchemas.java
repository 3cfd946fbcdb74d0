package dev.howdah.tools.schema;

import dev.howdah.db.Session;
import dev.howdah.known.Known;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Page;
import dev.howdah.tool.Param;
import dev.howdah.tool.Seal;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schemas of a database, by name. */
public final class ListSchemas implements Tool<ListSchemas.Arguments, ListSchemas.Result> {

  public record Arguments(
      @Param(value = "Also pg_catalog, information_schema and their like.", byDefault = "false")
          boolean includeSystem,
      @Param(value = NamePattern.ABOUT, max = NamePattern.LONGEST) @Nullable String namePattern,
      @Param(value = "Most schemas of one page.", byDefault = "500", min = 1, max = 1000)
          int pageSize,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {

    public Arguments {
      namePattern = NamePattern.like("name_pattern", namePattern);
    }
  }

  public record Result(
      @Param("By name.") List<Schema> schemas,
      @Param("Pass it as cursor for the next page; null at the end.")
          @Nullable String nextCursor) {}

  /** One of them. */
  public record Schema(
      @Param("Its name.") String name,
      @Param("The role that owns it.") String owner,
      @Param("Whether what it holds may be named at all (USAGE).") boolean hasUsage,
      @Param("The extension that it came with and belongs to, else null.")
          @Nullable String extension,
      @Param("Its comment, at most the first 1000 characters; else null.")
          @Nullable String comment) {

    Schema shown(Access access) {
      return new Schema(name, owner, hasUsage, extension, Known.comment(access, name, comment));
    }
  }

  private record Query(
      boolean includeSystem, @Nullable String namePattern, @Nullable String after, int limit) {}

  private static final Sql SCHEMAS =
      Sql.of(
          """
          select n.nspname as name,
                 pg_get_userbyid(n.nspowner) as owner,
                 has_schema_privilege(n.oid, 'usage') as has_usage,
                 (select e.extname
                  from pg_depend d
                  join pg_extension e on e.oid = d.refobjid
                  where d.classid = cast('pg_namespace' as regclass)
                    and d.objid = n.oid
                    and d.refclassid = cast('pg_extension' as regclass)
                    and d.deptype = 'e') as extension,
                 left(obj_description(n.oid, 'pg_namespace'), 1000) as comment
          from pg_namespace n
          where (cast(:include_system as boolean)
                 or not (n.nspname like 'pg\\_%' or n.nspname = 'information_schema'))
            and (cast(:name_pattern as text) is null
                 or cast(n.nspname as text) ilike cast(:name_pattern as text))
            and (cast(:after as text) is null or n.nspname > cast(:after as text))
          order by n.nspname
          limit cast(:limit as integer)
          """);

  private static final int MANY = 20_000;

  private final Sessions sessions;
  private final Seal seal;

  public ListSchemas(Sessions sessions, Seal seal) {
    this.sessions = sessions;
    this.seal = seal;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "list_schemas",
        "List schemas",
        "Schemas of the database with owner and comment. has_usage false means that the tables in it"
            + " cannot be read. Next: list_tables.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    Page.Cursors cursors =
        new Page.Cursors(
            seal,
            "list_schemas",
            session.name(),
            arguments.includeSystem(),
            arguments.namePattern());
    // Where rules close some of them, the others are found among many.
    int most = session.access().restricted() ? MANY : arguments.pageSize() + 1;
    Page<Schema> page =
        cursors.page(
            arguments.cursor(),
            arguments.pageSize(),
            schema -> Known.schema(session.access(), schema.name()),
            schema -> List.of(schema.name()),
            after -> session.query(SCHEMAS, query(arguments, most, after), Schema.class));
    List<Schema> schemas =
        page.items().stream().map(schema -> schema.shown(session.access())).toList();
    return new Result(schemas, page.nextCursor());
  }

  /** Names of the schemas that the caller may know of, the first of very many. */
  static List<String> names(Session session, boolean includeSystem) {
    return session.query(SCHEMAS, new Query(includeSystem, null, null, MANY), Schema.class).stream()
        .map(Schema::name)
        .filter(name -> Known.schema(session.access(), name))
        .toList();
  }

  private static Query query(Arguments arguments, int most, @Nullable List<String> after) {
    return new Query(
        arguments.includeSystem(),
        arguments.namePattern(),
        after == null ? null : after.getFirst(),
        most);
  }
}
