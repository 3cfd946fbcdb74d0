package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the table that a definition makes or changes, those that it gets among them; where
 * a column changes its type there are two of the name.
 */
final class DefinitionColumns {

  /** What is written like a type and is a column with a sequence. */
  static final Set<String> SERIALS =
      Set.of("serial", "serial2", "serial4", "serial8", "smallserial", "bigserial");

  private static final long INT8 = 20;

  private final Catalogue catalogue;
  private final Stored stored;
  private final List<Relation.Column> columns = new ArrayList<>();

  DefinitionColumns(Catalogue catalogue, Node root) {
    this.catalogue = catalogue;
    this.stored = new Stored(catalogue);
    if (root.is("CreateDomainStmt")) {
      add("value", root.child("typeName"));
    } else if (Set.of("CreateStmt", "AlterTableStmt", "IndexStmt").contains(root.kind())) {
      walk(root);
    }
  }

  private void walk(Node node) {
    switch (node.kind()) {
      case "RangeVar" -> of(node).forEach(columns::add);
      case "ColumnDef" -> {
        Node type = node.node("typeName");
        if (type != null) {
          add(node.text("colname", ""), type);
        }
      }
      case "AlterTableCmd" -> {
        Node type = newType(node);
        if (type != null) {
          add(node.text("name", ""), type);
        }
      }
      default -> {}
    }
    for (Node child : node.children()) {
      // The table that a foreign key refers to is another one.
      if (!child.is("SelectStmt") && child != node.node("pktable")) {
        walk(child);
      }
    }
    Node typed = node.is("CreateStmt") ? node.node("ofTypename") : null;
    if (typed != null) {
      long type = stored.type(typed);
      if (type != Stored.UNDECIDED && catalogue.type(type).relation() != 0) {
        columns.addAll(catalogue.relation(catalogue.type(type).relation()).columns());
      }
    }
  }

  private static @Nullable Node newType(Node command) {
    Node def = command.node("def");
    return def != null && command.text("subtype", "").equals("AT_AlterColumnType")
        ? def.node("typeName")
        : null;
  }

  private void add(String name, Node type) {
    columns.add(new Relation.Column(0, name, type(type), type.has("typmods") ? 0 : -1, null));
  }

  private long type(Node name) {
    List<Node> names = name.list("names");
    boolean serial = names.size() == 1 && SERIALS.contains(names.getFirst().text("sval", ""));
    return serial ? INT8 : stored.type(name);
  }

  /** The columns of a relation that is named; none when it is not there. */
  List<Relation.Column> of(Node range) {
    return catalogue.relation(Definitions.name(range)).map(Relation::columns).orElse(List.of());
  }

  List<Relation.Column> all() {
    return columns;
  }

  /** Those of that name; one of a type that nobody knows when there is none. */
  List<Relation.Column> named(String name) {
    List<Relation.Column> found =
        columns.stream().filter(column -> column.name().equals(name)).toList();
    return found.isEmpty()
        ? List.of(new Relation.Column(0, name, Stored.UNDECIDED, -1, null))
        : found;
  }
}
