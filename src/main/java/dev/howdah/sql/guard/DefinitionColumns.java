package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the table that a definition makes or changes, those that it gets among them; where
 * a column changes its type there are two of the name.
 */
final class DefinitionColumns {

  private static final long INT8 = 20;
  private static final long INT2 = 21;
  private static final long INT4 = 23;

  /** What is written like a type and is a column with a sequence, and of which type that is. */
  static final Map<String, Long> SERIALS =
      Map.of(
          "serial", INT4,
          "serial2", INT2,
          "serial4", INT4,
          "serial8", INT8,
          "smallserial", INT2,
          "bigserial", INT8);

  private final Catalogue catalogue;
  private final Stored stored;
  private final List<Relation.Column> columns = new ArrayList<>();
  private final List<Relation.Column> before;
  private final String table;
  private final List<Node> conversions = new ArrayList<>();

  DefinitionColumns(Catalogue catalogue, Node root) {
    this.catalogue = catalogue;
    this.stored = new Stored(catalogue);
    this.before = root.is("AlterTableStmt") ? of(root.child("relation")) : List.of();
    this.table = table(root);
    if (root.is("CreateDomainStmt")) {
      add("value", root.child("typeName"));
    } else if (Set.of("CreateStmt", "AlterTableStmt", "IndexStmt").contains(root.kind())) {
      walk(root);
    }
  }

  /**
   * In children, which a definition changes along with their parent, its name can mean a column.
   */
  private String table(Node root) {
    Node range = root.node("relation");
    boolean named =
        switch (root.kind()) {
          case "CreateStmt" -> true;
          case "AlterTableStmt", "IndexStmt" ->
              range != null
                  && catalogue
                      .relation(Definitions.name(range))
                      .filter(relation -> relation.children().isEmpty())
                      .isPresent();
          default -> false;
        };
    return named && range != null ? range.text("relname", "") : "";
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
      case "AlterTableCmd" -> command(node);
      default -> {}
    }
    for (Node child : node.children()) {
      if (!child.is("SelectStmt") && child != another(node)) {
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

  /** A table that is not the one: what a foreign key refers to, or what has the new one's name. */
  private static @Nullable Node another(Node node) {
    return node.is("CreateStmt") ? node.node("relation") : node.node("pktable");
  }

  private void command(Node command) {
    String name = command.text("name", "");
    switch (command.text("subtype", "")) {
      case "AT_AlterColumnType" -> {
        Node type = command.child("def").node("typeName");
        if (type != null) {
          add(name, type);
        }
        if (command.child("def").has("raw_default")) {
          conversions.add(command.child("def").child("raw_default"));
        }
      }
      // Once it is gone its name can mean something else, such as the whole row.
      case "AT_DropColumn" -> columns.add(new Relation.Column(0, name, Stored.UNDECIDED, -1, null));
      default -> {}
    }
  }

  private void add(String name, Node type) {
    columns.add(new Relation.Column(0, name, type(type), type.has("typmods") ? 0 : -1, null));
  }

  private long type(Node name) {
    List<Node> names = name.list("names");
    Long serial = names.size() == 1 ? SERIALS.get(names.getFirst().text("sval", "")) : null;
    return serial == null ? stored.type(name) : serial;
  }

  /** The columns of a relation that is named; none when it is not there. */
  List<Relation.Column> of(Node range) {
    return catalogue.relation(Definitions.name(range)).map(Relation::columns).orElse(List.of());
  }

  /** What the table is called in its expressions; empty where that is not sure. */
  String table() {
    return table;
  }

  List<Relation.Column> all() {
    return columns;
  }

  /** Those that an expression can name; one that makes the values of a new type sees the old. */
  List<Relation.Column> seenBy(Node expression) {
    return conversions.contains(expression) ? before : columns;
  }

  /** Those that a list names, or where it is empty the one whose definition it stands in. */
  List<Relation.Column> named(List<Node> names, String column) {
    return names.isEmpty()
        ? named(column)
        : names.stream().flatMap(each -> named(each.text("sval", "")).stream()).toList();
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
