package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.OperatorClass;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Stored;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The functions that PostgreSQL runs for the operator classes of what a definition makes: indexes,
 * keys, and partitions, which are compared and hashed.
 */
final class IndexSupport {

  private static final long FIRST_OF_USERS = 16384;

  private static final Set<String> KEYS = Set.of("btree", "hash");

  private final Catalogue catalogue;
  private final DefinitionColumns columns;
  private final Stored stored;
  private final Set<Long> functions = new LinkedHashSet<>();

  IndexSupport(Catalogue catalogue, DefinitionColumns columns) {
    this.catalogue = catalogue;
    this.columns = columns;
    this.stored = new Stored(catalogue, columns.table());
  }

  /** Their OIDs, without those that came with the server. */
  Set<Long> functions(Node root) {
    walk(root, "");
    return functions;
  }

  private void walk(Node node, String column) {
    switch (node.kind()) {
      case "SelectStmt" -> {
        return;
      }
      case "IndexStmt" ->
          node.list("indexParams")
              .forEach(each -> element(each, Set.of(node.text("accessMethod", "btree"))));
      case "Constraint" -> constraint(node, column);
      case "PartitionSpec" -> node.list("partParams").forEach(each -> element(each, KEYS));
      // What is attached gets the indexes of its table, of whatever kind.
      case "PartitionBoundSpec" -> columns.all().forEach(each -> classes(each.type(), Set.of()));
      case "AlterTableCmd" -> {
        if (node.text("subtype", "").equals("AT_AlterColumnType")) {
          columns.named(node.text("name", "")).forEach(each -> classes(each.type(), Set.of()));
        }
      }
      default -> {}
    }
    String inside = node.is("ColumnDef") ? node.text("colname", "") : column;
    node.children().forEach(child -> walk(child, inside));
  }

  private void constraint(Node constraint, String column) {
    switch (constraint.text("contype", "")) {
      case "CONSTR_UNIQUE", "CONSTR_PRIMARY" -> {
        // What a period may not overlap is in an index of another kind.
        Set<String> methods = constraint.flag("without_overlaps") ? Set.of() : KEYS;
        columns
            .named(constraint.list("keys"), column)
            .forEach(each -> classes(each.type(), methods));
      }
      case "CONSTR_EXCLUSION" -> {
        String method = constraint.text("access_method", "btree");
        constraint.list("exclusions").stream()
            .map(each -> each.list("items").getFirst())
            .forEach(each -> element(each, Set.of(method)));
      }
      case "CONSTR_FOREIGN" -> {
        Stream<Relation.Column> own = columns.named(constraint.list("fk_attrs"), column).stream();
        Node other = constraint.node("pktable");
        Stream.concat(own, other == null ? Stream.of() : columns.of(other).stream())
            .forEach(each -> classes(each.type(), Set.of()));
      }
      default -> {}
    }
  }

  /**
   * A column or an expression, perhaps with the name of a class, which may compare parts by theirs.
   */
  private void element(Node element, Set<String> methods) {
    List<Node> name = element.list("opclass");
    Node expression = element.node("expr");
    if (!name.isEmpty()) {
      String last = name.getLast().text("sval", "");
      catalogue.operatorClasses().stream()
          .filter(each -> each.name().equals(last))
          .forEach(this::add);
    }
    if (expression != null) {
      classes(stored.type(expression, columns.all()), methods);
    } else {
      columns.named(element.text("name", "")).forEach(each -> classes(each.type(), methods));
    }
  }

  /**
   * Takes those that may be meant where none is named. One that the index of a table has already is
   * as its owner made it.
   *
   * @param methods of access beside those that compare the parts of ranges, arrays and rows; none
   *     for all
   */
  private void classes(long type, Set<String> methods) {
    Set<Long> within = new HashSet<>();
    parts(type, within);
    within.forEach(this::range);
    catalogue.operatorClasses().stream()
        .filter(
            each ->
                methods.isEmpty()
                    || methods.contains(each.method())
                    || KEYS.contains(each.method()))
        .filter(each -> type == Stored.UNDECIDED || (each.standard() && serves(each, within)))
        .forEach(this::add);
  }

  /** A range compares its bounds by a class of its own choice. */
  private void range(long oid) {
    Type type = catalogue.type(oid);
    if (type.kind() == Type.Kind.RANGE) {
      functions.addAll(type.functions());
    }
  }

  private void parts(long oid, Set<Long> found) {
    if (oid <= 0 || !found.add(oid)) {
      return;
    }
    Type type = catalogue.type(oid);
    parts(type.element(), found);
    parts(type.base(), found);
    if (type.relation() != 0) {
      catalogue.relation(type.relation()).columns().forEach(each -> parts(each.type(), found));
    }
  }

  private boolean serves(OperatorClass each, Set<Long> types) {
    return types.contains(each.type())
        || pseudo(each.type())
        || types.stream().anyMatch(type -> sameBytes(type, each.type()));
  }

  private boolean pseudo(long type) {
    return type < FIRST_OF_USERS && catalogue.type(type).kind() == Type.Kind.PSEUDO;
  }

  private boolean sameBytes(long type, long other) {
    return catalogue
        .cast(type, other)
        .filter(cast -> cast.method() == Cast.Method.BINARY)
        .isPresent();
  }

  private void add(OperatorClass each) {
    functions.addAll(each.functions());
  }
}
