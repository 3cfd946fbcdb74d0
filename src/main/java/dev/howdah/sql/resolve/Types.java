package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * What the rules of type conversion ask about types. Thread-safe as the catalogue is.
 *
 * <p>A type is its OID. Three more values stand for expressions whose type is not given: {@link
 * #UNKNOWN}, {@link #PARAMETER} and {@link #UNDECIDED}.
 */
final class Types {

  /** An expression whose type we could not find out. */
  static final long UNDECIDED = -1;

  /** A parameter {@code $n} that nothing has given a type yet. */
  static final long PARAMETER = -2;

  static final long NONE = 0;

  /** A literal without a type: {@code 'x'} or {@code null}. */
  static final long UNKNOWN = 705;

  static final long BOOL = 16;
  static final long INT2VECTOR = 22;
  static final long TEXT = 25;
  static final long OIDVECTOR = 30;
  static final long TEXT_ARRAY = 1009;
  static final long RECORD = 2249;
  static final long RECORD_ARRAY = 2287;
  static final long ANY = 2276;
  static final long INTERNAL = 2281;

  /** What came with the server has lower ones (PostgreSQL, OID Assignment). */
  static final long FIRST_NORMAL_OID = 16384;

  static final long ANYARRAY = 2277;
  static final long ANYELEMENT = 2283;
  static final long ANYNONARRAY = 2776;
  static final long ANYENUM = 3500;
  static final long ANYRANGE = 3831;
  static final long ANYMULTIRANGE = 4537;
  static final long ANYCOMPATIBLE = 5077;
  static final long ANYCOMPATIBLEARRAY = 5078;
  static final long ANYCOMPATIBLENONARRAY = 5079;
  static final long ANYCOMPATIBLERANGE = 5080;
  static final long ANYCOMPATIBLEMULTIRANGE = 4538;

  private static final char STRINGS = 'S';

  private final Catalogue catalogue;

  Types(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Whether it is one of the pseudo-types that take their meaning from the arguments. */
  static boolean polymorphic(long type) {
    return elementLike(type)
        || type == ANYARRAY
        || type == ANYRANGE
        || type == ANYMULTIRANGE
        || compatible(type);
  }

  /**
   * Whether the body of a function makes values of types that only its call has: where the body is
   * read they are not known. What an aggregate runs may be of that kind, whatever it takes itself.
   */
  static boolean opened(Function function) {
    return function.oid() >= FIRST_NORMAL_OID
        && (function.kind() == Function.Kind.AGGREGATE
            || (function.language().equals("sql")
                && function.arguments().stream().anyMatch(Types::polymorphic)));
  }

  /** Whether there may be such a function behind an operator. */
  static boolean opened(Operator operator) {
    return operator.oid() >= FIRST_NORMAL_OID
        && (polymorphic(operator.left()) || polymorphic(operator.right()));
  }

  static boolean elementLike(long type) {
    return type == ANYELEMENT || type == ANYNONARRAY || type == ANYENUM;
  }

  /** Whether it is of the {@code anycompatible} family. */
  static boolean compatible(long type) {
    return type == ANYCOMPATIBLE
        || type == ANYCOMPATIBLEARRAY
        || type == ANYCOMPATIBLENONARRAY
        || type == ANYCOMPATIBLERANGE
        || type == ANYCOMPATIBLEMULTIRANGE;
  }

  /** Whether an argument stays as it is, whatever its type, where a type is declared. */
  static boolean takesAsIs(long declared, long actual) {
    return declared == ANY || (polymorphic(declared) && !compatible(declared) && !untyped(actual));
  }

  /** Whether an expression still takes whatever type its surroundings want. */
  static boolean untyped(long type) {
    return type == UNKNOWN || type == PARAMETER;
  }

  /** Whether it is a type's OID. */
  static boolean known(long type) {
    return type > 0 && type != UNKNOWN;
  }

  /** What a domain is over, through all levels; any other type is its own base. */
  long base(long type) {
    var base = type;
    while (base > 0 && catalogue.type(base).kind() == Type.Kind.DOMAIN) {
      base = catalogue.type(base).base();
    }
    return base;
  }

  Type get(long type) {
    return catalogue.type(type);
  }

  char category(long type) {
    return untyped(type) ? 'X' : catalogue.type(type).category();
  }

  boolean preferred(long type) {
    return !untyped(type) && catalogue.type(type).preferred();
  }

  boolean string(long type) {
    return category(type) == STRINGS;
  }

  /** The element type of an array, 0 for everything else, also for a domain over an array. */
  long element(long type) {
    return untyped(type) ? NONE : catalogue.type(type).element();
  }

  /** The array type over a type, 0 when there is none. */
  long array(long type) {
    return catalogue.type(type).array();
  }

  /** The subtype of a range, else 0. */
  long subtype(long range) {
    var type = catalogue.type(range);
    return type.kind() == Type.Kind.RANGE ? type.base() : NONE;
  }

  /** The range of a multirange, else 0. */
  long range(long multirange) {
    var type = catalogue.type(multirange);
    return type.kind() == Type.Kind.MULTIRANGE ? type.base() : NONE;
  }

  boolean isEnum(long type) {
    return catalogue.type(type).kind() == Type.Kind.ENUM;
  }

  /** Whether it is a row type, or a domain over one; not {@code record}. */
  boolean composite(long type) {
    return relation(type) != NONE;
  }

  /** Whether rows of one type are rows of the other by inheritance; a domain over a row also is. */
  boolean inherits(long type, long ancestor) {
    var from = relation(type);
    var to = untyped(ancestor) ? NONE : catalogue.type(ancestor).relation();
    if (from == NONE || to == NONE) {
      return false;
    }
    Set<Long> seen = new HashSet<>();
    var open = new ArrayDeque<Long>();
    open.add(from);
    while (!open.isEmpty()) {
      var relation = open.remove();
      if (relation == to) {
        return true;
      }
      if (seen.add(relation)) {
        open.addAll(catalogue.relation(relation).parents());
      }
    }
    return false;
  }

  /**
   * Whether a table may have been made {@code OF} a composite type: it has the same columns. The
   * catalogue does not say more.
   */
  boolean perhapsTyped(long table, long composite) {
    var from = relation(table);
    var to = untyped(composite) ? NONE : catalogue.type(composite).relation();
    if (from == NONE || to == NONE || from == to) {
      return false;
    }
    var template = catalogue.relation(to);
    if (template.kind() != Relation.Kind.COMPOSITE) {
      return false;
    }
    var columns = catalogue.relation(from).columns();
    return columns.size() == template.columns().size()
        && template.columns().stream()
            .allMatch(
                wanted ->
                    columns.stream()
                        .anyMatch(
                            column ->
                                column.name().equals(wanted.name())
                                    && column.type() == wanted.type()));
  }

  private long relation(long type) {
    return untyped(type) ? NONE : catalogue.type(base(type)).relation();
  }
}
