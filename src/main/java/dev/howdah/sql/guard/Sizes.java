package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** At most how many bytes an expression of constants comes to; 1 for what is not known. */
final class Sizes {

  /** More than anything may have. */
  static final long ENDLESS = Integer.MAX_VALUE;

  /** Where columns and values can come from that the statement makes inside. */
  private static final Set<String> INSIDE =
      Set.of("CommonTableExpr", "RangeSubselect", "RangeFunction", "SubLink");

  private static final Set<String> PADDING = Set.of("lpad", "rpad");
  private static final Set<String> CUTTING = Set.of("left", "right");
  private static final Set<String> SUBSTRINGS = Set.of("substring", "substr");

  /** The third argument may come once for each byte of the first. */
  private static final Set<String> REPLACING = Set.of("replace", "regexp_replace", "array_replace");

  private static final Set<String> SMALL =
      Set.of(
          "length",
          "char_length",
          "character_length",
          "octet_length",
          "bit_length",
          "bit_count",
          "cardinality",
          "array_length",
          "array_ndims",
          "array_dims",
          "array_position",
          "strpos",
          "position",
          "ascii",
          "md5",
          "sha224",
          "sha256",
          "sha384",
          "sha512",
          "hashtext",
          "starts_with",
          "is_normalized",
          "regexp_count",
          "regexp_like",
          "npoints",
          "area",
          "isclosed",
          "isopen");

  /** How much longer they make what they are given. */
  private static final Map<String, Integer> GROWING =
      Map.ofEntries(
          Map.entry("encode", 4),
          Map.entry("quote_literal", 2),
          Map.entry("quote_nullable", 2),
          Map.entry("quote_ident", 2),
          Map.entry("to_json", 6),
          Map.entry("to_jsonb", 6),
          Map.entry("row_to_json", 6),
          Map.entry("array_to_json", 6),
          Map.entry("json_build_array", 6),
          Map.entry("json_build_object", 6),
          Map.entry("jsonb_build_array", 6),
          Map.entry("jsonb_build_object", 6),
          Map.entry("json_object", 6),
          Map.entry("jsonb_object", 6),
          Map.entry("upper", 3),
          Map.entry("lower", 3),
          Map.entry("initcap", 3),
          Map.entry("translate", 4),
          Map.entry("convert", 4),
          Map.entry("convert_from", 4),
          Map.entry("convert_to", 4),
          Map.entry("string_to_array", 5),
          Map.entry("normalize", 12));

  /** Types whose values are short, whatever they are made from. */
  private static final Set<String> SCALARS =
      Set.of(
          "bool",
          "int2",
          "int4",
          "int8",
          "float4",
          "float8",
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "interval",
          "uuid",
          "oid",
          "money");

  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "json", "xml");
  private static final Set<String> PADDED = Set.of("bit", "bpchar", "numeric");
  private static final Set<String> CUT = Set.of("varbit", "varchar");

  /** Those whose text is longer than they are. */
  private static final Set<String> DENSE =
      Set.of("polygon", "path", "array_fill", "decode", "convert_to");

  private static final Set<String> TRUTHS =
      Set.of("=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "@>", "<@", "&&");

  private static final Pattern WIDTH = Pattern.compile("%(?:\\d+\\$)?-?(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private static final int SCALAR_BYTES = 40;
  private static final int MOST_DIGITS = 150_000;
  private static final int MOST_BYTES_OF_A_CHARACTER = 4;

  /** An array's element takes no less. */
  private static final int ELEMENT_BYTES = 4;

  private static final int POINT_BYTES = 16;
  private static final int POINTS_OF_A_CIRCLE = 12;
  private static final int TEXT_OF_DENSE = 4;
  private static final int ESCAPED = 6;

  private final long column;
  private final long parameter;
  private final Amounts amounts;
  private final IdentityHashMap<Node, Long> known = new IdentityHashMap<>();

  private Sizes(long column, long parameter, double number) {
    this.column = column;
    this.parameter = parameter;
    this.amounts = new Amounts(this, number);
  }

  /**
   * For one statement, where a column and a subquery count as much as any value that it makes
   * inside.
   *
   * @param parameter what a parameter counts as
   */
  static Sizes in(Node statement, long parameter) {
    double number = numbers(statement, false);
    return new Sizes(new Sizes(1, parameter, number).made(statement, false), parameter, number);
  }

  /** What a column counts as, and a subquery. */
  long column() {
    return column;
  }

  /** The bound of a number. */
  double amount(@Nullable Node node) {
    return amounts.of(node);
  }

  /** The bytes of a value. */
  long of(@Nullable Node node) {
    if (node == null) {
      return 1;
    }
    Long before = known.get(node);
    if (before == null) {
      before = measured(node);
      known.put(node, before);
    }
    return before;
  }

  /** Whether nothing in there comes from a row. */
  static boolean constant(Node node) {
    return !node.is("ColumnRef")
        && !node.is("SubLink")
        && !node.is("ParamRef")
        && node.children().stream().allMatch(Sizes::constant);
  }

  /** Without its casts. */
  static @Nullable Node bare(@Nullable Node node) {
    Node bare = node;
    while (bare != null && (bare.is("TypeCast") || bare.is("CollateClause"))) {
      bare = bare.node("arg");
    }
    return bare;
  }

  /** An operator without its schema. */
  static String symbol(Node expression) {
    List<Node> name = expression.list("name");
    return name.isEmpty() ? "" : name.getLast().text("sval", "");
  }

  static long multiplied(long one, long other) {
    return Math.min(ENDLESS, one * other);
  }

  private static long added(long one, long other) {
    return Math.min(ENDLESS, one + other);
  }

  private static double numbers(Node node, boolean inside) {
    double most = columns(node, inside) ? Amounts.written(node) : 1;
    for (Node child : node.children()) {
      most = Math.max(most, numbers(child, inside || INSIDE.contains(node.kind())));
    }
    return most;
  }

  /** The largest value among the columns of what is inside. */
  private long made(Node node, boolean inside) {
    long most = 1;
    if (columns(node, inside)) {
      for (Node item : node.children()) {
        most = Math.max(most, of(item));
      }
    }
    for (Node child : node.children()) {
      most = Math.max(most, made(child, inside || INSIDE.contains(node.kind())));
    }
    return most;
  }

  private static boolean columns(Node node, boolean inside) {
    return (inside && (node.is("ResTarget") || node.is("List"))) || node.is("RangeFunction");
  }

  private long measured(Node node) {
    return switch (node.kind()) {
      case "A_Const" -> literal(node);
      case "TypeCast" -> cast(node);
      case "A_Expr" -> expression(node);
      case "FuncCall" -> call(node);
      case "ColumnRef", "SubLink" -> column;
      case "ParamRef" -> parameter;
      case "BoolExpr", "NullTest", "BooleanTest", "TypeName" -> 1;
      case "SQLValueFunction" -> SCALAR_BYTES;
      default -> {
        boolean escaped = node.kind().startsWith("Xml") || node.kind().startsWith("Json");
        yield multiplied(escaped && !parses(node) ? ESCAPED : 1, sum(node.children()));
      }
    };
  }

  private static boolean parses(Node expression) {
    return expression.text("op", "").equals("IS_XMLPARSE");
  }

  private long sum(List<Node> parts) {
    return parts.stream().mapToLong(this::of).reduce(1, Sizes::added);
  }

  private static long literal(Node constant) {
    Node bits = constant.node("bsval");
    if (bits != null) {
      return 4L * bits.text("bsval", "").length();
    }
    Node number = constant.node("fval");
    if (number != null) {
      return number.text("fval", "").length();
    }
    return Math.max(1, text(constant).getBytes(StandardCharsets.UTF_8).length);
  }

  private long cast(Node cast) {
    Node value = cast.child("arg");
    Node type = cast.child("typeName");
    long bytes = of(value);
    String name = type.list("names").isEmpty() ? "" : type.list("names").getLast().text("sval", "");
    boolean array = type.has("arrayBounds");
    if (SCALARS.contains(name) && !array) {
      return Math.min(bytes, SCALAR_BYTES);
    }
    if (TEXTS.contains(name) && dense(value)) {
      bytes = multiplied(bytes, TEXT_OF_DENSE);
    }
    if (type.list("typmods").isEmpty()) {
      return bytes;
    }
    long length = count(type.list("typmods").getFirst());
    if (array) {
      return added(bytes, multiplied(bytes, length));
    }
    if (PADDED.contains(name)) {
      return added(Math.min(bytes, multiplied(MOST_BYTES_OF_A_CHARACTER, length)), length);
    }
    return CUT.contains(name)
        ? Math.min(bytes, multiplied(MOST_BYTES_OF_A_CHARACTER, length))
        : bytes;
  }

  private static boolean dense(Node value) {
    return (value.is("TypeCast") && !value.child("arg").is("ParamRef"))
        || (value.is("FuncCall") && DENSE.contains(Bombs.name(value)));
  }

  private long expression(Node node) {
    String kind = node.text("kind", "AEXPR_OP");
    if (!kind.equals("AEXPR_OP") && !kind.equals("AEXPR_NULLIF")) {
      return 1;
    }
    String symbol = symbol(node);
    if (TRUTHS.contains(symbol)) {
      return 1;
    }
    if (symbol.equals("^")) {
      return Math.max(SCALAR_BYTES, power(node.node("lexpr"), node.node("rexpr")));
    }
    return added(of(node.node("lexpr")), of(node.node("rexpr")));
  }

  /** Digits in all; more are an error. */
  private long power(@Nullable Node base, @Nullable Node exponent) {
    boolean told = exponent != null && constant(exponent);
    return told
        ? (long) Math.min(MOST_DIGITS, of(base) * Math.ceil(amounts.of(exponent)))
        : of(base);
  }

  private long call(Node call) {
    List<Node> arguments = call.list("args");
    String name = Bombs.name(call);
    if (SMALL.contains(name) || arguments.isEmpty()) {
      return SCALAR_BYTES;
    }
    long sum = sum(arguments);
    long first = of(arguments.getFirst());
    if (GROWING.containsKey(name)) {
      return multiplied(sum, GROWING.getOrDefault(name, 1));
    }
    if (name.equals("format")) {
      return added(sum, formatted(arguments));
    }
    if (name.equals("polygon") && arguments.size() == 1) {
      return Math.max(first, POINTS_OF_A_CIRCLE * POINT_BYTES);
    }
    if (arguments.size() == 1) {
      return sum;
    }
    Node second = arguments.get(1);
    if (name.equals("repeat")) {
      return multiplied(first, count(second));
    }
    if (name.equals("polygon")) {
      Node points = arguments.getFirst();
      return constant(points) ? multiplied(POINT_BYTES, count(points)) : ENDLESS;
    }
    if (name.equals("array_fill")) {
      return multiplied(added(first, ELEMENT_BYTES), cells(second));
    }
    if (PADDING.contains(name) || PADDED.contains(name)) {
      return added(sum, count(second));
    }
    if (CUTTING.contains(name)) {
      return cut(first, second);
    }
    if (name.equals("concat_ws")) {
      return added(sum, multiplied(first, arguments.size()));
    }
    if (name.equals("array_to_string")) {
      return multiplied(first, added(sum(arguments.subList(1, arguments.size())), SCALAR_BYTES));
    }
    if (arguments.size() == 2) {
      return sum;
    }
    Node third = arguments.get(2);
    if (SUBSTRINGS.contains(name)) {
      return cut(first, third);
    }
    return REPLACING.contains(name) ? multiplied(first, of(third)) : sum;
  }

  /** A negative length leaves all but so many, and a text is a pattern. */
  private static long cut(long bytes, Node length) {
    Node whole = length.is("A_Const") ? length.node("ival") : null;
    int characters = whole == null ? 0 : whole.number("ival");
    return characters > 0
        ? Math.min(bytes, multiplied(MOST_BYTES_OF_A_CHARACTER, characters))
        : bytes;
  }

  /** A number as a whole one. */
  private long count(Node node) {
    return (long) Math.min(ENDLESS, Math.max(1, Math.ceil(amounts.of(node))));
  }

  /** What places of a format text take: each can name the same value, and quote it. */
  private long formatted(List<Node> arguments) {
    Node format = arguments.getFirst();
    String text = text(format);
    boolean told = format.is("A_Const");
    long places = told ? text.chars().filter(c -> c == '%').count() : of(format) / 2;
    long longest = arguments.stream().skip(1).mapToLong(this::of).max().orElse(1);
    long widths =
        told
            ? WIDTH.matcher(text).results().mapToLong(width -> number(width.group(1))).sum()
            : multiplied(of(format), widest(format));
    if (text.contains("*") || (!told && written(format, "*"))) {
      widths +=
          multiplied(places, arguments.stream().skip(1).mapToLong(this::count).max().orElse(1));
    }
    return added(multiplied(2 * longest, places), Math.min(ENDLESS, widths));
  }

  /** The width that parts of a format text can ask for; nothing where it has no digits. */
  private long widest(Node format) {
    StringBuilder digits = new StringBuilder();
    digits(format, digits);
    return digits.isEmpty() ? 0 : number(digits.toString());
  }

  private static void digits(Node node, StringBuilder digits) {
    text(node).chars().filter(Character::isDigit).forEach(c -> digits.append((char) c));
    node.children().forEach(child -> digits(child, digits));
  }

  private static boolean written(Node node, String part) {
    return text(node).contains(part)
        || node.children().stream().anyMatch(child -> written(child, part));
  }

  /** How many elements there are in an array with these dimensions: {@code array[2, 3]}, 6. */
  private long cells(Node dimensions) {
    Node inner = dimensions.is("TypeCast") ? dimensions.node("arg") : null;
    if (inner != null) {
      return cells(inner);
    }
    if (!dimensions.is("A_ArrayExpr") && !dimensions.is("A_Const")) {
      return constant(dimensions) ? ENDLESS : 1;
    }
    LongStream lengths =
        dimensions.is("A_ArrayExpr")
            ? dimensions.list("elements").stream().mapToLong(this::count)
            : NUMBER.matcher(text(dimensions)).results().mapToLong(each -> number(each.group()));
    return lengths.reduce(1, Sizes::multiplied);
  }

  private static String text(Node node) {
    Node string = node.is("A_Const") ? node.node("sval") : null;
    return string == null ? "" : string.text("sval", "");
  }

  private static long number(String digits) {
    return digits.length() > 9 ? ENDLESS : Long.parseLong(digits);
  }
}
