package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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

  /** So many that each step from all of them to all below takes seconds. */
  private static final long LARGE = 64 << 10;

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

  /** From each element to all before or behind it. */
  private static final Pattern SIDEWAYS = Pattern.compile("(following|preceding)(-sibling)?\\s*::");

  /** To all below, to all above, or the union of both. */
  private static final Pattern WIDE = Pattern.compile("//|\\||(descendant|ancestor)[a-z-]*\\s*::");

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

  private XmlPaths() {}

  static void call(Node call, Sizes sizes) {
    String name = Bombs.name(call);
    if (FUNCTIONS.contains(name)) {
      List<Node> arguments = call.list("args");
      boolean first = PATH_FIRST.contains(name);
      Node path =
          arguments.isEmpty() ? null : arguments.get(first ? 0 : Math.min(1, arguments.size() - 1));
      Node document =
          arguments.size() < 2 || name.equals("xpath_table") ? null : arguments.get(first ? 1 : 0);
      check(path, document, name, sizes);
    }
  }

  static void table(Node table, Sizes sizes) {
    Node document = table.node("docexpr");
    check(table.node("rowexpr"), document, "xmltable", sizes);
    for (Node column : table.list("columns")) {
      Node path = column.node("colexpr");
      if (path != null) {
        check(path, document, "xmltable", sizes);
      }
    }
  }

  private static void check(
      @Nullable Node path, @Nullable Node document, String name, Sizes sizes) {
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
    if (sizes.of(document) > LARGE && WIDE.matcher(text).results().count() > 1) {
      throw Refusal.gate(
          "The path of "
              + name
              + "() could take very long in a document as long as this, and nothing could stop it;"
              + " name the steps, with one // at most.",
          name,
          path.location());
    }
  }

  /** The path, its own literals emptied; null where it is not written out. */
  private static @Nullable String literal(@Nullable Node path) {
    Node value = Sizes.bare(path);
    Node literal = value != null && value.is("A_Const") ? value.node("sval") : null;
    return literal == null ? null : QUOTED.matcher(literal.text("sval", "")).replaceAll("''");
  }

  /** Entities can make much of a short text. */
  private static boolean small(@Nullable Node document) {
    Node value = Sizes.bare(document);
    Node literal = value != null && value.is("A_Const") ? value.node("sval") : null;
    String text = literal == null ? "<!" : literal.text("sval", "");
    return text.length() <= SMALL && !text.contains("<!");
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
