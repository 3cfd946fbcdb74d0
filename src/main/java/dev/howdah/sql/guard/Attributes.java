package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attribute notation as the calls that it may mean: {@code (x).f} as {@code f(x)}, which may also
 * be a cast to the type {@code f} or a field, and {@code s.f} of what a function in FROM gives. A
 * call {@code f(r)} of a row may be a field as well. The array type {@code _t} becomes {@code t[]}.
 * PostgreSQL manual, SQL Functions on Composite Types.
 */
final class Attributes {

  /** More than people write; the tree gets as deep. */
  private static final int MOST_IN_EACH_OTHER = 100;

  /** Set for those calls that may be fields. */
  private static final String MARK = "attribute";

  /** The column that the whole may be instead. */
  private static final String COLUMN = "column";

  /** Columns of functions that come with PostgreSQL, as those of {@code json_each()}. */
  private static final Set<String> ORDINARY = Set.of("key", "value", "ordinality");

  /** What a call has that can be nothing else. */
  private static final Set<String> PLAIN = Set.of("funcname", "args", "funcformat", "location");

  /** Names of rows in FROM. */
  private final Set<String> rows = new HashSet<>();

  /** By the names that results of functions have in FROM: columns of all that have that name. */
  private final Map<String, Set<String>> results = new HashMap<>();

  private Attributes() {}

  /**
   * The same statement in functional notation, for those who look at calls.
   *
   * @throws Refusal when there are too many in each other
   */
  static Node asCalls(Node statement) {
    var attributes = new Attributes();
    attributes.collect(statement);
    return attributes.change(statement, 0);
  }

  /** Whether a call may be a field as well. */
  static boolean is(Node call) {
    return call.is("FuncCall") && call.flag(MARK);
  }

  /** Whether such a call is more likely a column. */
  static boolean column(Node call) {
    return is(call) && call.has(COLUMN);
  }

  /** What the field is of, or the column, that such a call may be instead. */
  static Node field(Node call) {
    Node column = call.node(COLUMN);
    return column == null ? call.list("args").getFirst() : column;
  }

  private void collect(Node node) {
    switch (node.kind()) {
      case "CommonTableExpr" -> rows.add(node.text("ctename", ""));
      case "RangeVar" -> rows.add(node.text("relname", ""));
      case "Alias" -> rows.add(node.text("aliasname", ""));
      case "RangeFunction" -> result(node);
      default -> {}
    }
    node.children().stream()
        .filter(child -> !(node.is("RangeFunction") && child.is("Alias")))
        .forEach(this::collect);
  }

  private void result(Node range) {
    Node alias = range.node("alias");
    List<String> columns = new ArrayList<>(ORDINARY);
    range.list("coldeflist").forEach(column -> columns.add(column.text("colname", "")));
    if (alias != null) {
      alias.list("colnames").forEach(name -> columns.add(name.text("sval", "")));
    }
    for (Node part : range.list("functions")) {
      Node call = part.children().getFirst();
      Set<String> names =
          alias == null ? ColumnNames.ofValue(call) : Set.of(alias.text("aliasname", ""));
      columns.addAll(names);
      names.forEach(name -> results.merge(name, Set.copyOf(columns), Attributes::both));
      if (!OutputColumns.ONE_COLUMN.contains(Bombs.name(call))) {
        rows.addAll(names);
      }
    }
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    return Set.copyOf(one.stream().filter(other::contains).toList());
  }

  private Node change(Node node, int around) {
    return switch (node.kind()) {
      case "A_Indirection" -> steps(node, around);
      case "ColumnRef" -> qualified(node);
      case "FuncCall" -> ofRow(node.with(child -> change(child, around)));
      case "TypeName" -> array(node.with(child -> change(child, around)));
      default -> node.with(child -> change(child, around));
    };
  }

  private Node steps(Node node, int around) {
    List<Node> steps = node.list("indirection");
    int names = (int) steps.stream().filter(step -> step.is("String")).count();
    if (around + names > MOST_IN_EACH_OTHER) {
      throw Refusal.gate(
          "More than " + MOST_IN_EACH_OTHER + " fields of each other are too many.", null, -1);
    }
    Node value = change(node.child("arg"), around + names);
    List<Node> subscripts = new ArrayList<>();
    for (Node step : steps) {
      if (step.is("String")) {
        value = call(step, subscripted(value, subscripts), null);
        subscripts.clear();
      } else {
        subscripts.add(change(step, around + names));
      }
    }
    return subscripted(value, subscripts);
  }

  private static Node subscripted(Node value, List<Node> subscripts) {
    return subscripts.isEmpty()
        ? value
        : Node.of("A_Indirection").with("arg", value).with("indirection", List.copyOf(subscripts));
  }

  private Node ofRow(Node call) {
    List<Node> arguments = call.list("args");
    boolean plain = PLAIN.containsAll(call.fields());
    if (!plain || arguments.size() != 1 || call.list("funcname").size() != 1) {
      return call;
    }
    Node row = arguments.getFirst();
    List<Node> path = row.is("ColumnRef") ? row.list("fields") : List.of();
    boolean named = path.size() == 1 && rows.contains(path.getFirst().text("sval", ""));
    return named ? call.with(MARK, true) : call;
  }

  private Node qualified(Node column) {
    List<Node> fields = column.list("fields");
    if (fields.size() != 2 || !fields.getLast().is("String")) {
      return column;
    }
    String of = fields.getFirst().text("sval", "");
    Set<String> columns = results.get(of);
    if (columns == null && !rows.contains(of)) {
      columns = results.get(ColumnNames.ANY);
    }
    return columns == null || columns.contains(fields.getLast().text("sval", ""))
        ? column
        : call(
            fields.getLast(),
            Node.of("ColumnRef").with("fields", List.of(fields.getFirst())),
            column);
  }

  private static Node call(Node name, Node argument, @Nullable Node column) {
    Node call =
        Node.of("FuncCall")
            .with("funcname", List.of(name))
            .with("args", List.of(argument))
            .with(MARK, true);
    return column == null ? call : call.with(COLUMN, column);
  }

  private static Node array(Node type) {
    List<Node> names = type.list("names");
    String name = Sizes.type(type);
    boolean ours = names.size() < 2 || names.getFirst().text("sval", "").equals("pg_catalog");
    if (name.length() < 2 || !name.startsWith("_") || !ours) {
      return type;
    }
    Node element = Node.of("String").with("sval", name.substring(1));
    return type.with("names", List.of(element)).with("arrayBounds", List.of());
  }
}
