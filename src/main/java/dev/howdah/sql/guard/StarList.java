package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose star has been written out as the columns that are open.
 *
 * <p>Only the star of the outermost SELECT over one plain table is: there the columns that come out
 * are the whole of its meaning.
 *
 * @param text the statement with the list in the star's place
 * @param omitted the columns that were left out
 * @param place where the list stands
 */
record StarList(String text, List<String> omitted, Place place) {

  /**
   * Where something has been put into a text for something else, in characters (code points).
   *
   * @param start how many come before
   * @param was how many there were
   * @param is how many there are
   */
  record Place(int start, int was, int is) {

    /** Nowhere. */
    static final Place NONE = new Place(Integer.MAX_VALUE, 0, 0);

    /** The position in the text before of a position in the text after; both from 1. */
    int before(int position) {
      if (position <= start) {
        return position;
      }
      return position <= start + is ? start + 1 : position - is + was;
    }
  }

  private static final Pattern STAR = Pattern.compile("(?:(?:\\w+|\"[^\"]+\")\\s*\\.\\s*){0,2}\\*");

  /** The statement written out, or empty when it has no such star or no need. */
  static Optional<StarList> of(String text, Node query, RelationRules rules, Catalogue catalogue) {
    if (!query.is("SelectStmt") || query.has("larg") || query.list("fromClause").size() != 1) {
      return Optional.empty();
    }
    Node only = query.list("fromClause").getFirst();
    Node from = only.is("RangeTableSample") ? only.child("relation") : only;
    if (!from.is("RangeVar")) {
      return Optional.empty();
    }
    Node alias = from.node("alias");
    if ((alias != null && alias.has("colnames"))
        || from.has("catalogname")
        || shadowed(query, from)) {
      return Optional.empty();
    }
    List<Node> stars = stars(query);
    if (stars.size() != 1) {
      return Optional.empty();
    }
    Identifier name = Identifier.of(from.text("schemaname"), from.text("relname", "?"));
    Relation relation = catalogue.relation(name).orElse(null);
    if (relation == null || !isOf(stars.getFirst(), relation, alias)) {
      return Optional.empty();
    }
    Set<String> blocked = rules.blockedColumns(relation);
    List<String> open = open(relation, blocked);
    if (blocked.isEmpty()
        || open.isEmpty()
        || open.size() == relation.columns().size()
        || renumbered(query, kept(query, stars.getFirst(), relation, blocked))) {
      return Optional.empty();
    }
    String shown = alias == null ? relation.name() : alias.text("aliasname", "?");
    return replace(
        text, stars.getFirst().location(), shown, open, List.copyOf(omitted(relation, blocked)));
  }

  /** How many columns come out before the first one that is left out. */
  private static int kept(Node query, Node star, Relation relation, Set<String> blocked) {
    int kept = 0;
    for (Node target : query.list("targetList")) {
      Node value = target.node("val");
      if (value != null && value.is("ColumnRef") && value.location() == star.location()) {
        break;
      }
      kept++;
    }
    for (Relation.Column column : relation.columns()) {
      if (blocked.contains(column.name())) {
        break;
      }
      kept++;
    }
    return kept;
  }

  /** Whether a number means a column that comes after the first so many. */
  private static boolean renumbered(Node query, int kept) {
    return Stream.of("sortClause", "groupClause", "distinctClause")
        .flatMap(clause -> query.list(clause).stream())
        .anyMatch(each -> numbered(each, kept));
  }

  private static boolean numbered(Node node, int kept) {
    return switch (node.kind()) {
      case "A_Const" -> {
        Node number = node.node("ival");
        yield number != null && number.number("ival") > kept;
      }
      case "SortBy", "GroupingSet", "RowExpr", "List" ->
          node.children().stream().anyMatch(child -> numbered(child, kept));
      default -> false;
    };
  }

  private static List<String> open(Relation relation, Set<String> blocked) {
    return relation.columns().stream()
        .map(Relation.Column::name)
        .filter(column -> !blocked.contains(column))
        .toList();
  }

  private static List<String> omitted(Relation relation, Set<String> blocked) {
    return relation.columns().stream()
        .map(Relation.Column::name)
        .filter(blocked::contains)
        .toList();
  }

  /** Whether what stands before the star is the table, or nothing. */
  private static boolean isOf(Node star, Relation relation, @Nullable Node alias) {
    List<String> before =
        star.list("fields").stream()
            .limit(star.list("fields").size() - 1L)
            .map(part -> part.text("sval", ""))
            .toList();
    return alias == null
        ? before.isEmpty()
            || before.equals(List.of(relation.name()))
            || before.equals(List.of(relation.schema(), relation.name()))
        : before.isEmpty() || before.equals(List.of(alias.text("aliasname", "")));
  }

  private static boolean shadowed(Node query, Node from) {
    Node with = query.node("withClause");
    return from.text("schemaname") == null
        && with != null
        && with.list("ctes").stream()
            .anyMatch(cte -> Objects.equals(cte.text("ctename"), from.text("relname")));
  }

  private static List<Node> stars(Node query) {
    List<Node> stars = new ArrayList<>();
    for (Node target : query.list("targetList")) {
      Node value = target.node("val");
      if (value != null && value.is("ColumnRef") && value.list("fields").getLast().is("A_Star")) {
        stars.add(value);
      }
    }
    return stars;
  }

  private static Optional<StarList> replace(
      String text, int offset, String alias, List<String> columns, List<String> omitted) {
    int at = Positions.index(text, offset);
    Matcher star = STAR.matcher(text).region(at, text.length());
    if (!star.lookingAt()) {
      return Optional.empty();
    }
    String list =
        columns.stream()
            .map(column -> Identifier.of(alias, column).quoted())
            .collect(Collectors.joining(", "));
    Place place =
        new Place(
            text.codePointCount(0, at),
            text.codePointCount(at, star.end()),
            list.codePointCount(0, list.length()));
    return Optional.of(
        new StarList(text.substring(0, at) + list + text.substring(star.end()), omitted, place));
  }
}
