package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Type;
import java.util.function.Predicate;

/**
 * Calls that look like a function's but convert to the type of that name: {@code text(x)}.
 * PostgreSQL manual, Type Conversion, Functions, step 3.
 */
final class TypeCalls {

  private final Catalogue catalogue;
  private final Predicate<Type> known;
  private final Types types;
  private final Coercions coercions;

  /**
   * @param known of which types the caller may know
   */
  TypeCalls(Catalogue catalogue, Predicate<Type> known) {
    this.catalogue = catalogue;
    this.known = known;
    this.types = new Types(catalogue);
    this.coercions = new Coercions(catalogue);
  }

  /**
   * The type that a call converts to, or could when its argument is undecided; else 0. Conversions
   * by a function are not meant: that function has the type's name and is found as such.
   */
  long target(Call call) {
    if (call.arguments().size() != 1 || !call.names().isEmpty()) {
      return Types.NONE;
    }
    var target =
        catalogue
            .type(call.name())
            .filter(type -> type.relation() == Types.NONE && known.test(type))
            .map(Type::oid)
            .orElse(Types.NONE);
    return target != Types.NONE && converts(call.arguments().getFirst(), target)
        ? target
        : Types.NONE;
  }

  private boolean converts(long source, long target) {
    if (source == Types.UNKNOWN || source == Types.UNDECIDED) {
      return true;
    }
    return switch (coercions.pathway(source, target, Cast.Context.EXPLICIT)) {
      case RELABEL -> true;
      case TEXT -> !(isRow(source) && types.string(target));
      case NONE, FUNCTION, ARRAY -> false;
    };
  }

  private boolean isRow(long type) {
    return type == Types.RECORD || (!Types.untyped(type) && types.composite(type));
  }
}
