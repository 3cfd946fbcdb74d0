package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** WITH: each query is read once, where it stands, also when nothing refers to it. */
final class WithClauses {

  private final Reading reading;

  WithClauses(Reading reading) {
    this.reading = reading;
  }

  /** Reads the queries, and makes their names known in the scope. */
  void enter(@Nullable Node clause, Scope scope) {
    if (clause == null) {
      return;
    }
    var recursive = clause.flag("recursive");
    List<Cte> ctes = new ArrayList<>();
    for (var node : clause.list("ctes")) {
      var cte = new Cte(node, scope, recursive);
      ctes.add(cte);
      if (recursive) {
        scope.ctes().put(node.text("ctename", ""), cte);
      }
    }
    for (var cte : ctes) {
      read(cte);
      scope.ctes().put(cte.node().text("ctename", ""), cte);
    }
  }

  /** The query of that name, as an item; empty when there is none. */
  Optional<Item> find(String name, Scope scope) {
    for (@Nullable Scope at = scope; at != null; at = at.parent()) {
      var cte = at.ctes().get(name);
      if (cte != null) {
        return Optional.of(item(name, cte, at != scope));
      }
    }
    return Optional.empty();
  }

  private Item item(String name, Cte cte, boolean inner) {
    read(cte);
    var known = cte.columns();
    if (known == null) {
      throw new Unsupported("a reference to a WITH query inside of it", cte.node().location());
    }
    var columns = new ArrayList<>(known.stream().map(Column::of).toList());
    var hidden = added(cte, columns);
    return Item.of(name, columns).hiding(inner ? hidden : 0);
  }

  private void read(Cte cte) {
    if (!cte.enter()) {
      return;
    }
    var node = cte.node();
    cte.mark(mark(node));
    var columns =
        reading.queries.statement(
            Expressions.required(node, "ctequery"), cte.home(), true, cte.recursive() ? cte : null);
    known(cte, columns);
  }

  /** Gives a query the columns that are known of it, under the names that WITH gives them. */
  void known(Cte cte, List<Field> columns) {
    var names = cte.node().list("aliascolnames");
    List<Field> named = new ArrayList<>();
    for (var i = 0; i < columns.size(); i++) {
      var field = columns.get(i);
      named.add(
          new Field(
              i < names.size() ? TypeNames.text(names.get(i), cte.node()) : field.name(),
              field.value().resolved()));
    }
    cte.columns(named);
    var cycle = cte.node().node("cycle_clause");
    if (cycle != null) {
      // Rows are compared with those before; any column may be among those that are listed.
      named.forEach(field -> reading.makers.compared(field.value(), cycle.location()));
    }
  }

  /** The columns that SEARCH and CYCLE add, at the end. */
  private int added(Cte cte, List<Column> columns) {
    var node = cte.node();
    var before = columns.size();
    var search = node.node("search_clause");
    if (search != null) {
      columns.add(
          computed(
              search.text("search_seq_column", ""),
              search.flag("search_breadth_first") ? Types.RECORD : Types.RECORD_ARRAY));
    }
    var cycle = node.node("cycle_clause");
    if (cycle != null) {
      columns.add(computed(cycle.text("cycle_mark_column", ""), cte.mark()));
      columns.add(computed(cycle.text("cycle_path_column", ""), Types.RECORD_ARRAY));
    }
    return columns.size() - before;
  }

  private static Column computed(String name, long type) {
    return Column.of(new Field(name, Value.of(type)));
  }

  /** The type of a cycle's mark, whose two values are told apart; undecided without a cycle. */
  private long mark(Node node) {
    var cycle = node.node("cycle_clause");
    if (cycle == null) {
      return Types.UNDECIDED;
    }
    var scope = new Scope(null);
    List<Value> marks = new ArrayList<>();
    for (var field : List.of("cycle_mark_value", "cycle_mark_default")) {
      marks.add(reading.expressions.read(Expressions.required(cycle, field), scope));
    }
    var mark = reading.unite(marks, node.location());
    reading.notes.type(mark.type(), node.location());
    reading.expressions.operators().apply(node, Identifier.of("pg_catalog", "<>"), mark, mark);
    return mark.type();
  }
}
