package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;

/** The family of {@code anyelement}: the same type, and arrays and ranges of exactly that type. */
final class SameTypes implements Polymorphism.Family {

  private final Types types;
  private final Multiranges multiranges;

  private boolean used;
  private boolean open;
  private boolean nonArray;
  private boolean enumeration;
  private long element;
  private long array;
  private long range;
  private long multirange;

  SameTypes(Catalogue catalogue) {
    this.types = new Types(catalogue);
    this.multiranges = new Multiranges(catalogue);
  }

  @Override
  public boolean add(long declared, long actual) {
    used = true;
    nonArray |= declared == Types.ANYNONARRAY;
    enumeration |= declared == Types.ANYENUM;
    open |= actual == Types.UNDECIDED;
    if (!Types.known(actual)) {
      return true;
    }
    if (declared == Types.ANYARRAY) {
      var before = array;
      array = types.base(actual);
      return same(before, array);
    }
    if (declared == Types.ANYRANGE) {
      var before = range;
      range = types.base(actual);
      return same(before, range);
    }
    if (declared == Types.ANYMULTIRANGE) {
      var before = multirange;
      multirange = types.base(actual);
      return same(before, multirange);
    }
    var before = element;
    element = actual;
    return same(before, element);
  }

  private static boolean same(long before, long now) {
    return before == Types.NONE || before == now;
  }

  // A column of pg_stats is declared anyarray itself, and matches without an element type.
  @Override
  public boolean agree() {
    if (array != Types.NONE && array != Types.ANYARRAY && !elementIs(types.element(array))) {
      return false;
    }
    if (multirange != Types.NONE) {
      var inner = types.range(multirange);
      if (inner == Types.NONE || !same(range, inner)) {
        return false;
      }
      range = inner;
    }
    if (range != Types.NONE && !elementIs(types.subtype(range))) {
      return false;
    }
    if (element == Types.NONE) {
      return !enumeration || open;
    }
    return !(nonArray && types.element(types.base(element)) != Types.NONE)
        && !(enumeration && !types.isEnum(element));
  }

  private boolean elementIs(long type) {
    var before = element;
    element = type;
    return type != Types.NONE && same(before, type);
  }

  @Override
  public long meaning(long declared) {
    if (!used) {
      return declared;
    }
    long meaning;
    if (declared == Types.ANYARRAY) {
      meaning = array != Types.NONE || element == Types.NONE ? array : types.array(element);
    } else if (declared == Types.ANYRANGE) {
      meaning = range;
    } else if (declared == Types.ANYMULTIRANGE) {
      meaning = multirange != Types.NONE ? multirange : multiranges.of(range);
    } else {
      meaning = element;
    }
    return meaning == Types.NONE ? Types.UNDECIDED : meaning;
  }
}
