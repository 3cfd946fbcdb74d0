package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Paths into XML. The library that follows them does not look for a cancel request, and a condition
 * within a condition, each over the whole document, takes it as long as anybody likes. So does a
 * step from each element to all others, and a comparison of all with all, unless the document is
 * known to be small.
 */
final class XmlPaths {

  /** So few elements that the third power of their number is nothing. */
  private static final long SMALL = 2_000;

  /** Nanoseconds, about, of all paths of a statement. */
  private static final double MOST_TIME = 300_000_000;

  /** What {@code //} takes for each pair of elements of which one is in the other. */
  private static final double OF_A_PAIR = 100;

  /** Bytes of an element that is empty. */
  private static final int ELEMENT_BYTES = 7;

  /** Searches below each of what a search has found, in documents of which nothing is known. */
  private static final long MOST_SEARCHES = 2;

  private static final Set<String> FUNCTIONS =
      Set.of(
          "xpath",
          "xpath_exists",
          "xmlexists",
          "xpath_string",
          "xpath_number",
          "xpath_bool",
          "xpath_list",
          "xpath_nodeset",
          "xpath_table");

  /** Those of ours, which take the path first. */
  private static final Set<String> PATH_FIRST = Set.of("xmlexists", "xpath", "xpath_exists");

  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

  /** From each element to all before or behind it, or to all namespaces. */
  private static final Pattern SIDEWAYS =
      Pattern.compile("((following|preceding)(-sibling)?|namespace)\\s*::");

  private static final Pattern AXIS = Pattern.compile("(descendant|ancestor)[a-z-]*\\s*::");
  private static final Pattern SEARCH = Pattern.compile("//|" + AXIS.pattern());
  private static final Pattern UNION_WITHIN = Pattern.compile("\\([^()]*\\|");

  private static final Pattern CONDITION = Pattern.compile("\\[([^\\[\\]]*)]");

  /** What leaves the element of a condition: a path from the root, or its parents. */
  private static final Pattern AWAY =
      Pattern.compile(
          "(^|[^\\w.*)\\]'/])\\s*/|[\\d.)\\]']\\s*\\*\\s*/|\\b(and|or|mod|div)\\s*/"
              + "|\\.\\.(?!\\s*/\\s*@)|(parent|ancestor)[a-z-]*\\s*::",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern COMPARED = Pattern.compile("!=|<=|>=|=|<|>|\\band\\b|\\bor\\b");

  /** A number, a text, an attribute, the element itself or a call that gives one value. */
  private static final Pattern SINGLE =
      Pattern.compile(
          "[\\s(]*(-?[\\d.]+|''|@[\\w:.-]+|\\."
              + "|(count|string|number|string-length|normalize-space|position|last|name|local-name"
              + "|sum|true|false|concat|substring|translate|floor|ceiling|round|not|contains"
              + "|starts-with)\\s*\\(.*)[\\s)]*",
          Pattern.DOTALL);

  /** A path that puts texts together copies what it has for each that it adds. */
  private static final double OF_A_COPY = 0.05;

  private final Sizes sizes;
  private double time;

  XmlPaths(Sizes sizes) {
    this.sizes = sizes;
  }

  /** Adds the path of a call, if it has one. */
  void call(Node call) {
    String name = Bombs.name(call);
    if (FUNCTIONS.contains(name)) {
      List<Node> arguments = call.list("args");
      boolean first = PATH_FIRST.contains(name);
      Node path =
          arguments.isEmpty() ? null : arguments.get(first ? 0 : Math.min(1, arguments.size() - 1));
      Node document =
          arguments.size() < 2 || name.equals("xpath_table") ? null : arguments.get(first ? 1 : 0);
      check(path, document, 0, name);
    }
  }

  /** Adds the paths of an XMLTABLE. */
  void table(Node table) {
    Node document = table.node("docexpr");
    Node rows = table.node("rowexpr");
    check(rows, document, 0, "xmltable");
    long searches = searches(literal(rows));
    for (Node column : table.list("columns")) {
      Node path = column.node("colexpr");
      if (path != null) {
        check(path, document, searches, "xmltable");
      }
    }
  }

  /**
   * @param before how many searches lead to where the path begins
   */
  private void check(@Nullable Node path, @Nullable Node document, long before, String name) {
    String text = literal(path);
    if (path == null || text == null || nested(text)) {
      throw Refusal.gate(
          "The path of "
              + name
              + "() must be written as a literal, without a condition within a condition: nothing"
              + " could stop it.",
          name,
          path == null ? -1 : path.location());
    }
    if (!small(document) && manyTimes(text)) {
      throw Refusal.gate(
          "The path of "
              + name
              + "() would look through the document for each of its elements, and nothing could"
              + " stop it; go down step by step, without following, preceding and siblings, and"
              + " compare with a constant or string(…).",
          name,
          path.location());
    }
    time += time(document, before + searches(text), path, AXIS.matcher(text).find());
    if (time > MOST_TIME) {
      throw Refusal.gate(
          "The path of "
              + name
              + "() could take very long in such a document, and nothing could stop it; name the"
              + " steps, with one // at most, or make the document shorter.",
          name,
          path.location());
    }
  }

  /** How many searches of a path follow each other. */
  private static long searches(@Nullable String path) {
    if (path == null) {
      return 0;
    }
    return UNION_WITHIN.matcher(path).find()
        ? SEARCH.matcher(path).results().count()
        : Stream.of(path.split("\\|"))
            .mapToLong(part -> SEARCH.matcher(part).results().count())
            .max()
            .orElse(0);
  }

  /**
   * What a path takes that looks at each text of the document, which those around it have as well,
   * and for the elements below or above each of those below each, and so on.
   *
   * @param searches how many of these follow each other
   */
  private double time(@Nullable Node document, long searches, Node path, boolean axes) {
    String text = written(document);
    double bytes = text != null ? text.length() : document == null ? 1 : sizes.of(document);
    double elements = bytes / ELEMENT_BYTES;
    double depth = elements;
    if (text != null) {
      var shape = XmlShape.of(text);
      elements = shape.elements();
      depth = shape.depth();
    } else if (searches > 1
        && (document == null || !madeHere(document))
        && (searches > MOST_SEARCHES || axes)) {
      return Double.POSITIVE_INFINITY;
    }
    double length = sizes.of(path);
    double texts = bytes * (Math.max(1, depth) * length + OF_A_COPY * length * length);
    double each = axes ? Math.max(OF_A_PAIR, elements) : OF_A_PAIR;
    return searches > 1 ? texts + elements * each * Math.pow(depth, searches - 1.0) : texts;
  }

  private static boolean madeHere(Node document) {
    return !document.is("ColumnRef")
        && !document.is("SubLink")
        && !document.is("ParamRef")
        && document.children().stream().allMatch(XmlPaths::madeHere);
  }

  /** The path, its own literals emptied; null where it is not written out. */
  private static @Nullable String literal(@Nullable Node path) {
    Node value = Sizes.bare(path);
    Node literal = value != null && value.is("A_Const") ? value.node("sval") : null;
    return literal == null ? null : QUOTED.matcher(literal.text("sval", "")).replaceAll("''");
  }

  /** A document that is written out; null for others, and where entities make more of it. */
  private @Nullable String written(@Nullable Node document) {
    Node literal = whole(document);
    String text = literal == null ? "<!" : Sizes.text(literal);
    return text.contains("<!") ? null : text;
  }

  /** The literal that a document is, or that paths have taken it from. */
  private @Nullable Node whole(@Nullable Node document) {
    Node part = sizes.value(document);
    if (part == null) {
      return null;
    }
    List<Node> arguments = part.list("args");
    int from = part.is("FuncCall") ? List.of("unnest", "xpath").indexOf(Bombs.name(part)) : -1;
    if (from >= 0 && from < arguments.size()) {
      return whole(arguments.get(from));
    }
    return switch (part.kind()) {
      case "A_Const" -> part;
      case "A_Indirection" -> whole(part.child("arg"));
      default -> null;
    };
  }

  private boolean small(@Nullable Node document) {
    String text = written(document);
    return text != null && text.length() <= SMALL;
  }

  /** Whether it may look at each element once for each. */
  private static boolean manyTimes(String path) {
    if (SIDEWAYS.matcher(path).find() || compared(CONDITION.matcher(path).replaceAll(""))) {
      return true;
    }
    return CONDITION
        .matcher(path)
        .results()
        .map(condition -> condition.group(1))
        .anyMatch(condition -> AWAY.matcher(condition).find() || compared(condition));
  }

  /** Whether several elements are compared with several. */
  private static boolean compared(String expression) {
    String[] sides = COMPARED.split(expression, -1);
    var signs = COMPARED.matcher(expression);
    for (int i = 0; signs.find(); i++) {
      boolean word = Character.isLetter(signs.group().charAt(0));
      if (!word && !single(before(sides[i])) && !single(behind(sides[i + 1]))) {
        return true;
      }
    }
    return false;
  }

  /** The operand that ends there, within a call that begins before. */
  private static String before(String side) {
    int depth = 0;
    for (int i = side.length() - 1; i >= 0; i--) {
      char c = side.charAt(i);
      depth += c == ')' ? 1 : c == '(' ? -1 : 0;
      if (depth < 0 || (depth == 0 && c == ',')) {
        return side.substring(i + 1);
      }
    }
    return side;
  }

  /** The operand that begins there, within a call that ends behind. */
  private static String behind(String side) {
    int depth = 0;
    for (int i = 0; i < side.length(); i++) {
      char c = side.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0 || (depth == 0 && c == ',')) {
        return side.substring(0, i);
      }
    }
    return side;
  }

  private static boolean single(String side) {
    return SINGLE.matcher(side).matches();
  }

  /** Whether a bracket or parenthesis with a path in it stands within another. */
  private static boolean nested(String path) {
    int depth = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      }
      if (depth > 1) {
        return true;
      }
    }
    return false;
  }
}
