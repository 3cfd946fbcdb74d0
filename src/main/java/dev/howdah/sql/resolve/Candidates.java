package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a name could mean before types are looked at: what is on the search path, takes so many
 * arguments, and is not hidden by something with the same arguments.
 */
final class Candidates {

  private static final String TEMPORARY = "pg_temp";

  private final Catalogue catalogue;

  Candidates(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Functions of every kind. */
  List<Candidate<Function>> functions(Call call) {
    List<Candidate<Function>> found = new ArrayList<>();
    for (var function : catalogue.functions(call.name())) {
      var place = place(call.name(), function.schema());
      if (place >= 0) {
        candidate(function, place, call).ifPresent(found::add);
      }
    }
    return visible(found, call.arguments().size());
  }

  /** Operators with one operand, or with two. */
  List<Candidate<Operator>> operators(Identifier symbol, boolean prefix) {
    List<Candidate<Operator>> found = new ArrayList<>();
    for (var operator : catalogue.operators(symbol)) {
      var place = place(symbol, operator.schema());
      if (place >= 0 && prefix == (operator.left() == Types.NONE)) {
        var arguments =
            prefix ? List.of(operator.right()) : List.of(operator.left(), operator.right());
        found.add(new Candidate<>(List.of(operator), arguments, place, false));
      }
    }
    return visible(found, prefix ? 1 : 2);
  }

  // Functions and operators in a temporary schema are only found when it is written.
  private int place(Identifier name, String schema) {
    if (name.schema() != null) {
      return 0;
    }
    return schema.startsWith(TEMPORARY) ? -1 : catalogue.searchPath().indexOf(schema);
  }

  private static Optional<Candidate<Function>> candidate(Function function, int place, Call call) {
    return call.names().isEmpty()
        ? positional(function, place, call)
        : named(function, place, call);
  }

  private static Optional<Candidate<Function>> positional(Function function, int place, Call call) {
    var given = call.arguments().size();
    var declared = function.arguments();
    var repeated =
        function.variadic() != Types.NONE && !call.variadic() && declared.size() <= given;
    if (!repeated && (given > declared.size() || given + function.defaults() < declared.size())) {
      return Optional.empty();
    }
    List<Long> arguments = new ArrayList<>(declared);
    if (repeated) {
      arguments.removeLast();
      arguments.addAll(Collections.nCopies(given - arguments.size(), function.variadic()));
    }
    return Optional.of(new Candidate<>(List.of(function), arguments, place, repeated));
  }

  private static Optional<Candidate<Function>> named(Function function, int place, Call call) {
    var given = call.arguments().size();
    var declared = function.arguments();
    if ((function.variadic() != Types.NONE && !call.variadic())
        || given > declared.size()
        || given + function.defaults() < declared.size()
        || function.names().isEmpty()) {
      return Optional.empty();
    }
    List<Integer> order = new ArrayList<>();
    for (var i = 0; i < given - call.names().size(); i++) {
      order.add(i);
    }
    for (var name : call.names()) {
      var at = function.names().indexOf(name);
      if (at < 0 || order.contains(at)) {
        return Optional.empty();
      }
      order.add(at);
    }
    for (var i = 0; i < declared.size(); i++) {
      if (!order.contains(i)) {
        if (i < declared.size() - function.defaults()) {
          return Optional.empty();
        }
        order.add(i);
      }
    }
    return Optional.of(
        new Candidate<>(
            List.of(function), order.stream().map(declared::get).toList(), place, false));
  }

  /** Of those with the same arguments, the earliest on the path, and there the not variadic one. */
  private static <T> List<Candidate<T>> visible(List<Candidate<T>> all, int given) {
    Map<List<Long>, Candidate<T>> visible = new LinkedHashMap<>();
    for (var candidate : all) {
      visible.merge(candidate.arguments().subList(0, given), candidate, Candidates::prefer);
    }
    return List.copyOf(visible.values());
  }

  private static <T> Candidate<T> prefer(Candidate<T> one, Candidate<T> other) {
    if (one.place() != other.place()) {
      return one.place() < other.place() ? one : other;
    }
    if (one.expanded() != other.expanded()) {
      return one.expanded() ? other : one;
    }
    List<T> both = new ArrayList<>(one.objects());
    both.addAll(other.objects());
    return new Candidate<>(both, one.arguments(), one.place(), one.expanded());
  }
}
