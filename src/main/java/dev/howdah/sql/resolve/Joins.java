package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.FromClause.Part;
import dev.howdah.sql.resolve.Scope.Visible;
import java.util.ArrayList;
import java.util.List;

/** {@code JoinExpr}: joins, with ON, USING or NATURAL. */
final class Joins {

  private static final Identifier EQUAL = Identifier.of("=");

  private final Reading reading;
  private final FromClause from;

  Joins(Reading reading, FromClause from) {
    this.reading = reading;
    this.from = from;
  }

  Part read(Node node, Scope scope) {
    var left = from.item(Expressions.required(node, "larg"), scope);
    var around = scope.names();
    List<Visible> laterally = new ArrayList<>(around);
    left.names().forEach(name -> laterally.add(name.lateral(true)));
    scope.see(laterally);
    var right = from.item(Expressions.required(node, "rarg"), scope);
    List<Visible> both = new ArrayList<>(left.names());
    both.addAll(right.names());

    var names = shared(node, left.item(), right.item());
    var merged = names.stream().map(name -> merge(node, name, left.item(), right.item())).toList();
    var quals = node.node("quals");
    if (quals != null) {
      scope.see(both.stream().map(name -> name.lateral(false)).toList());
      reading.expressions.bool(quals, scope);
    }
    scope.see(around);
    return part(node, left.item(), right.item(), merged, both);
  }

  private static List<String> shared(Node node, Item left, Item right) {
    if (node.flag("isNatural")) {
      return left.starred().stream()
          .map(Column::name)
          .filter(name -> !right.columns(name).isEmpty())
          .distinct()
          .toList();
    }
    return node.list("usingClause").stream().map(name -> TypeNames.text(name, node)).toList();
  }

  /** One column of both sides, which are compared. */
  private Column merge(Node node, String name, Item left, Item right) {
    List<Origin> origins = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (var item : List.of(left, right)) {
      var columns = item.columns(name);
      if (columns.isEmpty()) {
        reading.notes.unknown(name, node.location());
      }
      columns.forEach(column -> origins.addAll(column.origins()));
      values.add(columns.size() == 1 ? columns.getFirst().value() : Value.UNDECIDED);
    }
    reading.notes.read(origins, node.location());
    reading.expressions.operators().apply(node, EQUAL, values.getFirst(), values.getLast());
    var value = reading.unite(values, node.location());
    reading.notes.type(value.type(), node.location());
    return new Column(name, new Value(value.type(), value.row(), null), origins);
  }

  private static Part part(
      Node node, Item left, Item right, List<Column> merged, List<Visible> both) {
    List<String> names = merged.stream().map(Column::name).toList();
    List<Column> columns = new ArrayList<>(merged);
    List<Origin> origins = new ArrayList<>();
    for (var item : List.of(left, right)) {
      origins.addAll(item.origins());
      item.starred().stream()
          .filter(column -> !names.contains(column.name()))
          .forEach(columns::add);
    }
    var joined = new Item("", true, null, columns, Types.RECORD, origins, 0);
    List<Visible> visible = new ArrayList<>();
    var alias = node.node("alias");
    if (alias != null) {
      joined = joined.as(alias.text("aliasname", ""), FromClause.names(alias));
      visible.add(Visible.of(joined));
    } else {
      both.forEach(name -> visible.add(name.withoutColumns()));
      visible.add(new Visible(joined, false, true, false));
    }
    var using = node.node("join_using_alias");
    if (using != null) {
      var renamed = joined.columns().subList(0, merged.size());
      List<Origin> read = renamed.stream().flatMap(column -> column.origins().stream()).toList();
      var item = new Item(using.text("aliasname", ""), true, null, renamed, Types.RECORD, read, 0);
      visible.add(new Visible(item, true, false, false));
    }
    return new Part(joined, visible);
  }
}
