package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** At most how many bytes an expression of constants comes to; 1 for what is not known. */
final class Sizes {

  /** More than anything may have. */
  static final long ENDLESS = Integer.MAX_VALUE;

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

  private static final Set<String> AGGREGATES = Set.of("count", "sum", "avg", "min", "max");

  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "json", "xml");
  static final Set<String> PADDED = Set.of("bit", "bpchar", "numeric");
  private static final Set<String> CUT = Set.of("varbit", "varchar");

  /** Those whose text is longer than they are; some are casts in the form of a call. */
  private static final Set<String> DENSE =
      Set.of(
          "polygon",
          "path",
          "array_fill",
          "decode",
          "convert_to",
          "bytea",
          "bit",
          "varbit",
          "jsonb",
          "jsonpath",
          "tsquery",
          "tsvector",
          "hstore");

  private static final Set<String> TRUTHS =
      Set.of("=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "@>", "<@", "&&");

  private static final int MOST_RENAMED = 100;
  static final int SCALAR_BYTES = 40;
  private static final int MOST_DIGITS = 150_000;
  static final int MOST_BYTES_OF_A_CHARACTER = 4;
  private static final int TEXT_OF_DENSE = 4;
  private static final int ESCAPED = 6;

  private final MadeColumns columns;
  private final long parameter;
  private final Amounts amounts;
  private final CallSizes calls;
  private final IdentityHashMap<Node, Long> known = new IdentityHashMap<>();

  /**
   * Of expressions where columns hold what is made inside.
   *
   * @param parameter what a parameter counts as
   */
  Sizes(MadeColumns columns, long parameter) {
    this.columns = columns;
    this.parameter = parameter;
    this.amounts = new Amounts(this, columns);
    this.calls = new CallSizes(this);
  }

  /** For one statement. */
  static Sizes in(Node statement, long parameter) {
    return new Sizes(MadeColumns.of(statement, parameter), parameter);
  }

  /** The bound of a number. */
  double amount(@Nullable Node node) {
    return amounts.of(node);
  }

  /** The largest number that is written there, or in a column that is named there. */
  double written(Node node) {
    return amounts.written(node);
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

  /** Whether nothing in there comes from a table's row, or from many, or as a parameter. */
  boolean constant(Node node) {
    if (node.is("ColumnRef")) {
      return columns.constant(node);
    }
    if (Attributes.is(node)) {
      return constant(Attributes.field(node));
    }
    return !node.is("SubLink")
        && !node.is("ParamRef")
        && !aggregate(node)
        && node.children().stream().allMatch(this::constant);
  }

  /** Whether it is of many rows, and so not evaluated while it is planned. */
  static boolean aggregate(Node node) {
    return node.is("FuncCall")
        && !Attributes.is(node)
        && (AGGREGATES.contains(Bombs.name(node)) || node.has("over") || node.flag("agg_star"));
  }

  /** The literal that it is, behind casts, or as the column of a subquery; null for all else. */
  @Nullable Node literal(@Nullable Node node) {
    Node value = value(node);
    return value != null && value.is("A_Const") ? value : null;
  }

  /** What it is, behind casts, and as the column of a subquery. */
  @Nullable Node value(@Nullable Node node) {
    Node value = bare(node);
    for (int renamed = 0; renamed < MOST_RENAMED && value != null; renamed++) {
      Node made = value.is("ColumnRef") ? columns.value(value) : null;
      if (made == null) {
        return value;
      }
      value = bare(made);
    }
    return value;
  }

  /** The one value that a subquery selects; null where it may be one of several. */
  static @Nullable Node selected(Node subquery) {
    List<Node> targets = subquery.child("subselect").list("targetList");
    boolean scalar = subquery.text("subLinkType", "").equals("EXPR_SUBLINK");
    return scalar && targets.size() == 1 && !subquery.child("subselect").has("larg")
        ? targets.getFirst().node("val")
        : null;
  }

  /** Without its casts. */
  static @Nullable Node bare(@Nullable Node node) {
    Node bare = node;
    while (bare != null && (bare.is("TypeCast") || bare.is("CollateClause"))) {
      bare = bare.node("arg");
    }
    return bare;
  }

  /** The name of a type without its schema, and without the brackets of an array. */
  static String type(Node name) {
    return name.list("names").isEmpty() ? "" : name.list("names").getLast().text("sval", "");
  }

  /** Whether values of a type are short. */
  static boolean scalar(Node type) {
    return SCALARS.contains(type(type)) && !type.has("arrayBounds");
  }

  /** Whether the elements of an array type are short. */
  static boolean scalars(Node type) {
    return SCALARS.contains(type(type)) && type.has("arrayBounds");
  }

  /** An operator without its schema. */
  static String symbol(Node expression) {
    List<Node> name = expression.list("name");
    return name.isEmpty() ? "" : name.getLast().text("sval", "");
  }

  /** Whether an operator compares. */
  static boolean truth(String symbol) {
    return TRUTHS.contains(symbol);
  }

  static long multiplied(long one, long other) {
    return Math.min(ENDLESS, one * other);
  }

  static long added(long one, long other) {
    return Math.min(ENDLESS, one + other);
  }

  private long measured(Node node) {
    return switch (node.kind()) {
      case "A_Const" -> bytes(node);
      case "TypeCast" -> cast(node);
      case "A_Expr" -> expression(node);
      case "FuncCall" -> calls.of(node);
      case "ColumnRef" -> columns.bytes(node);
      case "SubLink" -> {
        Node value = selected(node);
        yield value == null ? columns.bytes(node) : of(value);
      }
      case "ParamRef" -> parameter;
      case "JsonValueExpr" -> of(node.node("raw_expr"));
      case "BoolExpr", "NullTest", "BooleanTest", "TypeName" -> 1;
      case "SQLValueFunction" -> SCALAR_BYTES;
      default -> {
        boolean escaped = node.kind().startsWith("Xml") || node.kind().startsWith("Json");
        yield multiplied(escaped && !parses(node) ? ESCAPED : 1, sum(node.children()));
      }
    };
  }

  /** Whether it is an XMLPARSE. */
  static boolean parses(Node expression) {
    return expression.is("XmlExpr") && expression.text("op", "").equals("IS_XMLPARSE");
  }

  /** A number as a whole one. */
  long count(Node node) {
    return (long) Math.min(ENDLESS, Math.max(1, Math.ceil(amounts.of(node))));
  }

  /** The bytes of all together. */
  long sum(List<Node> parts) {
    return parts.stream().mapToLong(this::of).reduce(1, Sizes::added);
  }

  private static long bytes(Node constant) {
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
    String name = type(type);
    boolean array = type.has("arrayBounds");
    if (scalar(type)) {
      return Math.min(bytes, SCALAR_BYTES);
    }
    bytes = multiplied(bytes, longer(name, value));
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

  /** How much longer a value gets as a type. */
  static int longer(String type, Node value) {
    return TEXTS.contains(type) && dense(value) ? TEXT_OF_DENSE : 1;
  }

  private static boolean dense(Node value) {
    return (value.is("TypeCast") && !value.child("arg").is("ParamRef"))
        || (value.is("FuncCall") && DENSE.contains(Bombs.name(value)));
  }

  private long expression(Node node) {
    String kind = node.text("kind", "AEXPR_OP");
    if (kind.equals("AEXPR_NULLIF")) {
      return of(node.node("lexpr"));
    }
    String symbol = symbol(node);
    if (!kind.equals("AEXPR_OP") || truth(symbol)) {
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

  /** What a literal says; empty for anything else. */
  static String text(Node node) {
    Node string = node.is("A_Const") ? node.node("sval") : null;
    return string == null ? "" : string.text("sval", "");
  }
}
