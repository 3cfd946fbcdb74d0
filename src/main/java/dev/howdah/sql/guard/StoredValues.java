package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Stored;
import dev.howdah.sql.resolve.Uses;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL runs to make the values in a definition fit where they are stored: those of
 * defaults, generated columns and bounds of partitions their columns, conditions a boolean.
 */
final class StoredValues {

  private static final long BOOL = 16;
  private static final Set<String> OPEN_ENDS = Set.of("minvalue", "maxvalue");

  private final Catalogue catalogue;
  private final DefinitionColumns columns;
  private final Stored stored;
  private final Uses uses = Uses.none();

  StoredValues(Catalogue catalogue, DefinitionColumns columns) {
    this.catalogue = catalogue;
    this.columns = columns;
    this.stored = new Stored(catalogue, columns.table());
  }

  Uses uses(Node root) {
    walk(root, root, "");
    return uses;
  }

  /** The column is that whose definition the node stands in. */
  private void walk(Node node, Node root, String column) {
    switch (node.kind()) {
      case "SelectStmt" -> {
        return;
      }
      case "Constraint" -> constraint(node, root.is("CreateDomainStmt") ? "value" : column);
      case "IndexStmt" -> condition(node.node("whereClause"));
      case "AlterTableCmd" -> alteration(node);
      case "PartitionBoundSpec" -> bounds(node, root);
      default -> {}
    }
    String inside = node.is("ColumnDef") ? node.text("colname", "") : column;
    node.children().forEach(child -> walk(child, root, inside));
  }

  private void constraint(Node constraint, String column) {
    Node expression = constraint.node("raw_expr");
    switch (constraint.text("contype", "")) {
      case "CONSTR_DEFAULT", "CONSTR_GENERATED" -> store(expression, columns.named(column));
      case "CONSTR_CHECK" -> condition(expression);
      default -> condition(constraint.node("where_clause"));
    }
  }

  private void alteration(Node command) {
    if (Set.of("AT_ColumnDefault", "AT_SetExpression").contains(command.text("subtype", ""))) {
      store(command.node("def"), columns.named(command.text("name", "")));
    }
  }

  private void condition(@Nullable Node expression) {
    if (expression != null) {
      uses.add(stored.as(expression, columns.all(), BOOL, -1));
    }
  }

  private void store(@Nullable Node expression, List<Relation.Column> targets) {
    if (expression != null) {
      targets.forEach(
          target ->
              uses.add(stored.as(expression, columns.all(), target.type(), target.modifier())));
    }
  }

  /** Which columns the key has is not known here; one that is an expression may be of any type. */
  private void bounds(Node bound, Node root) {
    Node range =
        root.is("CreateStmt") && !root.list("inhRelations").isEmpty()
            ? root.list("inhRelations").getFirst()
            : root.node("relation");
    Relation parent =
        range == null ? null : catalogue.relation(Definitions.name(range)).orElse(null);
    if (parent == null) {
      return;
    }
    List<Relation.Column> kinds =
        List.copyOf(
            parent.columns().stream()
                .collect(
                    Collectors.toMap(
                        Relation.Column::type,
                        column -> column,
                        (one, other) -> one.modifier() >= 0 ? one : other))
                .values());
    Set<Long> constants = new HashSet<>();
    for (String field : List.of("listdatums", "lowerdatums", "upperdatums")) {
      for (Node value : bound.list(field)) {
        // Of thousands in a list one of each type will do.
        boolean again = value.is("A_Const") && !constants.add(stored.type(value, List.of()));
        if (!again && !openEnd(value)) {
          store(value, kinds);
          if (!parent.expressions().isEmpty() && !stored.literal(value)) {
            uses.add(stored.as(value, List.of(), Stored.UNDECIDED, -1));
          }
        }
      }
    }
  }

  private static boolean openEnd(Node value) {
    List<Node> fields = value.is("ColumnRef") ? value.list("fields") : List.of();
    return fields.size() == 1 && OPEN_ENDS.contains(fields.getFirst().text("sval", ""));
  }
}
