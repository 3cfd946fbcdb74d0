package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.HashSet;
import java.util.Set;

/**
 * What becomes of the last query of a function in the language {@code sql}: it is converted to what
 * the function returns, by whatever cast assigns to that. No stored tree holds it.
 */
final class Returned {

  private final Catalogue catalogue;
  private final Set<Long> seen = new HashSet<>();
  private final Uses uses = Uses.none();

  Returned(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Every cast that could be needed, and every type that is made. */
  Uses uses(Function function) {
    add(function.result());
    function.outputs().forEach(output -> add(output.type()));
    return uses;
  }

  private void add(long oid) {
    if (oid == 0 || !seen.add(oid)) {
      return;
    }
    uses.types().add(new TypeUse(oid, -1));
    catalogue.casts().stream()
        .filter(cast -> cast.target() == oid && cast.function() != 0)
        .filter(cast -> cast.context() != Cast.Context.EXPLICIT)
        .forEach(cast -> uses.functions().add(new FunctionUse(cast.function(), -1, false)));
    Type type = catalogue.type(oid);
    add(type.element());
    add(type.base());
    if (type.kind() == Type.Kind.COMPOSITE && type.relation() != 0) {
      catalogue.relation(type.relation()).columns().forEach(column -> add(column.type()));
    }
  }
}
