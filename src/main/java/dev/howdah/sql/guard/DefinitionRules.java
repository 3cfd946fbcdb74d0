package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Analyzer;
import dev.howdah.sql.resolve.OwnCasts;
import dev.howdah.sql.resolve.Uses;
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

  DefinitionRules(Catalogue catalogue, Access access, RelationRules rules) {
    this.catalogue = catalogue;
    this.access = access;
    this.rules = rules;
  }

  /**
   * What its queries and expressions use; an operator or function by name stands for every one of
   * that name.
   *
   * @throws Refusal when it touches something that this caller may not define or change
   */
  Uses uses(Definitions.Parts parts) {
    parts.relations().forEach(this::check);
    parts.others().forEach(this::check);
    Uses uses = Uses.none();
    for (Node query : parts.queries()) {
      uses.add(new Analyzer(catalogue).analyze(query).uses());
    }
    for (Definitions.Named named : parts.functions()) {
      catalogue.functions(named.name()).stream()
          .map(function -> new FunctionUse(function.oid(), named.offset(), false))
          .forEach(uses.functions()::add);
    }
    for (Definitions.Named named : parts.operators()) {
      catalogue.operators(named.name()).stream()
          .filter(operator -> operator.function() != 0)
          .map(operator -> new FunctionUse(operator.function(), named.offset(), false))
          .forEach(uses.functions()::add);
    }
    for (Definitions.Named named : parts.casts()) {
      catalogue.type(named.name()).ifPresent(type -> casts(type, named.offset(), uses));
    }
    for (Definitions.Named named : parts.types()) {
      catalogue
          .type(named.name())
          .ifPresent(type -> uses.types().add(new TypeUse(type.oid(), named.offset())));
    }
    ownCasts(parts, uses);
    return uses;
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

  /** What is cast is not looked at, so that every cast to the type counts. */
  private void casts(Type type, int offset, Uses uses) {
    catalogue.casts().stream()
        .filter(cast -> cast.target() == type.oid() && cast.function() != 0)
        .forEach(cast -> uses.functions().add(new FunctionUse(cast.function(), offset, false)));
  }

  private void check(Definitions.Named named) {
    Identifier name = named.name();
    Optional<Relation> relation =
        name.name().equals("*") ? Optional.empty() : catalogue.relation(name);
    String schema = relation.map(Relation::schema).orElseGet(() -> schema(name));
    if (SystemCatalogues.holds(schema) || schema.startsWith("pg_temp")) {
      throw Refusal.gate(
          "Nothing is defined in the schema " + schema + ".", schema, named.offset());
    }
    boolean open =
        access.allows(Operation.DDL, schema, name.name())
            && !access.blocked(schema, name.name())
            && !(name.name().equals("*") && access.restricted())
            && relation
                .map(each -> !rules.blocked(each) && rules.blockedColumns(each).isEmpty())
                .orElse(true);
    if (!open) {
      boolean all = name.name().equals("*");
      throw Refusal.access(
          all
              ? "The schema \"" + schema + "\" itself is not open to your definitions."
              : "The definition of \"" + name.name() + "\" is not open to you.",
          all ? schema : name.name(),
          named.offset());
    }
    rules.defines(schema, name.name());
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
