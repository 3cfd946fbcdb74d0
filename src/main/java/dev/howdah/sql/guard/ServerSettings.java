package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
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
 * password, or to a key, which PostgreSQL shows to superusers and members of {@code
 * pg_read_all_settings}. None of those is read by its name; where one of them has a value that may
 * be seen, names must be written out, and nothing shows all.
 */
final class ServerSettings {

  private static final String FUNCTION = "current_setting";
  private static final String UNKNOWN =
      "Write the name of the setting as a literal: current_setting('name').";
  private static final Pattern CREDENTIALS =
      Pattern.compile("(?i)primary_conninfo|ssl_passphrase_command");

  private final Catalogue catalogue;

  ServerSettings(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Looks at a SHOW.
   *
   * @throws Refusal when it shows what nobody may read
   */
  void show(Node statement) {
    String name = statement.text("name", "");
    if (name.equalsIgnoreCase("all") && catalogue.showsCredentials()) {
      throw Refusal.gate(
          "SHOW ALL is refused: settings of this server hold the way to another one. SHOW one by"
              + " its name; pg_settings lists the names.",
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
      if (reads(use.function()) && !open.contains(use.position()) && catalogue.showsCredentials()) {
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
        .forEach(
            name -> {
              if (name.isEmpty() && catalogue.showsCredentials()) {
                throw Refusal.gate(UNKNOWN, FUNCTION, -1);
              }
              name.ifPresent(each -> check(each, -1));
            });
  }

  /** Whether the relation shows the values of all settings. */
  static boolean lists(Relation relation) {
    return relation.schema().equals("pg_catalog") && relation.name().equals("pg_settings");
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
