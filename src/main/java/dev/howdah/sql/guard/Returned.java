package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.resolve.Stored;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What becomes of the last query of a function in the language {@code sql}: it is converted to what
 * the function returns, by whatever cast assigns to that. No stored tree holds it. A polymorphic
 * function returns what its call makes of that, which may be anything.
 */
final class Returned {

  /** What is made of one column. */
  private static final Set<Type.Kind> SCALARS =
      EnumSet.of(Type.Kind.BASE, Type.Kind.ENUM, Type.Kind.RANGE, Type.Kind.MULTIRANGE);

  private final Catalogue catalogue;
  private final Set<Long> seen = new HashSet<>();
  private final Uses uses = Uses.none();

  Returned(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Every cast that is needed, or could be where that is not known, and every type that is made.
   *
   * @param columns types of the query's columns; none when they are not known
   */
  Uses uses(Function function, List<Long> columns) {
    long result = function.result();
    boolean known = columns.size() == 1 && SCALARS.contains(catalogue.type(result).kind());
    if (known) {
      uses.add(new Stored(catalogue).as(columns.getFirst(), result, -1));
    }
    add(result, known);
    function.outputs().forEach(output -> add(output.type(), known));
    return uses;
  }

  private void add(long oid, boolean known) {
    if (oid == 0 || !seen.add(oid)) {
      return;
    }
    uses.types().add(new TypeUse(oid, -1));
    if (Stored.polymorphic(oid)) {
      assigned(this::ofUsers);
    } else if (!known) {
      assigned(cast -> cast.target() == oid);
    }
    Type type = catalogue.type(oid);
    add(type.element(), known);
    add(type.base(), known);
    if (type.kind() == Type.Kind.COMPOSITE && type.relation() != 0) {
      catalogue.relation(type.relation()).columns().forEach(column -> add(column.type(), known));
    }
  }

  private void assigned(Predicate<Cast> which) {
    catalogue.casts().stream()
        .filter(cast -> cast.context() != Cast.Context.EXPLICIT && cast.function() != 0)
        .filter(which)
        .forEach(cast -> uses.functions().add(new FunctionUse(cast.function(), -1, false)));
  }

  /** Those of the server run nothing of anybody's; to some types they are closed, with these. */
  private boolean ofUsers(Cast cast) {
    return catalogue.function(cast.function()).filter(BuiltIns::holds).isEmpty();
  }
}
