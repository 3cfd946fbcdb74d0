package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.OwnCasts;
import dev.howdah.sql.resolve.StoredTrees;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds the rules against what a definition names, and gathers what its expressions use. */
final class DefinitionRules {

  private final Catalogue catalogue;
  private final Access access;
  private final RelationRules rules;
  private final ClosedNames queries;
  private final FunctionPolicy functions;
  private final StoredTrees trees;

  DefinitionRules(
      Catalogue catalogue,
      Access access,
      RelationRules rules,
      Reach reach,
      FunctionPolicy functions) {
    this.catalogue = catalogue;
    this.access = access;
    this.rules = rules;
    this.queries = new ClosedNames(catalogue, access, rules, reach, functions);
    this.functions = functions;
    this.trees = new StoredTrees(catalogue);
  }

  /**
   * What its queries and expressions use, and what is run by the way.
   *
   * @throws Refusal when it touches something that this caller may not define or change
   */
  Uses uses(Node root) {
    Definitions.Parts parts = Definitions.parts(root);
    parts.relations().forEach(named -> check(named, expected(named, parts)));
    parts.others().forEach(named -> check(named, false));
    names(root);
    if (access.restricted()) {
      parts.types().forEach(named -> known(named, parts.lenient()));
      new SharedChanges(catalogue, this::open).check(root);
    }
    Uses uses = Uses.none();
    for (Node query : parts.queries()) {
      uses.add(queries.uses(query));
    }
    for (Definitions.Named named : parts.types()) {
      catalogue
          .type(named.name())
          .ifPresent(type -> uses.types().add(new TypeUse(type.oid(), named.offset())));
    }
    DefinitionColumns columns = new DefinitionColumns(catalogue, root);
    uses.add(new DefinitionExpressions(catalogue, columns).uses(parts));
    uses.add(new StoredValues(catalogue, columns).uses(root));
    uses.add(new ForeignKeys(catalogue, columns).uses(root));
    uses.add(new Retyped(catalogue).uses(root));
    new IndexSupport(catalogue, columns).functions(root).forEach(oid -> support(oid, uses));
    uses.add(new ReadAgain(catalogue).uses(root));
    ownCasts(parts, uses);
    return uses;
  }

  /** The server calls it itself; what its body does is judged with everything else. */
  private void support(long oid, Uses uses) {
    Function function = catalogue.function(oid).orElseThrow();
    switch (functions.judgeSupport(function, catalogue, true)) {
      case FunctionPolicy.Refused(String reason) -> throw Refusal.gate(reason, function.name(), -1);
      case FunctionPolicy.JudgeBody _, FunctionPolicy.JudgeSupport _ ->
          uses.functions().add(new FunctionUse(oid, -1, false));
      case FunctionPolicy.Allowed _, FunctionPolicy.ReadsCatalogues _ -> {}
    }
  }

  /** Nothing takes a name that is closed, whether something has it or not. */
  private void names(Node root) {
    NewNames names = NewNames.of(root, catalogue);
    for (Identifier name : names.renamed()) {
      check(new Definitions.Named(name, -1), false);
      // What an operator has allowed by its name is believed.
      Identifier old = Definitions.name(root.child("relation"));
      if (access.named(schema(name), name.name()) && !access.named(schema(name), old.name())) {
        throw refusal(name.name(), schema(name), false, -1);
      }
    }
    for (Identifier name : names.beside()) {
      String schema = schema(name);
      boolean closed =
          access.blocked(schema, name.name())
              || catalogue
                  .relation(Identifier.of(schema, name.name()))
                  .filter(relation -> !open(relation))
                  .isPresent();
      if (closed) {
        throw refusal(name.name(), schema, false, -1);
      }
    }
  }

  /** A type that is closed and one that is not there get the same answer. */
  private void known(Definitions.Named named, boolean lenient) {
    Identifier name = named.name();
    boolean serial = name.schema() == null && DefinitionColumns.SERIALS.containsKey(name.name());
    if (!lenient && !serial && catalogue.type(name).filter(rules::known).isEmpty()) {
      throw Refusal.unknown(RelationRules.unknown(name.name()), name.name(), named.offset());
    }
  }

  /** What functions run for the types of the columns and values that there are. */
  private void ownCasts(Definitions.Parts parts, Uses uses) {
    Set<Long> given = new HashSet<>();
    uses.types().forEach(use -> given.add(use.type()));
    parts.relations().stream()
        .filter(named -> !named.name().name().equals("*"))
        .flatMap(named -> catalogue.relation(named.name()).stream())
        .flatMap(relation -> relation.columns().stream())
        .forEach(column -> given.add(column.type()));
    List<FunctionUse> called = List.copyOf(uses.functions());
    for (FunctionUse use : called) {
      catalogue.function(use.function()).ifPresent(each -> results(each, given));
    }
    OwnCasts casts = new OwnCasts(catalogue);
    for (FunctionUse use : called) {
      catalogue
          .function(use.function())
          .map(function -> casts.among(function, given))
          .orElse(Set.of())
          .forEach(cast -> uses.functions().add(new FunctionUse(cast, use.position(), false)));
    }
  }

  private static void results(Function function, Set<Long> given) {
    given.add(function.result());
    function.outputs().forEach(output -> given.add(output.type()));
  }

  /** Whether the statement fails unless there is such a relation. */
  private boolean expected(Definitions.Named named, Definitions.Parts parts) {
    Identifier name = named.name();
    boolean made =
        parts
            .made()
            .filter(each -> each.name().equals(name.name()) && schema(each).equals(schema(name)))
            .isPresent();
    return !parts.lenient() && !made;
  }

  private void check(Definitions.Named named, boolean expected) {
    Identifier name = named.name();
    Optional<Relation> relation =
        name.name().equals("*") ? Optional.empty() : catalogue.relation(name);
    String schema = relation.map(Relation::schema).orElseGet(() -> schema(name));
    if (SystemCatalogues.holds(schema) || schema.startsWith("pg_temp")) {
      throw Refusal.gate(
          "Nothing is defined in the schema " + schema + ".", schema, named.offset());
    }
    boolean all = name.name().equals("*");
    boolean open =
        access.allows(Operation.DDL, schema, name.name())
            && !access.blocked(schema, name.name())
            && access.blockedColumns(schema, name.name()).isEmpty()
            && !(all && access.restricted())
            && relation.map(each -> open(each, new HashSet<>())).orElse(true);
    boolean absent = expected && relation.isEmpty() && access.restricted();
    if (!open || absent) {
      boolean hidden = expected && relation.filter(rules::known).isEmpty();
      throw refusal(name.name(), schema, hidden, named.offset());
    }
    rules.defines(schema, name.name());
  }

  private boolean open(Relation relation) {
    return access.allows(Operation.DDL, relation.schema(), relation.name())
        && open(relation, new HashSet<>());
  }

  /** Whether it and all its children, which a definition changes along with it, are open. */
  private boolean open(Relation relation, Set<Long> seen) {
    return !rules.blocked(relation)
        && rules.blockedColumns(relation).isEmpty()
        && (relation.kind() != Relation.Kind.MATERIALIZED_VIEW || keepsOpen(relation, seen))
        && relation.children().stream()
            .filter(seen::add)
            .allMatch(child -> open(catalogue.relation(child), seen));
  }

  /**
   * Whether what a view reads is open; one that an operator lists by its name is believed. What a
   * materialised view keeps could else be searched by the condition of an index.
   */
  private boolean keepsOpen(Relation view, Set<Long> seen) {
    if (rules.named(view)) {
      return true;
    }
    Uses reads = Uses.none();
    view.actions().stream()
        .flatMap(rule -> rule.tree().stream())
        .forEach(tree -> reads.add(trees.uses(tree)));
    return reads.columns().stream().allMatch(this::open)
        && reads.relations().stream()
            .map(use -> catalogue.relation(use.relation()))
            .allMatch(
                base -> !rules.blocked(base) && (!seen.add(base.oid()) || keepsOpen(base, seen)));
  }

  private boolean open(ColumnUse use) {
    Relation relation = catalogue.relation(use.relation());
    Set<String> blocked = rules.blockedColumns(relation);
    return use.column() == 0
        ? blocked.isEmpty()
        : relation.columns().stream()
            .noneMatch(
                column -> column.number() == use.column() && blocked.contains(column.name()));
  }

  private Refusal refusal(String name, String schema, boolean hidden, int offset) {
    if (name.equals("*")) {
      return Refusal.access(
          "The schema \"" + schema + "\" itself is not open to your definitions.", schema, offset);
    }
    return hidden
        ? Refusal.unknown(
            "\"" + name + "\" does not exist or its definition is not open to you", name, offset)
        : Refusal.access("The definition of \"" + name + "\" is not open to you.", name, offset);
  }

  private String schema(Identifier name) {
    return name.schema() == null ? creationSchema() : name.schema();
  }

  private String creationSchema() {
    return catalogue.searchPath().stream()
        .filter(schema -> !SystemCatalogues.holds(schema) && !schema.equals("pg_temp"))
        .findFirst()
        .orElse("public");
  }
}
