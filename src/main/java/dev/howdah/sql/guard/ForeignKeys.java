package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Stored;
import dev.howdah.sql.resolve.Uses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What PostgreSQL runs to compare the columns of a foreign key with those that it refers to, and to
 * pass on what these become.
 */
final class ForeignKeys {

  private final Catalogue catalogue;
  private final DefinitionColumns columns;
  private final Stored stored;
  private final Uses uses = Uses.none();

  ForeignKeys(Catalogue catalogue, DefinitionColumns columns) {
    this.catalogue = catalogue;
    this.columns = columns;
    this.stored = new Stored(catalogue);
  }

  Uses uses(Node root) {
    walk(root, root, "");
    return uses;
  }

  private void walk(Node node, Node root, String column) {
    if (node.is("SelectStmt")) {
      return;
    }
    if (node.text("contype", "").equals("CONSTR_FOREIGN")) {
      key(node, root, column);
    }
    String inside = node.is("ColumnDef") ? node.text("colname", "") : column;
    node.children().forEach(child -> walk(child, root, inside));
  }

  private void key(Node key, Node root, String column) {
    List<Relation.Column> referred = referred(key, root);
    boolean passedOn = key.text("fk_upd_action", "").equals("c");
    for (Relation.Column own : columns.named(key.list("fk_attrs"), column)) {
      for (Relation.Column other : referred) {
        uses.add(stored.compared(own.type(), other.type()));
        if (passedOn) {
          uses.add(
              stored.conversions(
                  other.type(), own.type(), Cast.Context.ASSIGNMENT, key.location()));
        }
      }
    }
  }

  /** Those that are named; all when none is, because the primary key is not known here. */
  private List<Relation.Column> referred(Node key, Node root) {
    Node range = key.child("pktable");
    List<Relation.Column> all =
        new ArrayList<>(
            catalogue.relation(Definitions.name(range)).map(Relation::columns).orElse(List.of()));
    Node own = root.node("relation");
    if (own != null && own.text("relname", "").equals(range.text("relname", ""))) {
      all.addAll(columns.all());
    }
    Set<String> named =
        key.list("pk_attrs").stream()
            .map(each -> each.text("sval", ""))
            .collect(Collectors.toSet());
    if (!named.isEmpty()) {
      all.removeIf(each -> !named.contains(each.name()));
    }
    return all.isEmpty() ? List.of(new Relation.Column(0, "", Stored.UNDECIDED, -1, null)) : all;
  }
}
