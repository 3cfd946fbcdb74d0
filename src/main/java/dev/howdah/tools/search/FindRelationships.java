package dev.howdah.tools.search;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.known.Known;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import dev.howdah.tools.search.Inventory.Reference;
import dev.howdah.tools.search.Inventory.Relation;
import dev.howdah.tools.search.Relationships.Explicit;
import dev.howdah.tools.search.Relationships.Guess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a table is related to others, by its keys and by names. */
public final class FindRelationships implements Tool<FindRelationships.Arguments, Relationships> {

  public record Arguments(
      @Param(
              value =
                  "Name of the table or view as list_tables gives it, without quotes;"
                      + " schema.table works.",
              max = 300,
              aliases = "table_name")
          String table,
      @Param(value = "Its schema; left out, it is looked for along the search path.", max = 300)
          @Nullable String schema,
      @Param(value = "How the text shows the lists.", byDefault = "json") Format format) {}

  private static final String OUTGOING = "outgoing";
  private static final String INCOMING = "incoming";
  private static final int MOST = 200;
  private static final int MOST_SIMILAR = 3;

  private final Sessions sessions;
  private final Inventories inventories;

  public FindRelationships(Sessions sessions, Inventories inventories) {
    this.sessions = sessions;
    this.inventories = inventories;
  }

  @Override
  public ToolSpec<Arguments, Relationships> spec() {
    return ToolSpec.readOnly(
        "find_relationships",
        "Find relationships",
        "How to join a table: its foreign keys both ways (explicit), and what column names and types"
            + " imply where none is declared (implied), each with a strength and a reason. Implied"
            + " ones are guesses: check possible ones with a query before you rely on them. Both"
            + " empty: nothing seems related. Next: query.",
        Arguments.class,
        Relationships.class);
  }

  @Override
  public Relationships call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    Inventory inventory = inventories.of(session);
    Relation relation =
        find(inventory, arguments).orElseThrow(() -> missing(session, inventory, arguments));
    List<Explicit> explicit = explicit(inventory, relation);
    var implications = new Implications(inventory);
    List<Guess> implied =
        Stream.concat(
                implications.from(relation).stream()
                    .sorted(Comparator.comparing(Implied::strength))
                    .map(FindRelationships::outgoing),
                implications.to(relation).stream()
                    .sorted(Comparator.comparing(Implied::strength))
                    .filter(each -> each.from().oid() != relation.oid())
                    .map(FindRelationships::incoming))
            .sorted(Comparator.comparing(guess -> guess.strength().equals("possible")))
            .toList();
    return new Relationships(
        relation.name().text(),
        relation.schema().text(),
        explicit.stream().limit(MOST).toList(),
        implied.stream().limit(MOST).toList(),
        explicit.size() > MOST || implied.size() > MOST);
  }

  private static Optional<Relation> find(Inventory inventory, Arguments arguments) {
    String schema = Known.given(arguments.schema());
    String table = arguments.table();
    Stream<Relation> found =
        schema != null
            ? inventory.relations().stream()
                .filter(each -> each.schema().text().equals(schema))
                .filter(each -> each.name().text().equals(table) || each.qualified().equals(table))
            : Stream.concat(
                inventory.relations().stream()
                    .filter(Relation::visible)
                    .filter(each -> each.name().text().equals(table)),
                inventory.relations().stream().filter(each -> each.qualified().equals(table)));
    return found.findFirst();
  }

  private static CallException missing(Session session, Inventory inventory, Arguments arguments) {
    String schema = Known.given(arguments.schema());
    String table = arguments.table();
    return Partition.named(session, inventory, schema, table)
        .orElseGet(() -> unknown(arguments.schema(), table, similar(inventory, table)));
  }

  /** The same words whether it does not exist or must not be known. */
  private static CallException unknown(
      @Nullable String schema, String table, List<String> similar) {
    String where = schema == null ? "along the search path" : "in the schema \"" + schema + "\"";
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        "There is no table or view \""
            + table
            + "\" "
            + where
            + " that this role has a privilege on. "
            + (similar.isEmpty()
                ? "search_objects finds names; upper and lower case differ."
                : "Did you mean " + String.join(" or ", similar) + "?"),
        Map.of("table", table, "similar", similar));
  }

  private static List<String> similar(Inventory inventory, String table) {
    // As somebody may write it who thinks in SQL.
    String plain = table.replace("\"", "").toLowerCase(Locale.ROOT);
    var likeness = new Likeness(plain.substring(plain.lastIndexOf('.') + 1));
    return inventory.relations().stream()
        .filter(each -> likeness.enough(each.name().lower()))
        .sorted(
            Comparator.comparing((Relation each) -> !table.startsWith(each.schema() + "."))
                .thenComparingDouble(each -> -likeness.share(each.name().lower())))
        .limit(MOST_SIMILAR)
        .map(Relation::qualified)
        .toList();
  }

  private static List<Explicit> explicit(Inventory inventory, Relation relation) {
    List<Explicit> found = new ArrayList<>();
    for (Relation other : inventory.relations()) {
      for (Reference reference : other.references()) {
        if (reference.other() == relation.oid()) {
          found.add(
              new Explicit(
                  reference.name(),
                  INCOMING,
                  reference.otherColumns(),
                  other.schema().text(),
                  other.name().text(),
                  reference.columns()));
        }
      }
    }
    List<Explicit> outgoing = new ArrayList<>();
    for (Reference reference : relation.references()) {
      inventory.relations().stream()
          .filter(other -> other.oid() == reference.other())
          .map(
              other ->
                  new Explicit(
                      reference.name(),
                      OUTGOING,
                      reference.columns(),
                      other.schema().text(),
                      other.name().text(),
                      reference.otherColumns()))
          .forEach(outgoing::add);
    }
    outgoing.addAll(found);
    return outgoing;
  }

  private static Guess outgoing(Implied implied) {
    return new Guess(
        OUTGOING,
        Implied.names(implied.columns()),
        implied.to().schema().text(),
        implied.to().name().text(),
        Implied.names(implied.key()),
        implied.strength().toString(),
        implied.reason());
  }

  private static Guess incoming(Implied implied) {
    return new Guess(
        INCOMING,
        Implied.names(implied.key()),
        implied.from().schema().text(),
        implied.from().name().text(),
        Implied.names(implied.columns()),
        implied.strength().toString(),
        implied.reason());
  }
}
