package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import java.util.List;

/**
 * The type that several expressions have in common, as in UNION, CASE, COALESCE, VALUES, ARRAY,
 * GREATEST and IN. PostgreSQL manual, Type Conversion, UNION, CASE, and Related Constructs.
 */
final class CommonTypes {

  private final Types types;
  private final Coercions coercions;

  CommonTypes(Catalogue catalogue) {
    this.types = new Types(catalogue);
    this.coercions = new Coercions(catalogue);
  }

  /**
   * The common type; 0 when the types are of different categories, {@link Types#UNDECIDED} when one
   * of them is. That each expression can be converted is not checked: see {@link #convertible}.
   *
   * @param all at least one
   */
  long of(List<Long> all) {
    if (all.contains(Types.UNDECIDED)) {
      return Types.UNDECIDED;
    }
    var first = all.getFirst();
    if (Types.known(first) && all.stream().allMatch(first::equals)) {
      return first;
    }
    var common = types.base(first);
    for (var next : all) {
      var type = types.base(next);
      if (Types.untyped(type) || type == common) {
        continue;
      }
      if (Types.untyped(common)) {
        common = type;
      } else if (types.category(type) != types.category(common)) {
        return Types.NONE;
      } else if (!types.preferred(common) && implicit(common, type) && !implicit(type, common)) {
        common = type;
      }
    }
    return Types.untyped(common) ? Types.TEXT : common;
  }

  /** Whether every one of them becomes a type implicitly. */
  boolean convertible(List<Long> all, long common) {
    return all.stream().allMatch(type -> implicit(type, common));
  }

  private boolean implicit(long from, long to) {
    return coercions.possible(from, to, Cast.Context.IMPLICIT);
  }
}
