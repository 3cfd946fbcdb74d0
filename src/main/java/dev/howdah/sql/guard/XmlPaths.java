package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Paths into XML. The library that follows them does not look for a cancel request, and a condition
 * within a condition, each over the whole document, takes it as long as anybody likes.
 */
final class XmlPaths {

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

  private XmlPaths() {}

  static void call(Node call) {
    String name =
        call.list("funcname").isEmpty() ? "" : call.list("funcname").getLast().text("sval", "");
    if (FUNCTIONS.contains(name)) {
      boolean first =
          name.startsWith("xmlexists") || name.equals("xpath") || name.equals("xpath_exists");
      Node path =
          call.list("args").isEmpty()
              ? null
              : call.list("args").get(first ? 0 : Math.min(1, call.list("args").size() - 1));
      check(path, name);
    }
  }

  static void table(Node table) {
    check(table.node("rowexpr"), "xmltable");
    for (Node column : table.list("columns")) {
      Node path = column.node("colexpr");
      if (path != null) {
        check(path, "xmltable");
      }
    }
  }

  private static void check(@Nullable Node path, String name) {
    Node value = path;
    while (value != null && value.is("TypeCast")) {
      value = value.node("arg");
    }
    Node literal = value != null && value.is("A_Const") ? value.node("sval") : null;
    if (literal == null || nested(literal.text("sval", ""))) {
      throw Refusal.gate(
          "The path of "
              + name
              + "() must be written as a literal, without a condition within a condition: nothing"
              + " could stop it.",
          name,
          path == null ? -1 : path.location());
    }
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
