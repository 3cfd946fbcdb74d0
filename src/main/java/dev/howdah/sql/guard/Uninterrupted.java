package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Work during which PostgreSQL looks for neither the timeout nor a cancel request, such as the
 * search of one long value in another: {@code repeat('a', 200000) like '%' || repeat('a', 100000)
 * || 'b%'}. Whatever is not known to be quick, or to look, is taken to need time by the product of
 * the two longest values that it is given, and too much for a value that is longer than anybody can
 * write.
 *
 * <p>Only sizes that the statement's own text tells are known here. What stands in a table is not.
 */
final class Uninterrupted {

  /** In pairs of bytes; LIKE and position() compare 1.7 a nanosecond, so this takes 0.3 s. */
  private static final long MOST_PAIRS = 500_000_000;

  /** How much longer those take that look through a list of characters. */
  private static final long LISTED = 10;

  /** How much longer it takes to raise a number with as many digits. */
  private static final long RAISED = 1_000;

  /** Digits of a number as people write it; a column may be its exponent. */
  private static final long SHORT = 100;

  /** As long as a statement may be, and so what is written in it. */
  private static final long WRITTEN = 64 << 10;

  /** Operators that take time by the sum of both sides, or look for a cancel request. */
  private static final Set<String> QUICK_OPERATORS =
      Set.of(
          "||", "=", "<>", "!=", "<", ">", "<=", ">=", "~", "!~", "~*", "!~*", "->", "->>", "#>",
          "#>>", "^@", "+");

  /** Operators that take time by the product of both sides, and by one alone as by its length. */
  private static final Set<String> SEARCHING_OPERATORS =
      Set.of("~~", "!~~", "~~*", "!~~*", "@>", "<@", "&&", "?", "?|", "?&", "-", "*", "/", "%");

  private static final Set<String> SEARCHING_KINDS =
      Set.of("AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_OP_ALL", "AEXPR_LIKE", "AEXPR_ILIKE");

  /** Functions that take time by the sum of what they are given, or look for a cancel request. */
  private static final Set<String> QUICK =
      Stream.of(
              // Texts and bytes.
              "concat concat_ws format repeat lpad rpad left right substr substring overlay reverse",
              "upper lower initcap ascii chr unistr md5 sha224 sha256 sha384 sha512 crc32 crc32c",
              "hashtext hashtextextended encode decode convert convert_from convert_to length",
              "char_length character_length octet_length bit_length bit_count pg_column_size",
              "quote_literal quote_nullable quote_ident starts_with get_byte set_byte get_bit",
              "set_bit regexp_match regexp_matches regexp_replace regexp_like regexp_count",
              "regexp_instr regexp_substr regexp_split_to_array regexp_split_to_table similar_escape",
              "similar_to_escape like_escape textcat textlen",
              // Arrays.
              "array_append array_prepend array_cat array_fill array_to_string array_length",
              "array_ndims array_dims array_upper array_lower array_position array_positions",
              "array_remove array_replace trim_array array_reverse cardinality unnest",
              // Documents.
              "to_json to_jsonb row_to_json array_to_json json_object jsonb_object",
              "json_build_array json_build_object jsonb_build_array jsonb_build_object",
              "json_array_elements json_array_elements_text json_array_length json_each",
              "json_each_text json_object_keys json_typeof json_strip_nulls json_extract_path",
              "json_extract_path_text json_populate_record json_populate_recordset json_to_record",
              "json_to_recordset jsonb_array_elements jsonb_array_elements_text",
              "jsonb_array_length jsonb_each jsonb_each_text jsonb_object_keys jsonb_typeof",
              "jsonb_strip_nulls jsonb_extract_path jsonb_extract_path_text jsonb_populate_record",
              "jsonb_populate_recordset jsonb_to_record jsonb_to_recordset jsonb_set jsonb_set_lax",
              "jsonb_insert jsonb_pretty xml_is_well_formed xml_is_well_formed_content",
              " xml_is_well_formed_document xpath xpath_exists xmlexists",
              "to_tsvector json_to_tsvector jsonb_to_tsvector",
              // Of many rows.
              "count sum min max avg string_agg array_agg json_agg jsonb_agg json_object_agg",
              "jsonb_object_agg xmlagg first_value last_value lag lead nth_value mode any_value",
              // Shapes and numbers.
              "polygon path box circle npoints area isclosed isopen popen pclose center point",
              "abs sign ceil ceiling floor round trunc sqrt ln log log10 exp scale min_scale",
              "trim_scale generate_series extract date_part date_trunc pg_typeof num_nulls num_nonnulls is_normalized normalize")
          .flatMap(line -> Stream.of(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  /** Functions that take time by the product, and by one value alone as by its length. */
  private static final Set<String> SEARCHING =
      Set.of(
          "position",
          "strpos",
          "textpos",
          "replace",
          "split_part",
          "string_to_array",
          "string_to_table",
          "like",
          "notlike",
          "textlike",
          "textnlike",
          "texticlike",
          "texticnlike",
          "bpcharlike",
          "bpcharnlike",
          "bpchariclike",
          "bpcharicnlike",
          "bytealike",
          "byteanlike",
          "arrayoverlap",
          "arraycontains",
          "arraycontained",
          "jsonb_contains",
          "jsonb_contained",
          "jsonb_exists",
          "bitposition",
          "numeric_mul",
          "numeric_div",
          "numeric_mod",
          "mod",
          "div");

  /** Types that a long text is read as by its length. */
  private static final Set<String> QUICK_TYPES =
      Set.of(
          "text",
          "varchar",
          "bpchar",
          "char",
          "name",
          "bytea",
          "json",
          "jsonb",
          "xml",
          "numeric",
          "bit",
          "varbit",
          "tsvector",
          "polygon",
          "path");

  private static final Set<String> LISTS =
      Set.of(
          "translate",
          "btrim",
          "ltrim",
          "rtrim",
          "path_inter",
          "path_distance",
          "poly_overlap",
          "poly_contain",
          "poly_contained",
          "poly_same",
          "poly_distance");

  private static final Set<String> POWERS = Set.of("power", "pow", "numeric_power");

  /** They sort marks that follow each other, by the square of how many there are. */
  private static final Set<String> SORTING = Set.of("normalize", "is_normalized");

  /** Of one expression, by {@link Multiplying}. */
  private static final double MOST_COPIES = 200_000;

  /** Work that is nothing, however many copies are made of it. */
  private static final long LITTLE = 10_000;

  private static final Set<String> PULLED_UP =
      Set.of("CommonTableExpr", "RangeSubselect", "RangeFunction");

  private final Sizes sizes;

  /** With parameters as long as anything can be. */
  private final Sizes longest;

  /** How often the planner may copy what a subquery computes to where that is named. */
  private final long copies;

  private double pairs;

  private Uninterrupted(Sizes sizes, Sizes longest, long copies) {
    this.sizes = sizes;
    this.copies = copies;
    this.longest = longest;
  }

  /**
   * Adds them up.
   *
   * @throws Refusal when they come to too much
   */
  static void check(Node statement) {
    double copies =
        Math.pow(
            (double) count(statement, Set.of("ColumnRef")), (double) count(statement, PULLED_UP));
    new Uninterrupted(
            Sizes.in(statement, 1),
            Sizes.in(statement, Sizes.ENDLESS),
            (long) Math.max(1, Math.min(MOST_COPIES, copies)))
        .walk(statement, false);
  }

  private static long count(Node node, Set<String> kinds) {
    long count = kinds.contains(node.kind()) ? 1 : 0;
    for (Node child : node.children()) {
      count += count(child, kinds);
    }
    return count;
  }

  private void walk(Node node, boolean inside) {
    double before = pairs;
    switch (node.kind()) {
      case "A_Expr" -> expression(node);
      case "FuncCall" -> call(node);
      case "TypeCast" -> cast(node);
      default -> {}
    }
    double work = pairs - before;
    if (inside && work > LITTLE && sizes.constant(node)) {
      pairs += work * (copies - 1);
      limit(Bombs.name(node) + Sizes.symbol(node), node);
    }
    boolean within = inside || PULLED_UP.contains(node.kind());
    node.children().forEach(child -> walk(child, within));
  }

  private void expression(Node node) {
    Node left = node.node("lexpr");
    Node right = node.node("rexpr");
    String symbol = Sizes.symbol(node);
    if (right == null
        || QUICK_OPERATORS.contains(symbol)
        || !SEARCHING_KINDS.contains(node.text("kind", "AEXPR_OP"))) {
      return;
    }
    if (left == null) {
      alone(right, symbol, node);
    } else if (symbol.equals("^")) {
      power(left, right, symbol, node);
    } else if (JsonPaths.follows(symbol)) {
      path(left, right, symbol, node);
    } else {
      pairs(List.of(left, right), SEARCHING_OPERATORS.contains(symbol), 1, symbol, node);
    }
  }

  private void call(Node call) {
    String name = Bombs.name(call);
    List<Node> arguments = call.list("args");
    if (SORTING.contains(name) && !arguments.isEmpty()) {
      sorted(arguments.getFirst(), name, call);
    }
    if (arguments.isEmpty() || QUICK.contains(name)) {
      return;
    }
    String what = name + "()";
    if (POWERS.contains(name) && arguments.size() == 2) {
      power(arguments.getFirst(), arguments.getLast(), what, call);
    } else if (JsonPaths.follows(name) && arguments.size() > 1) {
      path(arguments.getFirst(), arguments.get(1), what, call);
    } else {
      boolean listed = LISTS.contains(name);
      boolean searches = listed || SEARCHING.contains(name);
      pairs(arguments, searches, listed ? LISTED : 1, what, call);
    }
  }

  private void path(Node document, Node path, String what, Node node) {
    alone(document, what, node);
    alone(path, what, node);
    add(JsonPaths.work(document, path, sizes), 1, what, node);
  }

  private void pairs(List<Node> values, boolean searches, long factor, String what, Node node) {
    if (!searches) {
      values.forEach(value -> alone(value, what, node));
    }
    if (values.size() > 1) {
      long[] longest = values.stream().mapToLong(sizes::of).sorted().toArray();
      long work = Sizes.multiplied(longest[longest.length - 1], longest[longest.length - 2]);
      add((double) work, factor, what, node);
    }
  }

  private void cast(Node cast) {
    Node type = cast.child("typeName");
    String name = Sizes.type(type);
    if (!Sizes.scalar(type) && !Sizes.scalars(type) && !QUICK_TYPES.contains(name)) {
      alone(cast.child("arg"), "a cast to " + name, cast);
    }
  }

  /** One value, which only a statement that makes it has longer than it can be written. */
  private void alone(Node value, String what, Node node) {
    if (sizes.of(value) > WRITTEN) {
      throw tooLong(what, node);
    }
  }

  private void sorted(Node text, String name, Node call) {
    long bytes = longest.of(text);
    if (bytes == Sizes.ENDLESS) {
      throw Refusal.gate(
          name
              + "() of a parameter could take very long, and nothing could stop it; cut it, as in"
              + " left($1, 1000).",
          name,
          call.location());
    }
    add((double) Sizes.multiplied(bytes, bytes), LISTED, name + "()", call);
  }

  private void power(Node base, Node exponent, String what, Node node) {
    boolean told = sizes.constant(exponent) || sizes.of(base) > SHORT;
    double work = told ? sizes.of(base) * sizes.amount(exponent) : 1;
    if (pairs + RAISED * work > MOST_PAIRS) {
      throw Refusal.gate(
          "Raising a number as long as this to such a power with "
              + what
              + " could take very long, and nothing could stop it; make them smaller, or cast to"
              + " double precision.",
          what,
          node.location());
    }
    pairs += RAISED * work;
  }

  private void add(double work, long factor, String what, Node node) {
    pairs += factor * work;
    limit(what, node);
  }

  private void limit(String what, Node node) {
    if (pairs > MOST_PAIRS) {
      throw tooLong(what, node);
    }
  }

  private static Refusal tooLong(String what, Node node) {
    return Refusal.gate(
        "Values as long as these in "
            + what
            + " could take very long, and nothing could stop it; make them shorter.",
        what,
        node.location());
  }
}
