package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Type;

/**
 * Finds a range's multirange, which the catalogue only knows the other way round: by the name that
 * PostgreSQL gives it.
 */
final class Multiranges {

  private static final int LONGEST_NAME = 63;

  private final Catalogue catalogue;

  Multiranges(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The multirange over a range; 0 when it was given a name of its own. */
  long of(long range) {
    if (!Types.known(range)) {
      return Types.NONE;
    }
    var type = catalogue.type(range);
    var name = type.name();
    var at = name.indexOf("range");
    var multirange =
        at < 0 ? name + "_multirange" : name.substring(0, at) + "multi" + name.substring(at);
    return multirange.length() > LONGEST_NAME
        ? Types.NONE
        : catalogue
            .type(Identifier.of(type.schema(), multirange))
            .filter(found -> found.kind() == Type.Kind.MULTIRANGE && found.base() == range)
            .map(Type::oid)
            .orElse(Types.NONE);
  }
}
