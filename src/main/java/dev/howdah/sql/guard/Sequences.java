package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.parser.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sequences that a statement moves or reads by functions, which take them by a value: callers
 * with rules must write it out, so that the rules can be held against it. Where system catalogues
 * are closed, that is the only name from them that a statement may have.
 */
final class Sequences {

  private static final Set<String> FUNCTIONS = Set.of("nextval", "setval", "currval", "lastval");

  private static final String PART = "(\"(?:[^\"]|\"\")+\"|[A-Za-z_][A-Za-z0-9_$]*)";
  private static final Pattern NAME =
      Pattern.compile("\\s*(?:" + PART + "\\s*\\.\\s*)?" + PART + "\\s*");

  private final boolean restricted;
  private final boolean catalogues;
  private final Catalogue catalogue;
  private final RelationRules rules;

  /** Where the calls are whose sequence is open, in bytes. */
  private final Set<Integer> open = new HashSet<>();

  /** Where such a sequence becomes a value of the type regclass, in bytes. */
  private final Set<Integer> named = new HashSet<>();

  Sequences(Access access, Catalogue catalogue, RelationRules rules) {
    this.restricted = access.restricted();
    this.catalogues = access.systemCatalogues();
    this.catalogue = catalogue;
    this.rules = rules;
  }

  /**
   * Reads what a statement names.
   *
   * @throws Refusal when the rules close one
   * @throws Catalogue.Missing when one has to be loaded first
   */
  void read(Node statement) {
    if (restricted || !catalogues) {
      walk(statement);
    }
  }

  private void walk(Node node) {
    if (node.is("FuncCall") && FUNCTIONS.contains(Bombs.name(node))) {
      named(node.list("args")).ifPresent(name -> check(name, node));
    }
    node.children().forEach(this::walk);
  }

  private void check(Identifier name, Node call) {
    Relation relation = catalogue.relation(name).orElse(null);
    if (relation == null || relation.kind() != Relation.Kind.SEQUENCE) {
      throw Refusal.unknown(RelationRules.unknown(name.name()), name.name(), call.location());
    }
    Operation needed =
        switch (Bombs.name(call)) {
          case "nextval" -> Operation.INSERT;
          case "setval" -> Operation.UPDATE;
          default -> Operation.SELECT;
        };
    rules.sequence(relation, needed, call.location());
    open.add(call.location());
    if (builtIn(call)) {
      named.add(call.location());
      Node value = call.list("args").getFirst();
      Node cast = value.node("typeName");
      if (cast != null) {
        named.add(value.location());
        named.add(cast.location());
      }
    }
  }

  private static boolean builtIn(Node call) {
    List<Node> name = call.list("funcname");
    return name.size() == 1 || name.getFirst().text("sval", "").equals("pg_catalog");
  }

  /** Whether a sequence that is open is named there, by a value of the type regclass. */
  boolean names(Type type, int position) {
    return SystemCatalogues.names(type) && named.contains(position);
  }

  /**
   * Looks at a function that is run.
   *
   * @param position where the statement's own text calls it, in bytes
   * @throws Refusal when it takes a sequence that is not known to be open
   */
  void check(Function function, Via via, int position) {
    if (!restricted || !FUNCTIONS.contains(function.name()) || !BuiltIns.holds(function)) {
      return;
    }
    switch (via.kind()) {
      case STATEMENT -> {
        if (!open.contains(position)) {
          throw Refusal.access(
              function.name().equals("lastval")
                  ? "lastval() does not say of which sequence; use currval('schema.name')."
                  : "Write the name of the sequence as a literal: "
                      + function.name()
                      + "('schema.name').",
              function.name(),
              position);
        }
      }
      case VIEW, FUNCTION, FILLING -> {
        if (!via.vouched()) {
          throw Refusal.access(
              "\"" + via.name() + "\" uses a sequence by " + function.name() + "().",
              via.name(),
              via.offset(position));
        }
      }
      // These are as the owner of a table or a type made them.
      case STORED, CHILD, TYPE, POLICY -> {}
    }
  }

  /** What a literal of the type regclass names; an OID, and all that is no literal, is none. */
  private static Optional<Identifier> named(List<Node> arguments) {
    Node value = arguments.isEmpty() ? null : arguments.getFirst();
    if (value != null && value.is("TypeCast") && toRegclass(value.node("typeName"))) {
      value = value.node("arg");
    }
    Node literal = value != null && value.is("A_Const") ? value.node("sval") : null;
    if (literal == null) {
      return Optional.empty();
    }
    Matcher name = NAME.matcher(literal.text("sval", ""));
    if (!name.matches()) {
      return Optional.empty();
    }
    String last = Objects.requireNonNull(name.group(2));
    return Optional.of(Identifier.of(folded(name.group(1)), Objects.requireNonNull(folded(last))));
  }

  private static boolean toRegclass(@Nullable Node type) {
    if (type == null || !type.list("arrayBounds").isEmpty()) {
      return false;
    }
    List<String> names = type.list("names").stream().map(each -> each.text("sval", "")).toList();
    return names.equals(List.of("regclass")) || names.equals(List.of("pg_catalog", "regclass"));
  }

  private static @Nullable String folded(@Nullable String part) {
    if (part == null) {
      return null;
    }
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part.toLowerCase(Locale.ROOT);
  }
}
