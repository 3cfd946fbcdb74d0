package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** At most how large a number is, by its absolute value, that constants make. */
final class Amounts {

  /** What is made of constants in a way that is not followed here. */
  static final double UNKNOWN = Double.POSITIVE_INFINITY;

  /** What PostgreSQL may read as a number. */
  private static final Pattern NUMERIC = Pattern.compile("\\s*[-+]?[\\d.]\\w*[-+.\\w]*\\s*");

  private static final Pattern DAY = Pattern.compile("\\s*(\\d{4})-\\d\\d-\\d\\d(?!\\d)");

  /** Of a text, an array or bits: no more than it has bytes. */
  private static final Set<String> LENGTHS =
      Set.of(
          "length",
          "char_length",
          "character_length",
          "octet_length",
          "cardinality",
          "array_length",
          "strpos",
          "position");

  /** No more than the largest of what they are given. */
  private static final Set<String> WITHIN =
      Set.of(
          "abs",
          "ceil",
          "ceiling",
          "floor",
          "round",
          "trunc",
          "mod",
          "sign",
          "random",
          "div",
          "sqrt",
          "ln",
          "log",
          "pi",
          "width_bucket");

  private static final Set<String> POWERS = Set.of("power", "pow");

  /** Fields of a time that count from an epoch. */
  private static final Set<String> LONG_FIELDS =
      Set.of("epoch", "julian", "microseconds", "milliseconds");

  private static final double MOST_YEARS = 300_000;

  private static final Set<String> TIMES = Set.of("date", "timestamp", "timestamptz");

  private static final Set<String> NOW =
      Set.of("now", "statement_timestamp", "transaction_timestamp", "clock_timestamp");

  /** PostgreSQL counts days from the beginning of this year. */
  private static final int EPOCH = 2000;

  private static final double DAYS_OF_A_YEAR = 366;

  /** Of years with four digits. */
  private static final double MOST_DAYS = 4_000_000;

  /** Until the year 2100. */
  private static final double TODAY = 40_000;

  /** Digits of a longer year, and not of a whole date or the fraction of a second. */
  private static final Pattern FAR = Pattern.compile("(?<![.\\d])(\\d{5,7}|\\d{9,})(?!\\d)");

  private final Sizes sizes;

  private final MadeColumns columns;

  Amounts(Sizes sizes, MadeColumns columns) {
    this.sizes = sizes;
    this.columns = columns;
  }

  double of(@Nullable Node node) {
    if (node == null) {
      return 1;
    }
    return switch (node.kind()) {
      case "A_Const" -> constant(node);
      case "TypeCast" -> cast(node);
      case "A_Expr" -> expression(node);
      case "FuncCall" -> call(node);
      case "CoalesceExpr" -> most(node.list("args"));
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

  private double expression(Node node) {
    Node left = node.node("lexpr");
    Node right = node.node("rexpr");
    double r = of(right);
    if (left == null) {
      return r;
    }
    double l = of(left);
    return switch (Sizes.symbol(node)) {
      case "+", "-", "&", "|", "#", ">>" -> l + r;
      case "%" -> Math.min(l, r);
      case "*" -> l * r;
      case "^" -> raised(l, r);
      case "<<" -> l * Math.pow(2, r);
      case "/" -> divided(l, right, r);
      case "=" -> node.text("kind", "").equals("AEXPR_NULLIF") ? l : other(node);
      default -> other(node);
    };
  }

  /** A time as the day that it is in, which can be taken from another. */
  private double cast(Node cast) {
    Node value = cast.child("arg");
    if (!TIMES.contains(Sizes.type(cast.child("typeName"))) || !value.is("A_Const")) {
      return of(value);
    }
    String text = Sizes.text(value);
    if (DAY.matcher(text).lookingAt()) {
      return parsed(text);
    }
    return FAR.matcher(text).find() ? UNKNOWN : MOST_DAYS;
  }

  /** A divisor that is not constant is taken to be as large as it may be, as columns are. */
  private double divided(double dividend, @Nullable Node divisor, double most) {
    Node bare = Sizes.bare(divisor);
    if (bare == null) {
      return dividend;
    }
    if (!sizes.constant(bare)) {
      return dividend / Math.max(1, most);
    }
    return switch (bare.kind()) {
      case "A_Const" -> dividend / Math.min(1, constant(bare));
      case "ColumnRef" -> dividend / columns.least(bare);
      default -> UNKNOWN;
    };
  }

  private double call(Node call) {
    String name = Bombs.name(call);
    List<Node> arguments = call.list("args");
    if (LENGTHS.contains(name)) {
      return arguments.stream().mapToLong(sizes::of).max().orElse(1);
    }
    if (WITHIN.contains(name)) {
      return most(arguments);
    }
    if (name.equals("extract") || name.equals("date_part")) {
      return counted(arguments);
    }
    if (name.equals("generate_series")) {
      return most(arguments.subList(0, Math.min(2, arguments.size())));
    }
    if (NOW.contains(name)) {
      return TODAY;
    }
    if (POWERS.contains(name) && arguments.size() == 2) {
      return raised(of(arguments.getFirst()), of(arguments.getLast()));
    }
    if (Sizes.aggregate(call)) {
      return most(arguments);
    }
    return other(call);
  }

  /** Of all fields but those that count from an epoch, a year is the largest. */
  private double counted(List<Node> arguments) {
    String field = Sizes.text(arguments.getFirst()).toLowerCase(Locale.ROOT);
    return field.isEmpty() || LONG_FIELDS.contains(field)
        ? arguments.stream().skip(1).mapToDouble(this::other).max().orElse(1)
        : MOST_YEARS;
  }

  private static double raised(double base, double exponent) {
    return Math.pow(Math.max(2, base), exponent);
  }

  /**
   * Of constants in a way that is not followed, or of columns: as large as the largest of these.
   */
  private double other(Node node) {
    return sizes.constant(node) ? UNKNOWN : largest(node);
  }

  private double largest(Node node) {
    return node.is("ColumnRef") || node.is("SubLink")
        ? of(node)
        : node.children().stream().mapToDouble(this::largest).reduce(1, Math::max);
  }

  private double most(List<Node> nodes) {
    return nodes.stream().mapToDouble(this::of).reduce(1, Math::max);
  }

  private static double constant(Node constant) {
    Node whole = constant.node("ival");
    if (whole != null) {
      return Math.max(1, Math.abs((double) whole.number("ival")));
    }
    Node bits = constant.node("bsval");
    if (bits != null) {
      String digits = bits.text("bsval", "");
      return digits.length() < 2
          ? 1
          : new BigInteger("0" + digits.substring(1), digits.startsWith("x") ? 16 : 2)
              .doubleValue();
    }
    return Stream.of("fval", "sval")
        .filter(constant::has)
        .map(field -> parsed(constant.child(field).text(field, "")))
        .findFirst()
        .orElse(1.0);
  }

  private static double parsed(String text) {
    var day = DAY.matcher(text);
    if (day.lookingAt()) {
      return DAYS_OF_A_YEAR * (1 + Math.abs(Integer.parseInt(day.group(1)) - EPOCH));
    }
    if (!NUMERIC.matcher(text).matches()) {
      return 1;
    }
    try {
      return Math.max(Double.MIN_NORMAL, Math.abs(Double.parseDouble(text.strip())));
    } catch (NumberFormatException notDecimal) {
      return UNKNOWN;
    }
  }
}
