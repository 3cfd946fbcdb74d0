package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Chooses among candidates when none takes exactly the arguments' types. PostgreSQL manual, Type
 * Conversion, Functions, step 4, and Operators, step 3.
 */
final class Selection {

  private final Types types;
  private final Coercions coercions;
  private final Polymorphism polymorphism;

  Selection(Catalogue catalogue) {
    this.types = new Types(catalogue);
    this.coercions = new Coercions(catalogue);
    this.polymorphism = new Polymorphism(catalogue);
  }

  /**
   * The one that PostgreSQL chooses; several when it cannot choose, or we cannot because an
   * argument is undecided; none when none fits.
   */
  <T> List<Candidate<T>> choose(List<Candidate<T>> all, List<Long> arguments) {
    var fitting = keep(all, candidate -> polymorphism.fits(arguments, candidate.arguments()));
    if (fitting.size() <= 1 || !sure(fitting, arguments)) {
      return fitting;
    }
    var bases = arguments.stream().map(types::base).toList();
    var exact = best(fitting, candidate -> exact(candidate, bases));
    if (exact.size() == 1) {
      return exact;
    }
    var preferred = best(exact, candidate -> exactOrPreferred(candidate, bases));
    if (preferred.size() == 1 || bases.stream().noneMatch(Types::untyped)) {
      return preferred;
    }
    var guessed = byCategory(preferred, bases);
    return guessed.size() == 1 ? guessed : byKnownType(guessed, bases);
  }

  private <T> boolean sure(List<Candidate<T>> all, List<Long> arguments) {
    return !arguments.contains(Types.UNDECIDED)
        && all.stream()
            .noneMatch(
                candidate -> {
                  for (var i = 0; i < arguments.size(); i++) {
                    if (coercions.unsure(arguments.get(i), candidate.arguments().get(i))) {
                      return true;
                    }
                  }
                  return false;
                });
  }

  private static int exact(Candidate<?> candidate, List<Long> bases) {
    var matches = 0;
    for (var i = 0; i < bases.size(); i++) {
      if (!Types.untyped(bases.get(i)) && candidate.arguments().get(i).equals(bases.get(i))) {
        matches++;
      }
    }
    return matches;
  }

  private int exactOrPreferred(Candidate<?> candidate, List<Long> bases) {
    var matches = 0;
    for (var i = 0; i < bases.size(); i++) {
      var given = bases.get(i);
      var declared = candidate.arguments().get(i);
      if (!Types.untyped(given)
          && (declared.equals(given)
              || (types.preferred(declared)
                  && types.category(declared) == types.category(given)))) {
        matches++;
      }
    }
    return matches;
  }

  /**
   * Gives each untyped argument a category: strings if any candidate takes one, else what all agree
   * on. Everything is kept when that leads nowhere.
   */
  private <T> List<Candidate<T>> byCategory(List<Candidate<T>> all, List<Long> bases) {
    var left = all;
    for (var i = 0; i < bases.size(); i++) {
      if (!Types.untyped(bases.get(i))) {
        continue;
      }
      var at = i;
      var categories =
          all.stream()
              .map(candidate -> types.category(candidate.arguments().get(at)))
              .distinct()
              .toList();
      if (categories.size() > 1 && !categories.contains('S')) {
        return all;
      }
      var category = categories.size() > 1 ? 'S' : categories.getFirst();
      Predicate<Candidate<T>> inCategory =
          candidate -> types.category(candidate.arguments().get(at)) == category;
      Predicate<Candidate<T>> preferred =
          inCategory.and(candidate -> types.preferred(candidate.arguments().get(at)));
      left = keep(left, all.stream().anyMatch(preferred) ? preferred : inCategory);
    }
    return left.isEmpty() ? all : left;
  }

  /** When all typed arguments are of one type, tries that one for the others, too. */
  private <T> List<Candidate<T>> byKnownType(List<Candidate<T>> all, List<Long> bases) {
    var known = bases.stream().filter(type -> !Types.untyped(type)).distinct().toList();
    if (known.size() != 1) {
      return all;
    }
    var assumed = Collections.nCopies(bases.size(), known.getFirst());
    var fitting = keep(all, candidate -> polymorphism.fits(assumed, candidate.arguments()));
    return fitting.size() == 1 ? fitting : all;
  }

  private static <T> List<Candidate<T>> best(
      List<Candidate<T>> all, ToLongFunction<Candidate<T>> points) {
    var most = all.stream().mapToLong(points).max().orElseThrow();
    return keep(all, candidate -> points.applyAsLong(candidate) == most);
  }

  private static <T> List<Candidate<T>> keep(
      List<Candidate<T>> all, Predicate<Candidate<T>> wanted) {
    return all.stream().filter(wanted).toList();
  }
}
