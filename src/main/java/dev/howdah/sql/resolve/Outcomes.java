package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What follows from a choice: the result's type, and what happens to the arguments. */
final class Outcomes {

  private static final char HYPOTHETICAL = 'h';

  private final Coercions coercions;
  private final CommonTypes common;
  private final Polymorphism polymorphism;

  Outcomes(Catalogue catalogue) {
    this.coercions = new Coercions(catalogue);
    this.common = new CommonTypes(catalogue);
    this.polymorphism = new Polymorphism(catalogue);
  }

  /** One candidate's result, what it converts the arguments to, and the functions that do it. */
  private record Outcome(long result, List<Long> targets, Set<Long> conversions) {}

  <T> Resolution<T> none() {
    return new Resolution<>(List.of(), Types.NONE, false, Types.UNDECIDED, List.of(), Set.of());
  }

  /** A call that converts its argument to a type. */
  Resolution<Function> of(long cast, long argument) {
    return new Resolution<>(
        List.of(),
        cast,
        true,
        cast,
        List.of(cast),
        coercions.functionsOf(argument, cast, Cast.Context.EXPLICIT));
  }

  /** A call that does what is resolved already, or converts its argument to a type. */
  Resolution<Function> or(Resolution<Function> call, long cast) {
    Set<Long> conversions = new LinkedHashSet<>(call.conversions());
    conversions.addAll(coercions.functionsOf(Types.UNDECIDED, cast, Cast.Context.EXPLICIT));
    var only = call.candidates().isEmpty();
    return new Resolution<>(
        call.candidates(),
        cast,
        only,
        only || call.result() == cast ? cast : Types.UNDECIDED,
        List.of(only ? cast : Types.UNDECIDED),
        conversions);
  }

  Resolution<Operator> of(List<Candidate<Operator>> chosen, List<Long> operands) {
    return resolution(
        chosen,
        operands,
        chosen.stream()
            .map(one -> outcome(one, operands, one.objects().getFirst().result()))
            .toList());
  }

  Resolution<Function> of(List<Candidate<Function>> chosen, Call call) {
    return resolution(
        chosen,
        call.arguments(),
        chosen.stream()
            .map(
                one -> {
                  var function = one.objects().getFirst();
                  var outcome = outcome(one, call.arguments(), function.result());
                  return hypothetical(function) ? unified(outcome, one, call) : outcome;
                })
            .toList());
  }

  /** The columns of a function's result, polymorphic ones as they are in this call. */
  List<Function.Output> outputs(Candidate<Function> candidate, Function function, Call call) {
    var binding = polymorphism.bind(call.arguments(), candidate.arguments());
    return function.outputs().stream()
        .map(column -> new Function.Output(column.name(), meaning(binding, column.type())))
        .toList();
  }

  private Outcome outcome(Candidate<?> candidate, List<Long> arguments, long result) {
    var binding = polymorphism.bind(arguments, candidate.arguments());
    List<Long> targets = new ArrayList<>();
    Set<Long> conversions = new LinkedHashSet<>();
    for (var i = 0; i < arguments.size(); i++) {
      var declared = (long) candidate.arguments().get(i);
      var actual = (long) arguments.get(i);
      var target = binding.map(one -> one.target(declared, actual)).orElse(Types.UNDECIDED);
      targets.add(target);
      if (!Types.takesAsIs(declared, actual)) {
        conversions.addAll(implicit(actual, target));
      }
    }
    return new Outcome(meaning(binding, result), targets, conversions);
  }

  private Set<Long> implicit(long from, long to) {
    return coercions.functionsOf(from, to, Cast.Context.IMPLICIT);
  }

  private static long meaning(Optional<Polymorphism.Binding> binding, long type) {
    return binding.map(one -> one.of(type)).orElse(Types.UNDECIDED);
  }

  private static boolean hypothetical(Function function) {
    var aggregate = function.aggregate();
    return aggregate != null && aggregate.kind() == HYPOTHETICAL;
  }

  /** Each hypothetical argument meets the one that it is sorted among in their common type. */
  private Outcome unified(Outcome outcome, Candidate<Function> candidate, Call call) {
    List<Long> targets = new ArrayList<>(outcome.targets());
    Set<Long> conversions = new LinkedHashSet<>(outcome.conversions());
    var sorted = targets.size() - call.sorted();
    for (var i = sorted; i < targets.size(); i++) {
      var direct = i - call.sorted();
      if (direct >= 0 && candidate.arguments().get(direct) == Types.ANY) {
        var both = common.of(List.of(call.arguments().get(i), call.arguments().get(direct)));
        var type = both == Types.NONE ? Types.UNDECIDED : both;
        targets.set(i, type);
        targets.set(direct, type);
        conversions.addAll(implicit(call.arguments().get(i), type));
        conversions.addAll(implicit(call.arguments().get(direct), type));
      }
    }
    return new Outcome(outcome.result(), targets, conversions);
  }

  private <T> Resolution<T> resolution(
      List<Candidate<T>> chosen, List<Long> arguments, List<Outcome> outcomes) {
    if (chosen.isEmpty()) {
      return none();
    }
    List<T> objects = new ArrayList<>();
    chosen.forEach(candidate -> objects.addAll(candidate.objects()));
    Set<Long> conversions = new LinkedHashSet<>();
    outcomes.forEach(outcome -> conversions.addAll(outcome.conversions()));
    List<Long> targets = new ArrayList<>();
    for (var i = 0; i < arguments.size(); i++) {
      var at = i;
      targets.add(agreed(outcomes.stream().map(outcome -> outcome.targets().get(at))));
    }
    return new Resolution<>(
        objects,
        Types.NONE,
        objects.size() == 1,
        agreed(outcomes.stream().map(Outcome::result)),
        targets,
        conversions);
  }

  private static long agreed(Stream<Long> types) {
    var distinct = types.distinct().toList();
    return distinct.size() == 1 ? distinct.getFirst() : Types.UNDECIDED;
  }
}
