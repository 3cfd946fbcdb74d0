package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** At most how many bytes a function gives; of one that is not known here, what it is given. */
final class CallSizes {

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

  private static final Pattern WIDTH = Pattern.compile("%(?:\\d+\\$)?-?(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** An array's element takes no less. */
  private static final int ELEMENT_BYTES = 4;

  private static final int POINT_BYTES = 16;
  private static final int POINTS_OF_A_CIRCLE = 12;

  private static final int INDENT = 4;

  /** Operators that take a part of a document. */
  private static final Set<String> PARTS = Set.of("->", "#>");

  private final Sizes sizes;

  CallSizes(Sizes sizes) {
    this.sizes = sizes;
  }

  /** The bytes of what a call gives, or of the field that it may be. */
  long of(Node call) {
    long called = called(call);
    return Attributes.is(call) ? Math.max(called, sizes.of(Attributes.field(call))) : called;
  }

  private long called(Node call) {
    List<Node> arguments = call.list("args");
    String name = Bombs.name(call);
    if (SMALL.contains(name) || arguments.isEmpty()) {
      return Sizes.SCALAR_BYTES;
    }
    long sum = sizes.sum(arguments);
    long first = sizes.of(arguments.getFirst());
    if (GROWING.containsKey(name)) {
      return Sizes.multiplied(sum, GROWING.getOrDefault(name, 1));
    }
    if (name.equals("format")) {
      return Sizes.added(sum, formatted(arguments));
    }
    if (name.equals("polygon") && arguments.size() == 1) {
      return Math.max(first, POINTS_OF_A_CIRCLE * POINT_BYTES);
    }
    if (name.equals("unnest")) {
      return arguments.stream().mapToLong(this::element).max().orElse(1);
    }
    if (name.equals("string_to_table") && arguments.size() == 2) {
      return piece(arguments);
    }
    if (name.equals("jsonb_pretty")) {
      return indented(arguments.getFirst());
    }
    if (arguments.size() == 1) {
      return Sizes.multiplied(sum, Sizes.longer(name, arguments.getFirst()));
    }
    Node second = arguments.get(1);
    if (name.equals("repeat")) {
      return Sizes.multiplied(first, sizes.count(second));
    }
    if (name.equals("polygon")) {
      Node points = arguments.getFirst();
      return sizes.constant(points)
          ? Sizes.multiplied(POINT_BYTES, sizes.count(points))
          : Sizes.ENDLESS;
    }
    if (name.equals("array_fill")) {
      return Sizes.multiplied(Sizes.added(first, ELEMENT_BYTES), cells(second));
    }
    if (PADDING.contains(name) || Sizes.PADDED.contains(name)) {
      return Sizes.added(sum, sizes.count(second));
    }
    if (CUTTING.contains(name)) {
      return cut(first, second);
    }
    if (name.equals("concat_ws")) {
      return Sizes.added(sum, Sizes.multiplied(first, arguments.size()));
    }
    if (name.equals("array_to_string")) {
      return Sizes.multiplied(
          first,
          Sizes.added(sizes.sum(arguments.subList(1, arguments.size())), Sizes.SCALAR_BYTES));
    }
    if (arguments.size() == 2) {
      return sum;
    }
    Node third = arguments.get(2);
    if (SUBSTRINGS.contains(name)) {
      return cut(first, third);
    }
    return REPLACING.contains(name) ? Sizes.multiplied(first, sizes.of(third)) : sum;
  }

  /** Of an element of an array, or of a part of a text that is taken to pieces. */
  private long element(Node array) {
    if (array.is("A_ArrayExpr")) {
      return array.list("elements").stream().mapToLong(sizes::of).max().orElse(1);
    }
    if (array.is("FuncCall") && Bombs.name(array).equals("string_to_array")) {
      return piece(array.list("args"));
    }
    boolean scalars = array.is("TypeCast") && Sizes.scalars(array.child("typeName"));
    return scalars ? Sizes.SCALAR_BYTES : sizes.of(array);
  }

  /** The longest part of a literal between literal separators. */
  private long piece(List<Node> arguments) {
    Node text = sizes.literal(arguments.getFirst());
    Node separator = arguments.size() == 2 ? sizes.literal(arguments.getLast()) : null;
    if (text == null || separator == null || Sizes.text(separator).isEmpty()) {
      return sizes.sum(arguments);
    }
    String[] parts = Sizes.text(text).split(Pattern.quote(Sizes.text(separator)), -1);
    return Sizes.MOST_BYTES_OF_A_CHARACTER
        * Stream.of(parts).mapToLong(String::length).max().orElse(1);
  }

  /** Each bracket has a line of its own, four spaces further in than the one around it. */
  private long indented(Node document) {
    long bytes = sizes.of(document);
    Node whole = document;
    while (whole.is("A_Expr") && PARTS.contains(Sizes.symbol(whole)) && whole.has("lexpr")) {
      whole = whole.child("lexpr");
    }
    Node literal = sizes.literal(whole);
    return Sizes.multiplied(bytes, INDENT * (literal == null ? bytes : depth(Sizes.text(literal))));
  }

  private static long depth(String json) {
    boolean quoted = false;
    int open = 0;
    int deepest = 1;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\') {
        i++;
      } else if (!quoted) {
        open += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        deepest = Math.max(deepest, open + 1);
      }
    }
    return deepest;
  }

  /** A negative length leaves all but so many, and a text is a pattern. */
  private static long cut(long bytes, Node length) {
    Node whole = length.is("A_Const") ? length.node("ival") : null;
    int characters = whole == null ? 0 : whole.number("ival");
    return characters > 0
        ? Math.min(bytes, Sizes.multiplied(Sizes.MOST_BYTES_OF_A_CHARACTER, characters))
        : bytes;
  }

  /** What places of a format text take: each can name the same value, and quote it. */
  private long formatted(List<Node> arguments) {
    Node format = arguments.getFirst();
    String text = Sizes.text(format);
    boolean told = format.is("A_Const");
    long places = told ? text.chars().filter(c -> c == '%').count() : sizes.of(format) / 2;
    long longest = arguments.stream().skip(1).mapToLong(sizes::of).max().orElse(1);
    long widths =
        told
            ? WIDTH.matcher(text).results().mapToLong(width -> number(width.group(1))).sum()
            : Sizes.multiplied(sizes.of(format), widest(format));
    if (text.contains("*") || (!told && written(format, "*"))) {
      widths +=
          Sizes.multiplied(
              places, arguments.stream().skip(1).mapToLong(sizes::count).max().orElse(1));
    }
    return Sizes.added(Sizes.multiplied(2 * longest, places), Math.min(Sizes.ENDLESS, widths));
  }

  /** The width that parts of a format text can ask for; nothing where it has no digits. */
  private long widest(Node format) {
    StringBuilder digits = new StringBuilder();
    digits(format, digits);
    return digits.isEmpty() ? 0 : number(digits.toString());
  }

  private static void digits(Node node, StringBuilder digits) {
    Sizes.text(node).chars().filter(Character::isDigit).forEach(c -> digits.append((char) c));
    node.children().forEach(child -> digits(child, digits));
  }

  private static boolean written(Node node, String part) {
    return Sizes.text(node).contains(part)
        || node.children().stream().anyMatch(child -> written(child, part));
  }

  /** How many elements there are in an array with these dimensions: {@code array[2, 3]}, 6. */
  private long cells(Node dimensions) {
    Node inner = dimensions.is("TypeCast") ? dimensions.node("arg") : null;
    if (inner != null) {
      return cells(inner);
    }
    if (!dimensions.is("A_ArrayExpr") && !dimensions.is("A_Const")) {
      return sizes.constant(dimensions) ? Sizes.ENDLESS : 1;
    }
    LongStream lengths =
        dimensions.is("A_ArrayExpr")
            ? dimensions.list("elements").stream().mapToLong(sizes::count)
            : NUMBER
                .matcher(Sizes.text(dimensions))
                .results()
                .mapToLong(each -> number(each.group()));
    return lengths.reduce(1, Sizes::multiplied);
  }

  private static long number(String digits) {
    return digits.length() > 9 ? Sizes.ENDLESS : Long.parseLong(digits);
  }
}
