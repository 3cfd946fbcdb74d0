package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the columns may hold that a statement makes inside, by their names. Where a name may be of
 * any of them, it holds what the largest does. A column that nothing inside makes is a table's, and
 * nothing is known of it.
 */
final class MadeColumns {

  /** Functions of a row, which can be written like its columns. */
  private static final Set<String> OF_ROWS =
      Set.of(
          "to_json",
          "to_jsonb",
          "row_to_json",
          "record_out",
          "record_send",
          "hstore",
          "concat",
          "quote_literal",
          "quote_nullable",
          "json_build_array",
          "jsonb_build_array",
          "json_agg",
          "jsonb_agg",
          "json_agg_strict",
          "jsonb_agg_strict",
          "array_agg",
          "any_value",
          "min",
          "max");

  /**
   * What a column may hold.
   *
   * @param bytes at most
   * @param amount at most, by its absolute value
   * @param least at least, by its absolute value, from 0 to 1
   * @param constant whether it may be put into expressions while the statement is planned
   * @param value what it always is; null where it may be one of several
   */
  private record Bounds(
      long bytes, double amount, double least, boolean constant, @Nullable Node value) {

    static final Bounds NONE = new Bounds(1, 1, 1, false, null);

    Bounds or(Bounds other) {
      return new Bounds(
          Math.max(bytes, other.bytes),
          Math.max(amount, other.amount),
          Math.min(least, other.least),
          constant || other.constant,
          value == other.value ? value : null);
    }
  }

  private final OutputColumns outputs;
  private final Map<String, Bounds> named = new HashMap<>();
  private Bounds most = Bounds.NONE;

  private MadeColumns(OutputColumns outputs) {
    this.outputs = outputs;
  }

  /**
   * Those of one statement.
   *
   * @param parameter the bytes that a parameter counts as
   */
  static MadeColumns of(Node statement, long parameter) {
    var columns = new MadeColumns(new OutputColumns(statement));
    columns.measure(new Sizes(columns, parameter));
    return columns;
  }

  /** The bytes of a column. */
  long bytes(Node node) {
    return bounds(node).bytes;
  }

  /** The bound of a number that is in a column. */
  double amount(Node node) {
    return bounds(node).amount;
  }

  /** The least that it may be, from 0 to 1. */
  double least(Node node) {
    return bounds(node).least;
  }

  /** Whether the planner may know what is in a column. */
  boolean constant(Node node) {
    return bounds(node).constant;
  }

  /** The expression that a column always is; null where it may be one of several. */
  @Nullable Node value(Node node) {
    return bounds(node).value;
  }

  private Bounds bounds(Node node) {
    String name = name(node);
    return name == null ? most : named.getOrDefault(name, Bounds.NONE);
  }

  /** Null where it may be any. */
  private @Nullable String name(Node node) {
    List<Node> fields = node.list("fields");
    if (outputs.unclear() || fields.isEmpty() || fields.getLast().is("A_Star")) {
      return null;
    }
    String name = fields.getLast().text("sval", "");
    String of = fields.size() > 1 ? fields.get(fields.size() - 2).text("sval", "") : "";
    boolean any =
        outputs.loose().contains(name) || (outputs.rows().contains(of) && OF_ROWS.contains(name));
    return any ? null : name;
  }

  private void measure(Sizes sizes) {
    Map<Node, Bounds> measured = new HashMap<>();
    for (OutputColumns.Output one : outputs.all()) {
      Bounds bounds = measured.computeIfAbsent(one.value(), value -> bounds(one, sizes));
      if (one.name() != null) {
        named.merge(one.name(), bounds, Bounds::or);
      }
      most = most.or(bounds);
    }
  }

  private static Bounds bounds(OutputColumns.Output one, Sizes sizes) {
    Node value = one.value();
    boolean constant = one.once() && sizes.constant(value);
    Node literal = sizes.literal(value);
    double bound = sizes.amount(value);
    double amount = one.once() || bound < Amounts.UNKNOWN ? bound : sizes.written(value);
    double least = literal != null ? Math.min(1, sizes.amount(literal)) : constant ? 0 : 1;
    return new Bounds(sizes.of(value), amount, least, constant, value);
  }
}
