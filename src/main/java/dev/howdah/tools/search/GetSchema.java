package dev.howdah.tools.search;

import dev.howdah.db.Session;
import dev.howdah.known.Known;
import dev.howdah.tool.Call;
import dev.howdah.tool.Page;
import dev.howdah.tool.Param;
import dev.howdah.tool.Seal;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tokens;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schema of a database as a whole, as far as it fits into a budget. */
public final class GetSchema implements Tool<GetSchema.Arguments, SchemaPage> {

  public record Arguments(
      @Param(
              value = "Read it anew even when nothing has changed since it was read.",
              byDefault = "false")
          boolean refresh,
      @Param(
              value = "summary: tables with numbers of columns; full: with columns, keys, indexes.",
              byDefault = "summary")
          Extent format,
      @Param("Only this schema; left out, every schema but the system's.") @Nullable String schema,
      @Param(
              value =
                  "Most tokens the result may take, at one for three bytes of its JSON; what does"
                      + " not fit comes with next_cursor.",
              byDefault = "10000",
              min = 500,
              max = 100_000)
          int maxTokens,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor) {

    public Arguments {
      schema = Known.given(schema);
    }
  }

  /** The envelope of a result, without its cursor. */
  private static final int ENVELOPE = 150;

  private final Sessions sessions;
  private final Seal seal;
  private final Inventories inventories;

  public GetSchema(Sessions sessions, Seal seal, Inventories inventories) {
    this.sessions = sessions;
    this.seal = seal;
    this.inventories = inventories;
  }

  @Override
  public ToolSpec<Arguments, SchemaPage> spec() {
    return ToolSpec.readOnly(
        "get_schema",
        "Get the schema",
        "The schema as a whole: schemas, then tables and views, then enums, by name; full adds"
            + " columns, keys and indexes. It is kept until the catalog changes. What does not fit"
            + " into max_tokens comes with next_cursor; for a large schema search_objects is"
            + " cheaper, and describe_table tells all of one table.",
        Arguments.class,
        SchemaPage.class);
  }

  @Override
  public SchemaPage call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    Page.Cursors cursors =
        new Page.Cursors(
            seal, "get_schema", session.name(), arguments.format(), arguments.schema());
    List<String> after = cursors.after(arguments.cursor());
    Inventories.Found found = inventories.of(session, arguments.refresh() && after == null);
    found.inventory().require(arguments.schema());
    Inventory inventory = within(found.inventory(), arguments.schema());
    // By the whole, because keys point into other schemas.
    List<Part> parts =
        Part.of(found.inventory(), arguments.format() == Extent.FULL).stream()
            .filter(part -> arguments.schema() == null || part.in(arguments.schema()))
            .toList();
    List<Part> rest =
        after == null
            ? parts
            : parts.stream().filter(part -> Part.compare(part.key(), after) > 0).toList();
    var page = new SchemaPage.Maker();
    int tokens = ENVELOPE;
    int count = 0;
    String next = null;
    for (Part part : rest) {
      // A cursor is as long as the names in it.
      String cursor = cursors.at(part.key());
      int left = arguments.maxTokens() - tokens - Tokens.of(cursor);
      Object shown = count == 0 ? part.within(left) : part.item();
      int cost = Tokens.of(shown) + 1;
      if (count > 0 && cost > left) {
        break;
      }
      page.add(shown);
      tokens += cost;
      count++;
      next = cursor;
    }
    boolean more = count < rest.size();
    return page.page(
        session.name(),
        found,
        inventory,
        tokens + (more && next != null ? Tokens.of(next) : 0),
        more ? rest.size() - count : 0,
        more ? next : null);
  }

  private static Inventory within(Inventory all, @Nullable String schema) {
    return schema == null
        ? all
        : new Inventory(
            all.loadedAt(),
            all.schemas().stream().filter(each -> each.name().text().equals(schema)).toList(),
            all.relations().stream().filter(each -> each.schema().text().equals(schema)).toList(),
            List.of(),
            all.kinds().stream().filter(each -> each.schema().text().equals(schema)).toList());
  }
}
