package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Strings that grow while PostgreSQL plans: it evaluates {@code repeat(repeat('x', 1000), 1000)}
 * before anything runs, where neither the timeout nor a cancel request stops it.
 */
final class Bombs {

  /** Larger values than this are of no use to an agent, whose results are far smaller. */
  private static final long MOST_BYTES = 16 << 20;

  private static final Set<String> PADDING = Set.of("lpad", "rpad");
  private static final Set<String> REPLACING = Set.of("replace", "regexp_replace");
  private static final Pattern WIDTH = Pattern.compile("%(?:\\d+\\$)?-?(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** An array's element takes no less. */
  private static final int ELEMENT_BYTES = 4;

  private Bombs() {}

  /**
   * Looks for them.
   *
   * @throws Refusal when one is there
   */
  static void check(Node node) {
    if (node.is("FuncCall")) {
      size(node, 1);
      XmlPaths.call(node);
    }
    if (node.is("RangeTableFunc")) {
      XmlPaths.table(node);
    }
    node.children().forEach(Bombs::check);
  }

  /**
   * At most how many bytes an expression of constants comes to; 1 for what is not known.
   *
   * @param column what a column counts as, and a subquery
   */
  static long size(@Nullable Node node, long column) {
    if (node == null) {
      return 1;
    }
    return switch (node.kind()) {
      case "A_Const" -> constant(node);
      case "TypeCast", "CollateClause" -> size(node.node("arg"), column);
      case "A_Expr" -> added(size(node.node("lexpr"), column), size(node.node("rexpr"), column));
      case "FuncCall" -> call(node, column);
      case "A_ArrayExpr", "CaseExpr", "CaseWhen", "CoalesceExpr", "MinMaxExpr", "RowExpr" ->
          sum(node.children(), column);
      case "ColumnRef", "SubLink" -> column;
      default -> 1;
    };
  }

  private static long sum(List<Node> parts, long column) {
    return parts.stream().mapToLong(part -> size(part, column)).reduce(1, Bombs::added);
  }

  private static long call(Node call, long column) {
    List<Node> arguments = call.list("args");
    String name = name(call);
    long sum = sum(arguments, column);
    long bytes = sum;
    if (name.equals("repeat") && arguments.size() == 2) {
      bytes = multiplied(size(arguments.getFirst(), column), number(arguments.getLast()));
    } else if (PADDING.contains(name) && arguments.size() >= 2) {
      bytes = added(sum, number(arguments.get(1)));
    } else if (REPLACING.contains(name) && arguments.size() >= 3) {
      bytes = multiplied(size(arguments.getFirst(), column), size(arguments.get(2), column));
    } else if (name.equals("format") && !arguments.isEmpty()) {
      bytes = added(sum, widths(arguments));
    } else if (name.equals("array_fill") && arguments.size() >= 2) {
      bytes =
          multiplied(
              added(size(arguments.getFirst(), column), ELEMENT_BYTES), cells(arguments.get(1)));
    }
    if (bytes > MOST_BYTES) {
      throw Refusal.gate(
          name
              + "() would make a value of more than "
              + (MOST_BYTES >> 20)
              + " MB while the statement is planned; make it smaller.",
          name,
          call.location());
    }
    return bytes;
  }

  /** The name of a function without its schema. */
  static String name(Node call) {
    return call.list("funcname").isEmpty() ? "" : call.list("funcname").getLast().text("sval", "");
  }

  /** The columns that a format text, or the arguments for its stars, ask for. */
  private static long widths(List<Node> arguments) {
    String text = text(arguments.getFirst());
    long sum = WIDTH.matcher(text).results().mapToLong(width -> number(width.group(1))).sum();
    if (text.contains("*")) {
      sum += arguments.stream().mapToLong(Bombs::number).sum();
    }
    return sum;
  }

  /** How many elements there are in an array with these dimensions: {@code array[2, 3]}, 6. */
  private static long cells(Node dimensions) {
    Node inner = dimensions.is("TypeCast") ? dimensions.node("arg") : null;
    if (inner != null) {
      return cells(inner);
    }
    LongStream lengths =
        dimensions.is("A_ArrayExpr")
            ? dimensions.list("elements").stream().mapToLong(Bombs::number)
            : NUMBER.matcher(text(dimensions)).results().mapToLong(each -> number(each.group()));
    return lengths.reduce(1, Bombs::multiplied);
  }

  private static String text(Node node) {
    Node string = node.is("A_Const") ? node.node("sval") : null;
    return string == null ? "" : string.text("sval", "");
  }

  private static long number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(digits);
  }

  private static long constant(Node constant) {
    Node string = constant.node("sval");
    return string == null ? 1 : Math.max(1, string.text("sval", "").length());
  }

  /** An integer constant, or 1 for what is not one. */
  private static long number(Node node) {
    return switch (node.kind()) {
      case "A_Const" -> {
        Node whole = node.node("ival");
        yield whole == null ? 1 : Math.max(1, whole.number("ival"));
      }
      case "TypeCast" -> {
        Node argument = node.node("arg");
        yield argument == null ? 1 : number(argument);
      }
      case "A_Expr" -> product(node);
      default -> 1;
    };
  }

  private static long product(Node expression) {
    Node left = expression.node("lexpr");
    Node right = expression.node("rexpr");
    return left == null || right == null ? 1 : multiplied(number(left), number(right));
  }

  private static long added(long one, long other) {
    return Math.min(Integer.MAX_VALUE, one + other);
  }

  private static long multiplied(long one, long other) {
    return Math.min(Integer.MAX_VALUE, one * other);
  }
}
