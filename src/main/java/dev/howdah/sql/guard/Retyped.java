package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Stored;
import dev.howdah.sql.resolve.StoredTypes;
import dev.howdah.sql.resolve.Uses;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What PostgreSQL runs where a column gets another type: what makes its values those of the new
 * one, and a default that is kept.
 */
final class Retyped {

  private final Catalogue catalogue;
  private final Stored stored;
  private final Uses uses = Uses.none();

  Retyped(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.stored = new Stored(catalogue);
  }

  Uses uses(Node root) {
    if (root.is("AlterTableStmt")) {
      Optional<Relation> table = catalogue.relation(Definitions.name(root.child("relation")));
      root.list("cmds").stream()
          .filter(each -> each.text("subtype", "").equals("AT_AlterColumnType"))
          .forEach(each -> column(table, each.text("name", ""), each.child("def")));
    }
    return uses;
  }

  private void column(Optional<Relation> table, String name, Node definition) {
    Node written = definition.node("typeName");
    if (written == null) {
      return;
    }
    long type = stored.type(written);
    int modifier = written.has("typmods") ? 0 : -1;
    Node made = definition.node("raw_default");
    Set<Long> types = new HashSet<>();
    if (table.isPresent()) {
      values(table.get(), name, types, new HashSet<>());
    } else {
      types.add(Stored.UNDECIDED);
    }
    types.forEach(each -> uses.add(stored.as(each, type, modifier)));
    if (made != null && table.isPresent()) {
      uses.add(stored.as(made, table.get().columns(), type, modifier));
    }
  }

  /**
   * The types of the values and defaults that there are, of the table and every child. Which column
   * a default belongs to is not known here; a plain constant is of its column's type.
   */
  private void values(Relation table, String name, Set<Long> types, Set<Long> seen) {
    if (!seen.add(table.oid())) {
      return;
    }
    Optional<Relation.Column> column = table.column(name);
    types.add(column.map(Relation.Column::type).orElse(Stored.UNDECIDED));
    Stream<String> generated = column.stream().flatMap(each -> Stream.ofNullable(each.generated()));
    Stream.concat(table.defaults().stream(), generated).map(StoredTypes::of).forEach(types::addAll);
    table.children().forEach(each -> values(catalogue.relation(each), name, types, seen));
  }
}
