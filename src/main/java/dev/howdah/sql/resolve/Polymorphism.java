package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import java.util.List;
import java.util.Optional;

/**
 * What {@code anyelement} and its like stand for in one call. PostgreSQL manual, Extending SQL,
 * Polymorphic Types.
 */
final class Polymorphism {

  private final Catalogue catalogue;
  private final Coercions coercions;

  Polymorphism(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.coercions = new Coercions(catalogue);
  }

  /**
   * Whether arguments can be what is declared: each converts implicitly, and the polymorphic ones
   * agree.
   *
   * @param declared at least as many; more are left to defaults
   */
  boolean fits(List<Long> actual, List<Long> declared) {
    var polymorphic = false;
    for (var i = 0; i < actual.size(); i++) {
      if (actual.get(i).equals(declared.get(i))) {
        continue;
      }
      if (Types.polymorphic(declared.get(i))) {
        polymorphic = true;
      } else if (!coercions.possible(actual.get(i), declared.get(i), Cast.Context.IMPLICIT)) {
        return false;
      }
    }
    return !polymorphic || bind(actual, declared).isPresent();
  }

  /** What the polymorphic types stand for; empty when the arguments do not agree. */
  Optional<Binding> bind(List<Long> actual, List<Long> declared) {
    var same = new SameTypes(catalogue);
    var compatible = new CompatibleTypes(catalogue);
    for (var i = 0; i < actual.size(); i++) {
      var family = Types.compatible(declared.get(i)) ? compatible : same;
      if (Types.polymorphic(declared.get(i)) && !family.add(declared.get(i), actual.get(i))) {
        return Optional.empty();
      }
    }
    return same.agree() && compatible.agree()
        ? Optional.of(new Binding(same, compatible))
        : Optional.empty();
  }

  /** Arguments whose declared types take their meaning from each other. Used once. */
  interface Family {

    /** Takes one argument; false when it contradicts those before. */
    boolean add(long declared, long actual);

    /** Draws the conclusions when all arguments are there; false when they do not agree. */
    boolean agree();

    /** The type that one of the family's stands for; {@link Types#UNDECIDED} when that is open. */
    long meaning(long declared);
  }

  /** What the polymorphic types mean in one call. */
  record Binding(Family same, Family compatible) {

    /** What a declared type means; itself when it is not polymorphic. */
    long of(long declared) {
      if (Types.compatible(declared)) {
        return compatible.meaning(declared);
      }
      return Types.polymorphic(declared) ? same.meaning(declared) : declared;
    }

    /** The type that an argument is converted to. */
    long target(long declared, long actual) {
      return Types.takesAsIs(declared, actual) ? actual : of(declared);
    }
  }
}
