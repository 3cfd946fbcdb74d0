package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Conversions between two types: whether there is one, how it is done, and which functions it runs.
 * PostgreSQL manual, Type Conversion. Thread-safe as the catalogue is.
 */
final class Coercions {

  /** How a conversion is done. */
  enum Pathway {
    NONE,
    /** No work, or only a domain's constraints. */
    RELABEL,
    FUNCTION,
    /** Element by element. */
    ARRAY,
    /** By the output function of one type and the input function of the other. */
    TEXT
  }

  private final Catalogue catalogue;
  private final Types types;

  Coercions(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.types = new Types(catalogue);
  }

  /** How values of one type become values of another, both real types or untyped. */
  Pathway pathway(long from, long to, Cast.Context context) {
    var source = types.base(from);
    var target = types.base(to);
    if (source == target) {
      return Pathway.RELABEL;
    }
    var cast = source > 0 ? catalogue.cast(source, target) : Optional.<Cast>empty();
    if (cast.isPresent()) {
      return allowed(cast.get(), context) ? pathway(cast.get()) : Pathway.NONE;
    }
    return elementwise(source, target, context)
        ? Pathway.ARRAY
        : throughText(source, target, context) ? Pathway.TEXT : Pathway.NONE;
  }

  /** Whether a conversion runs the output function of the type that it is from. */
  boolean printed(long from, long to, Cast.Context context) {
    return Types.known(from) && Types.known(to) && pathway(from, to, context) == Pathway.TEXT;
  }

  private static Pathway pathway(Cast cast) {
    return switch (cast.method()) {
      case FUNCTION -> Pathway.FUNCTION;
      case TEXT -> Pathway.TEXT;
      case BINARY -> Pathway.RELABEL;
    };
  }

  private static boolean allowed(Cast cast, Cast.Context context) {
    return cast.context().compareTo(context) <= 0;
  }

  // The two vectors would otherwise capture conversions that are meant for arrays.
  private boolean elementwise(long source, long target, Cast.Context context) {
    if (target == Types.OIDVECTOR || target == Types.INT2VECTOR) {
      return false;
    }
    var from = types.element(source);
    var to = types.element(target);
    return from != Types.NONE && to != Types.NONE && pathway(from, to, context) != Pathway.NONE;
  }

  private boolean throughText(long source, long target, Cast.Context context) {
    return switch (context) {
      case IMPLICIT -> false;
      case ASSIGNMENT -> types.string(target);
      case EXPLICIT -> types.string(target) || types.string(source);
    };
  }

  /**
   * Whether PostgreSQL converts at all; a literal and an undecided expression may become anything.
   * {@code to} is not polymorphic.
   */
  boolean possible(long from, long to, Cast.Context context) {
    return from == to
        || to == Types.ANY
        || Types.untyped(from)
        || from == Types.UNDECIDED
        || to == Types.UNDECIDED
        || pathway(from, to, context) != Pathway.NONE
        || rows(from, to)
        || types.inherits(from, to)
        || types.perhapsTyped(from, to);
  }

  /**
   * Whether a conversion is possible in some cases only: for the rows of a table if it was made
   * from a composite type, and for a literal that is to be {@code internal} in older minor
   * versions.
   */
  boolean unsure(long from, long to) {
    if (Types.untyped(from)) {
      return to == Types.INTERNAL;
    }
    return Types.known(from)
        && Types.known(to)
        && types.perhapsTyped(from, to)
        && !types.inherits(from, to);
  }

  private boolean rows(long from, long to) {
    return (from == Types.RECORD && types.composite(to))
        || (to == Types.RECORD && types.composite(from))
        || (to == Types.RECORD_ARRAY && compositeArray(from));
  }

  private boolean compositeArray(long type) {
    var element = types.element(type);
    return element != Types.NONE && types.composite(element);
  }

  /**
   * OIDs of the functions that a conversion runs; none when there is no such conversion. Either
   * type may be {@link Types#UNDECIDED}; then all that it could run. A domain's constraints are not
   * among them, but the length conversion that a domain asks for is.
   */
  Set<Long> functionsOf(long from, long to, Cast.Context context) {
    Set<Long> found = new LinkedHashSet<>();
    collect(from, to, context, found);
    return found;
  }

  private void collect(long from, long to, Cast.Context context, Set<Long> found) {
    if ((from == to && from != Types.UNDECIDED) || to == Types.ANY || Types.polymorphic(to)) {
      return;
    }
    if (from == Types.UNDECIDED || to == Types.UNDECIDED) {
      collectOpen(from, to, context, found);
      return;
    }
    if (Types.untyped(from)) {
      found.addAll(representation(to));
      found.addAll(lengthOfDomain(to));
      return;
    }
    var source = types.base(from);
    var target = types.base(to);
    switch (pathway(from, to, context)) {
      case FUNCTION -> catalogue.cast(source, target).ifPresent(cast -> found.add(cast.function()));
      case ARRAY -> collect(types.element(source), types.element(target), context, found);
      case TEXT -> {
        found.addAll(representation(source));
        found.addAll(representation(target));
      }
      case RELABEL -> {}
      case NONE -> collectRow(from, target, context, found);
    }
    found.addAll(lengthOfDomain(to));
  }

  /** An anonymous row's fields may be of any type. */
  private void collectRow(long from, long target, Cast.Context context, Set<Long> found) {
    if (from == Types.RECORD && types.composite(target)) {
      catalogue
          .relation(types.get(target).relation())
          .columns()
          .forEach(
              column -> {
                if (column.modifier() >= 0) {
                  found.addAll(lengthFunctions(column.type()));
                }
                collect(Types.UNDECIDED, column.type(), context, found);
              });
    }
  }

  private void collectOpen(long from, long to, Cast.Context context, Set<Long> found) {
    for (var cast : catalogue.casts()) {
      if (allowed(cast, context)
          && couldBe(from, cast.source())
          && couldBe(to, cast.target())
          && cast.function() != Types.NONE) {
        found.add(cast.function());
      }
    }
    if (Types.known(to)) {
      found.addAll(representation(to));
      found.addAll(lengthOfDomain(to));
      var whole = types.base(to);
      if (couldBe(from, Types.RECORD) && types.composite(whole)) {
        collectRow(Types.RECORD, whole, context, found);
      }
    } else if (Types.known(from) && context != Cast.Context.IMPLICIT) {
      found.addAll(representation(from));
    }
  }

  private boolean couldBe(long type, long end) {
    if (type == Types.UNDECIDED || Types.untyped(type)) {
      return true;
    }
    var base = types.base(type);
    return base == end || (types.element(base) != Types.NONE && couldBe(types.element(base), end));
  }

  /**
   * OIDs of the functions that fit a value to a type's modifier, such as {@code varchar(10)}'s.
   * Arrays: their elements'.
   */
  Set<Long> lengthFunctions(long type) {
    var base = types.base(type);
    var element = types.element(base);
    var scalar = element == Types.NONE ? base : element;
    return catalogue
        .cast(scalar, scalar)
        .filter(cast -> cast.function() != Types.NONE)
        .map(cast -> Set.of(cast.function()))
        .orElse(Set.of());
  }

  private Set<Long> lengthOfDomain(long type) {
    for (var at = types.get(type); at.kind() == Type.Kind.DOMAIN; at = types.get(at.base())) {
      if (at.baseModifier() >= 0) {
        return lengthFunctions(type);
      }
    }
    return Set.of();
  }

  /**
   * OIDs of the functions that read or print a value: those of the type, and of what it is made of.
   * Built-in types have none.
   */
  Set<Long> representation(long type) {
    Set<Long> found = new LinkedHashSet<>();
    represent(type, found, new HashSet<>());
    return found;
  }

  private void represent(long oid, Set<Long> found, Set<Long> seen) {
    if (!Types.known(oid) || !seen.add(oid)) {
      return;
    }
    var type = types.get(oid);
    type.functions().stream().filter(this::ofItsOwn).forEach(found::add);
    represent(type.element(), found, seen);
    represent(type.base(), found, seen);
    if (type.relation() != Types.NONE) {
      catalogue.relation(type.relation()).columns().stream()
          .map(Relation.Column::type)
          .forEach(column -> represent(column, found, seen));
    }
  }

  /**
   * Those that came with the server do what they do for every type, and those that take its own
   * structures belong to indexes and sorting.
   */
  private boolean ofItsOwn(long function) {
    return function >= Types.FIRST_NORMAL_OID
        && catalogue
            .function(function)
            .map(each -> !each.arguments().contains(Types.INTERNAL))
            .orElse(true);
  }
}
