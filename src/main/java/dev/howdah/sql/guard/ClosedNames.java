package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Analysis;
import dev.howdah.sql.resolve.Analyzer;
import dev.howdah.sql.resolve.UnknownColumn;
import dev.howdah.sql.resolve.UnknownFunction;
import dev.howdah.sql.resolve.UnknownType;
import dev.howdah.sql.resolve.Unsupported;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Refuses the first name of a query that is closed or not there: which of the two must not be told
 * by what is refused instead.
 */
final class ClosedNames {

  private final Catalogue catalogue;
  private final Access access;
  private final RelationRules rules;
  private final Reach reach;
  private final FunctionPolicy functions;
  private final WrittenNames names = new WrittenNames();

  ClosedNames(
      Catalogue catalogue,
      Access access,
      RelationRules rules,
      Reach reach,
      FunctionPolicy functions) {
    this.catalogue = catalogue;
    this.access = access;
    this.rules = rules;
    this.reach = reach;
    this.functions = functions;
  }

  /**
   * What a query uses.
   *
   * @throws Refusal when a name is closed, or unknown to somebody who may not know of all
   */
  Uses uses(Node query) {
    names.add(query);
    rules.names(names);
    Analysis analysis = analysis(query);
    if (access.restricted()) {
      check(analysis);
    }
    return analysis.uses();
  }

  /** What cannot be understood may be so because of a name, which then is what is refused. */
  private Analysis analysis(Node query) {
    try {
      return Analyzer.knowing(catalogue, rules::known, this::callable).analyze(query);
    } catch (Unsupported unsupported) {
      Analysis before = unsupported.before();
      if (access.restricted() && before != null) {
        check(before);
      }
      throw unsupported;
    }
  }

  /** A function that a user made is as closed as its schema, unless the operator allows it. */
  private boolean callable(Function function) {
    return !access.restricted()
        || access.opens(function.schema())
        || BuiltIns.holds(function)
        || function.extension() != null
        || functions.opens(function, catalogue);
  }

  /** Relations first, with what views reach: who may not read one learns of none of its columns. */
  private void check(Analysis analysis) {
    Uses relations = Uses.none();
    relations.relations().addAll(analysis.uses().relations());
    reach.follow(relations);
    Stream.of(
            analysis.unknownColumns().stream()
                .filter(column -> names.has(column.name(), column.position()))
                .map(this::unknown),
            analysis.uses().columns().stream().flatMap(use -> closed(use).stream()),
            analysis.unknownTypes().stream().map(ClosedNames::unknown),
            analysis.unknownFunctions().stream().map(ClosedNames::unknown))
        .flatMap(refusals -> refusals)
        .min(Comparator.comparingInt(Refusal::offset).thenComparing(Refusal::object))
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  private Refusal unknown(UnknownColumn column) {
    return rules.unknownColumn(column.name(), column.position());
  }

  private static Refusal unknown(UnknownType type) {
    return Refusal.unknown(RelationRules.unknown(type.name()), type.name(), type.position());
  }

  private static Refusal unknown(UnknownFunction function) {
    Identifier name = function.name();
    String shown = name.schema() == null ? name.name() : name.schema() + "." + name.name();
    return Refusal.access(
        "The function " + shown + " does not exist or is not open to you.",
        name.name(),
        function.position());
  }

  private Optional<Refusal> closed(ColumnUse use) {
    return rules
        .blockedColumn(catalogue.relation(use.relation()), use.column())
        .filter(name -> names.has(name, use.position()))
        .map(name -> rules.unknownColumn(name, use.position()));
  }
}
