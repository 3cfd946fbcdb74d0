package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.StoredTrees;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the server that a statement reads. Some hold the way to other servers, with its
 * password, and the role in use may be allowed to see that: {@code primary_conninfo}, {@code
 * restore_command}, {@code ssl_passphrase_command}. So the name must be written out, and be none of
 * those.
 */
final class ServerSettings {

  private static final String FUNCTION = "current_setting";
  private static final String UNKNOWN =
      "Write the name of the setting as a literal: current_setting('name').";
  private static final Pattern CREDENTIALS = Pattern.compile("(?is).*_(command|conninfo)");

  private final Catalogue catalogue;

  ServerSettings(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Looks at a SHOW.
   *
   * @throws Refusal when it shows what nobody may read
   */
  static void show(Node statement) {
    String name = statement.text("name", "");
    if (name.equalsIgnoreCase("all")) {
      throw Refusal.gate(
          "SHOW ALL is refused: some settings hold credentials. SHOW one by its name; pg_settings"
              + " lists the names.",
          "ALL",
          -1);
    }
    check(name, -1);
  }

  /**
   * Looks at a statement with all that it uses.
   *
   * @throws Refusal when it reads a setting that nobody may read, or one that cannot be told
   */
  void check(Node statement, Uses uses) {
    Set<Integer> open = new HashSet<>();
    named(statement, open);
    for (FunctionUse use : uses.functions()) {
      if (reads(use.function()) && !open.contains(use.position())) {
        throw Refusal.gate(UNKNOWN, FUNCTION, use.position());
      }
    }
  }

  /** The same of a stored tree. */
  void check(String tree, Uses uses) {
    var trees = new StoredTrees(catalogue);
    uses.functions().stream()
        .map(FunctionUse::function)
        .filter(this::reads)
        .flatMap(function -> trees.firstArguments(tree, function).stream())
        .forEach(name -> check(name.orElseThrow(() -> Refusal.gate(UNKNOWN, FUNCTION, -1)), -1));
  }

  private boolean reads(long function) {
    return catalogue
        .function(function)
        .filter(each -> each.name().equals(FUNCTION) && BuiltIns.holds(each))
        .isPresent();
  }

  private static void named(Node node, Set<Integer> open) {
    if (node.is("FuncCall") && Bombs.name(node).equals(FUNCTION)) {
      String name = node.list("args").isEmpty() ? null : literal(node.list("args").getFirst());
      if (name != null) {
        check(name, node.location());
        open.add(node.location());
      }
    }
    node.children().forEach(child -> named(child, open));
  }

  private static @Nullable String literal(Node value) {
    Node string = value.is("A_Const") ? value.node("sval") : null;
    return string == null ? null : string.text("sval", "");
  }

  private static void check(String name, int position) {
    if (CREDENTIALS.matcher(name).matches()) {
      throw Refusal.gate(
          "The setting " + name + " is refused: it may hold credentials for other servers.",
          name,
          position);
    }
  }
}
