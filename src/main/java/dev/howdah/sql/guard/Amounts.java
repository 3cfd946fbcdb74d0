package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * At most how large a number is, by its absolute value, or the largest in a text or a document.
 * Numbers in the columns of tables are not known, and count as 1.
 */
final class Amounts {

  /** What is made of numbers in a way that is not followed here. */
  static final double UNKNOWN = Double.POSITIVE_INFINITY;

  /** What functions give, by their names; {@code amounts.txt} explains the words. */
  private static final Map<String, String> FUNCTIONS =
      PolicyFile.read("amounts.txt").entries().stream()
          .collect(Collectors.toUnmodifiableMap(PolicyFile.Entry::name, PolicyFile.Entry::verb));

  private static final Set<String> TRUTHS =
      Set.of("BoolExpr", "NullTest", "BooleanTest", "JsonIsPredicate", "TypeName");

  /** Fields of a time that count from an epoch. */
  private static final Set<String> LONG_FIELDS =
      Set.of("epoch", "julian", "microseconds", "milliseconds");

  /** Functions and types that give what is a number of an object. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "(to_)?reg(class|collation|config|database|dictionary|namespace|oper|operator|proc"
              + "|procedure|role|type)");

  private static final double SECONDS_OF_A_DAY = 86_400;
  private static final double MICROSECONDS_OF_A_MINUTE = 60_000_000;

  private static final double MOST_YEARS = 300_000;

  private static final Set<String> TIMES = Set.of("date", "timestamp", "timestamptz");

  /** Until the year 2100. */
  private static final double TODAY = 40_000;

  private static final double LAST_LETTER = 1_114_111;

  /** A day shown as a number, {@code 20261231}, by the days since the year 2000. */
  private static final double SHOWN = 10_000;

  private final Sizes sizes;

  private final MadeColumns columns;

  Amounts(Sizes sizes, MadeColumns columns) {
    this.sizes = sizes;
    this.columns = columns;
  }

  double of(@Nullable Node node) {
    if (node == null || TRUTHS.contains(node.kind())) {
      return 1;
    }
    return switch (node.kind()) {
      case "A_Const" -> Numbers.in(node);
      case "TypeCast" -> cast(node);
      case "A_Expr" -> expression(node);
      case "FuncCall" -> call(node);
      case "CoalesceExpr", "RowExpr" -> most(node.list("args"));
      case "A_ArrayExpr" -> most(node.list("elements"));
      case "A_Indirection", "NamedArgExpr", "CollateClause" -> of(node.node("arg"));
      case "JsonValueExpr" -> of(node.node("raw_expr"));
      case "MinMaxExpr" ->
          node.text("op", "").equals("IS_LEAST")
              ? node.list("args").stream().mapToDouble(this::of).min().orElse(1)
              : most(node.list("args"));
      case "CaseExpr" ->
          Math.max(
              of(node.node("defresult")),
              node.list("args").stream()
                  .mapToDouble(when -> of(when.node("result")))
                  .max()
                  .orElse(1));
      case "ColumnRef" -> columns.amount(node);
      case "SubLink" -> {
        Node value = Sizes.selected(node);
        yield value == null ? columns.amount(node) : of(value);
      }
      case "ParamRef" -> 1;
      case "SQLValueFunction" -> TODAY;
      default -> other(node);
    };
  }

  /** The largest number that is written there or comes from a column. */
  double written(Node node) {
    return switch (node.kind()) {
      case "A_Const" -> Numbers.in(node);
      case "ColumnRef", "SubLink" -> of(node);
      default -> node.children().stream().mapToDouble(this::written).reduce(1, Math::max);
    };
  }

  private double expression(Node node) {
    Node left = node.node("lexpr");
    Node right = node.node("rexpr");
    String kind = node.text("kind", "AEXPR_OP");
    if (kind.equals("AEXPR_NULLIF")) {
      return of(left);
    }
    String symbol = Sizes.symbol(node);
    if (!kind.equals("AEXPR_OP") || Sizes.truth(symbol)) {
      return 1;
    }
    if (left == null || right == null) {
      return of(right);
    }
    if (symbol.equals("||")) {
      return joined(List.of(left, right));
    }
    double l = of(left);
    double r = of(right);
    return switch (symbol) {
      case "+", "-", "&", "|", "#", ">>", "<->", "<=>" -> l + r;
      case "%" -> Math.min(l, r);
      case "*" -> l * r;
      case "^" -> raised(l, r);
      case "<<" -> l * Math.pow(2, r);
      case "/" -> divided(l, right, r);
      case "->", "->>", "#>", "#>>" -> l;
      default -> other(node);
    };
  }

  private double cast(Node cast) {
    Node value = cast.child("arg");
    Node type = cast.child("typeName");
    String name = Sizes.type(type);
    String text = Sizes.text(value);
    if (value.is("A_Const") && TIMES.contains(name)) {
      return Numbers.day(text);
    }
    if (!text.isEmpty() && name.equals("interval")) {
      return Numbers.days(text);
    }
    if (name.startsWith("reg") || (name.equals("money") && text.contains(","))) {
      return UNKNOWN;
    }
    List<Node> length = type.list("typmods");
    // Zeros are added on the right.
    return name.equals("bit") && !length.isEmpty()
        ? of(value) * raised(2, of(length.getFirst()))
        : of(value);
  }

  /** A divisor that is not constant is taken to be as large as it may be, as columns are. */
  private double divided(double dividend, Node divisor, double most) {
    Node bare = Sizes.bare(divisor);
    if (bare == null || !sizes.constant(bare)) {
      return dividend / Math.max(1, most);
    }
    return switch (bare.kind()) {
      case "A_Const" -> dividend / (bare.has("sval") ? Math.min(1, Numbers.in(bare)) : most);
      case "ColumnRef" -> dividend / columns.least(bare);
      default -> UNKNOWN;
    };
  }

  private double call(Node call) {
    if (!Attributes.is(call)) {
      return called(call);
    }
    double field = of(Attributes.field(call));
    boolean column = Attributes.column(call) && !FUNCTIONS.containsKey(Bombs.name(call));
    return column ? field : Math.max(field, called(call));
  }

  private double called(Node call) {
    String name = Bombs.name(call);
    List<Node> arguments =
        Stream.concat(
                call.list("args").stream(),
                call.list("agg_order").stream().map(order -> order.child("node")))
            .toList();
    Node first = arguments.isEmpty() ? null : arguments.getFirst();
    return switch (FUNCTIONS.getOrDefault(name, Sizes.aggregate(call) ? "within" : "")) {
      case "length" ->
          Math.max(
              arguments.stream().mapToLong(sizes::of).asDoubleStream().max().orElse(1),
              name.startsWith("array") ? most(arguments) : 1);
      case "within" -> most(arguments);
      case "join" -> joined(arguments);
      case "pad" -> padded(arguments);
      case "power" -> raised(of(first), of(arguments.isEmpty() ? null : arguments.getLast()));
      case "exp" -> Math.exp(of(first));
      case "field" -> arguments.isEmpty() ? 1 : field(arguments);
      case "shown" -> written(call, "\"") ? UNKNOWN : SHOWN * of(first);
      case "now" -> TODAY;
      case "letter" -> LAST_LETTER;
      default -> OBJECT.matcher(name).matches() ? UNKNOWN : other(call);
    };
  }

  /** Of all fields but those that count from an epoch, a year is the largest, or a day. */
  private double field(List<Node> arguments) {
    String field = Sizes.text(arguments.getFirst()).toLowerCase(Locale.ROOT);
    Node time = arguments.getLast();
    if (field.isEmpty() || LONG_FIELDS.contains(field)) {
      boolean told = sizes.constant(time) || numbers(time);
      return told ? of(time) * SECONDS_OF_A_DAY + MICROSECONDS_OF_A_MINUTE : largest(time);
    }
    return Math.max(MOST_YEARS, of(time));
  }

  private static double raised(double base, double exponent) {
    return Math.pow(Math.max(2, base), exponent);
  }

  /** Texts behind each other: each digit of one makes the others ten times as large. */
  private double joined(List<Node> parts) {
    double all = 1;
    for (Node part : parts) {
      Node bare = Sizes.bare(part);
      double amount = of(part);
      if (bare != null && bare.is("A_Const")) {
        all *= Math.pow(10, Numbers.digits(bare));
      } else if (amount > 1 || sizes.constant(part)) {
        all *= Math.pow(10, Math.ceil(Math.log10(amount + 1)));
      }
    }
    return all;
  }

  /** The count of the copies does not matter where there are no digits to copy. */
  private double padded(List<Node> arguments) {
    boolean digits =
        Stream.of(0, 2)
            .filter(at -> at < arguments.size())
            .map(arguments::get)
            .anyMatch(text -> numbers(text) || largest(text) > 1);
    return digits ? UNKNOWN : 1;
  }

  /** In a way that is not followed: anything, unless it is of columns alone. */
  private double other(Node node) {
    return sizes.constant(node) || numbers(node) ? UNKNOWN : largest(node);
  }

  /** Whether a literal number takes part, or a text with digits. */
  private static boolean numbers(Node node) {
    if (node.is("A_Const")) {
      return node.has("sval") ? Numbers.digits(node) > 0 : Numbers.in(node) > 1;
    }
    return !node.is("SubLink")
        && !TRUTHS.contains(node.kind())
        && node.children().stream().anyMatch(Amounts::numbers);
  }

  private double largest(Node node) {
    return node.is("ColumnRef") || node.is("SubLink")
        ? of(node)
        : node.children().stream().mapToDouble(this::largest).reduce(1, Math::max);
  }

  private double most(List<Node> nodes) {
    return nodes.stream().mapToDouble(this::of).reduce(1, Math::max);
  }

  private static boolean written(Node node, String part) {
    return Sizes.text(node).contains(part)
        || node.children().stream().anyMatch(child -> written(child, part));
  }
}
