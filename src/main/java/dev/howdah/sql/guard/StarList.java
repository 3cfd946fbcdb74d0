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

/**
 * A statement whose star has been written out as the columns that are open.
 *
 * <p>Only the star of the outermost SELECT over one plain table is: there the columns that come out
 * are the whole of its meaning.
 *
 * @param text the statement with the list in the star's place
 * @param omitted the columns that were left out
 */
record StarList(String text, List<String> omitted) {

  private static final Pattern STAR = Pattern.compile("(?:(?:\\w+|\"[^\"]+\")\\s*\\.\\s*)?\\*");

  /** The statement written out, or empty when it has no such star or no need. */
  static Optional<StarList> of(String text, Node query, RelationRules rules, Catalogue catalogue) {
    if (!query.is("SelectStmt")
        || query.has("larg")
        || query.list("fromClause").size() != 1
        || !query.list("fromClause").getFirst().is("RangeVar")) {
      return Optional.empty();
    }
    Node from = query.list("fromClause").getFirst();
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
    if (relation == null) {
      return Optional.empty();
    }
    Set<String> blocked = rules.blockedColumns(relation);
    List<String> open = open(relation, blocked);
    if (blocked.isEmpty() || open.isEmpty() || open.size() == relation.columns().size()) {
      return Optional.empty();
    }
    String shown = alias == null ? relation.name() : alias.text("aliasname", "?");
    return replace(text, stars.getFirst().location(), shown, open)
        .map(written -> new StarList(written, List.copyOf(omitted(relation, blocked))));
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

  private static Optional<String> replace(
      String text, int offset, String alias, List<String> columns) {
    int at = Positions.index(text, offset);
    Matcher star = STAR.matcher(text).region(at, text.length());
    if (!star.lookingAt()) {
      return Optional.empty();
    }
    String list =
        columns.stream()
            .map(column -> Identifier.of(alias, column).quoted())
            .collect(Collectors.joining(", "));
    return Optional.of(text.substring(0, at) + list + text.substring(star.end()));
  }
}
