package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;

/** {@code RangeFunction}: functions in FROM. */
final class TableFunctions {

  private static final String UNNEST = "unnest";

  private final Reading reading;

  TableFunctions(Reading reading) {
    this.reading = reading;
  }

  Item read(Node node, Scope scope) {
    List<Node> calls = node.list("functions");
    List<Column> columns = new ArrayList<>();
    var alias = node.node("alias");
    var single = calls.size() == 1;
    var first = "";
    var whole = Types.RECORD;
    List<Origin> origins = new ArrayList<>();
    for (var pair : calls) {
      var call = pair.list("items").getFirst();
      var definitions = new ArrayList<>(pair.list("items").get(1).list("items"));
      definitions.addAll(node.list("coldeflist"));
      var name = reading.expressions.outputNames().of(call);
      first = first.isEmpty() ? name : first;
      if (definitions.isEmpty() && expanded(call)) {
        single &= call.list("args").size() == 1;
        for (var arg : call.list("args")) {
          columns.addAll(columns(unnest(call, arg, scope), UNNEST));
        }
        continue;
      }
      var value = reading.expressions.read(call, scope);
      if (!definitions.isEmpty()) {
        columns.addAll(defined(definitions, converted(call)));
        continue;
      }
      var named = single && alias != null ? alias.text("aliasname", name) : name;
      columns.addAll(columns(value, outputName(call, named)));
      whole = single && !node.flag("ordinality") ? value.type() : Types.RECORD;
    }
    if (node.flag("ordinality")) {
      columns.add(Column.of(new Field("ordinality", Value.of(BuiltIn.INT8))));
    }
    columns.forEach(column -> origins.addAll(column.origins()));
    return new Item(first, true, null, columns, whole, origins, 0);
  }

  /** {@code unnest} of several arrays is as many functions. */
  private static boolean expanded(Node call) {
    return call.is("FuncCall")
        && call.list("args").size() > 1
        && call.list("funcname").size() == 1
        && UNNEST.equals(call.list("funcname").getFirst().text("sval"))
        && !call.has("agg_order")
        && !call.has("agg_filter")
        && !call.has("over")
        && !call.flag("agg_distinct")
        && !call.flag("func_variadic");
  }

  private Value unnest(Node call, Node arg, Scope scope) {
    var value = reading.expressions.read(arg, scope);
    var one = Call.of(Identifier.of("pg_catalog", UNNEST), List.of(value.type()));
    var resolution = reading.overloads.function(one);
    reading.notes.call(resolution, one.arguments(), call.location());
    return Calls.result(reading, resolution, one);
  }

  /** The columns of a function's result; their names are used as they come. */
  private List<Column> columns(Value value, String name) {
    var row = reading.rows.columns(value);
    if (row != null) {
      return row;
    }
    if (value.type() == Types.RECORD || value.undecided()) {
      throw new Unsupported(
          "the function "
              + name
              + " in FROM, which is not there for these arguments, or whose"
              + " columns are not known",
          -1);
    }
    return List.of(Column.of(new Field(name, value.resolved())));
  }

  /** A single output argument names the column. */
  private String outputName(Node call, String otherwise) {
    if (!call.is("FuncCall")) {
      return otherwise;
    }
    var last = reading.expressions.calls().chosen(call);
    return last == null || last.outputs().size() != 1 || last.outputs().getFirst().name().isEmpty()
        ? otherwise
        : last.outputs().getFirst().name();
  }

  /**
   * Whether the rows of a function may be converted to the types that are listed for them, as those
   * of one in the language {@code sql} are; the server's own make them of those types at once.
   */
  private boolean converted(Node call) {
    var function = reading.expressions.calls().chosen(call);
    return function == null || function.oid() >= Types.FIRST_NORMAL_OID;
  }

  private List<Column> defined(List<Node> definitions, boolean converted) {
    List<Column> columns = new ArrayList<>();
    for (var definition : definitions) {
      var name = Expressions.required(definition, "typeName");
      var type = reading.typeNames.read(name);
      if (converted) {
        var modifier = TypeNames.modified(name) ? 0 : -1;
        reading.queries.store(Value.UNDECIDED, type, modifier, name.location());
      }
      columns.add(Column.of(new Field(definition.text("colname", ""), Value.of(type))));
    }
    return columns;
  }
}
