package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import java.util.ArrayList;
import java.util.List;

/** The family of {@code anycompatible}: types that become a common one, and arrays of that. */
final class CompatibleTypes implements Polymorphism.Family {

  private final Types types;
  private final CommonTypes commonTypes;
  private final Multiranges multiranges;

  private final List<Long> found = new ArrayList<>();
  private boolean used;
  private boolean open;
  private boolean nonArray;
  private long common;
  private long range;
  private long multirange;

  CompatibleTypes(Catalogue catalogue) {
    this.types = new Types(catalogue);
    this.commonTypes = new CommonTypes(catalogue);
    this.multiranges = new Multiranges(catalogue);
  }

  @Override
  public boolean add(long declared, long actual) {
    used = true;
    nonArray |= declared == Types.ANYCOMPATIBLENONARRAY;
    open |= actual == Types.UNDECIDED;
    if (!Types.known(actual)) {
      return true;
    }
    if (declared == Types.ANYCOMPATIBLEARRAY) {
      return collect(types.element(types.base(actual)));
    }
    if (declared == Types.ANYCOMPATIBLERANGE) {
      return addRange(types.base(actual));
    }
    if (declared == Types.ANYCOMPATIBLEMULTIRANGE) {
      return addMultirange(types.base(actual));
    }
    return collect(actual);
  }

  private boolean collect(long type) {
    found.add(type);
    return type != Types.NONE;
  }

  private boolean addRange(long type) {
    if (range != Types.NONE) {
      return range == type;
    }
    range = type;
    return collect(types.subtype(type));
  }

  private boolean addMultirange(long type) {
    if (multirange != Types.NONE) {
      return multirange == type;
    }
    multirange = type;
    return types.range(type) != Types.NONE;
  }

  @Override
  public boolean agree() {
    if (multirange != Types.NONE && !addRange(types.range(multirange))) {
      return false;
    }
    if (found.isEmpty()) {
      common = open ? Types.UNDECIDED : Types.TEXT;
      return true;
    }
    common = commonTypes.of(found);
    if (common == Types.NONE) {
      return false;
    }
    if (open) {
      common = Types.UNDECIDED;
      return true;
    }
    return commonTypes.convertible(found, common)
        && !(nonArray && types.element(types.base(common)) != Types.NONE)
        && (range == Types.NONE || types.subtype(range) == common);
  }

  @Override
  public long meaning(long declared) {
    if (!used) {
      return declared;
    }
    long meaning;
    if (declared == Types.ANYCOMPATIBLEARRAY) {
      meaning = Types.known(common) ? types.array(common) : common;
    } else if (declared == Types.ANYCOMPATIBLERANGE) {
      meaning = range;
    } else if (declared == Types.ANYCOMPATIBLEMULTIRANGE) {
      meaning = multirange != Types.NONE ? multirange : multiranges.of(range);
    } else {
      meaning = common;
    }
    return meaning == Types.NONE ? Types.UNDECIDED : meaning;
  }
}
