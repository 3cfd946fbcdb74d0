package dev.howdah.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type.
 *
 * @param category {@code typcategory}
 * @param relation the OID of the relation whose rows it describes, 0 for none
 * @param element the element type of a true array (subscripted as arrays are), else 0
 * @param array the type of arrays of it, 0 for none
 * @param base what a domain is over, or a range's or multirange's subtype (a multirange's is the
 *     range), 0 for none
 * @param baseModifier {@code typtypmod} of a domain, else -1
 * @param functions OIDs of functions that run wherever values of it appear: input, output and
 *     modifiers, those of its default operator classes, a range's own; only for types that are not
 *     built in
 * @param checks stored trees of a domain's constraints
 * @param extension the name of the extension that it belongs to
 */
public record Type(
    long oid,
    String schema,
    String name,
    Kind kind,
    char category,
    boolean preferred,
    long relation,
    long element,
    long array,
    long base,
    int baseModifier,
    List<Long> functions,
    List<String> checks,
    @Nullable String extension) {

  /** {@code pg_type.typtype}. */
  public enum Kind {
    BASE,
    COMPOSITE,
    DOMAIN,
    ENUM,
    PSEUDO,
    RANGE,
    MULTIRANGE
  }

  public Type {
    functions = List.copyOf(functions);
    checks = List.copyOf(checks);
  }
}
