package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Casts that built-in functions look up by the type of what they are given: those that make JSON
 * run a type's cast to {@code json} (PostgreSQL's {@code json_categorize_type}), and some that are
 * written in SQL, {@code ||} among them, cast to {@code text}. Thread-safe as the catalogue is.
 *
 * <p>What comes out are the OIDs of the functions that do the casts.
 */
public final class OwnCasts {

  private static final Pattern TO_JSON =
      Pattern.compile(
          "to_jsonb?|row_to_json|array_to_json|jsonb?_(?:build_array|build_object|agg|object_agg)(?:_\\w+)?");

  private static final Set<String> TO_TEXT =
      Set.of("quote_literal", "quote_nullable", "textanycat", "anytextcat");

  private final Catalogue catalogue;
  private final Types types;
  private final Coercions coercions;

  public OwnCasts(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.types = new Types(catalogue);
    this.coercions = new Coercions(catalogue);
  }

  /**
   * What a function may run when nothing is known of its arguments but the types that may be among
   * them, or in them.
   */
  public Set<Long> among(Function function, Collection<Long> given) {
    var json = makesJson(function);
    var text = makesText(function);
    if (!json && !text) {
      return Set.of();
    }
    Set<Long> within = new HashSet<>();
    given.forEach(type -> collect(type, within));
    Set<Long> found = new LinkedHashSet<>();
    catalogue.casts().stream()
        .filter(cast -> within.contains(cast.source()))
        .filter(
            cast ->
                (json && cast.target() == BuiltIn.JSON) || (text && cast.target() == BuiltIn.TEXT))
        .map(Cast::function)
        .forEach(found::add);
    return found;
  }

  /** Whether it makes JSON of every argument; an aggregate does if its transition does. */
  boolean makesJson(Function function) {
    return stepsOf(function).anyMatch(each -> TO_JSON.matcher(each.name()).matches());
  }

  /** Whether it casts every argument that is declared polymorphic to text. */
  boolean makesText(Function function) {
    return stepsOf(function)
        .anyMatch(
            each ->
                TO_TEXT.contains(each.name())
                    && each.arguments().stream().anyMatch(Types::polymorphic));
  }

  /** Itself and what an aggregate runs, as far as it came with the server. */
  private Stream<Function> stepsOf(Function function) {
    return Stream.concat(
            Stream.of(function),
            function.support().stream().flatMap(oid -> catalogue.function(oid).stream()))
        .filter(each -> each.oid() < Types.FIRST_NORMAL_OID);
  }

  /** What making JSON of a value runs; any cast to it where the type is not known. */
  Set<Long> toJson(long type) {
    Set<Long> found = new LinkedHashSet<>();
    if (Types.untyped(type)) {
      return found;
    }
    if (open(type) || type == Types.RECORD || type == Types.RECORD_ARRAY) {
      catalogue.casts().stream()
          .filter(cast -> cast.target() == BuiltIn.JSON)
          .map(Cast::function)
          .forEach(found::add);
      return found;
    }
    Set<Long> within = new HashSet<>();
    json(type, within, found);
    return found;
  }

  /** What casting a value to text runs. */
  Set<Long> toText(long type) {
    return Types.untyped(type)
        ? Set.of()
        : coercions.functionsOf(
            open(type) ? Types.UNDECIDED : type, BuiltIn.TEXT, Cast.Context.EXPLICIT);
  }

  private static boolean open(long type) {
    return type == Types.UNDECIDED || type == Types.ANY || Types.polymorphic(type);
  }

  /** Arrays and rows become JSON part by part, whatever casts they have themselves. */
  private void json(long type, Set<Long> seen, Set<Long> found) {
    var base = types.base(type);
    if (!Types.known(base) || !seen.add(base)) {
      return;
    }
    if (types.element(base) != Types.NONE) {
      json(types.element(base), seen, found);
    } else if (types.composite(base)) {
      catalogue
          .relation(types.get(base).relation())
          .columns()
          .forEach(column -> json(column.type(), seen, found));
    } else if (base == Types.RECORD) {
      found.addAll(toJson(Types.RECORD));
    } else if (base >= Types.FIRST_NORMAL_OID) {
      catalogue
          .cast(base, BuiltIn.JSON)
          .filter(cast -> cast.function() != Types.NONE)
          .ifPresent(cast -> found.add(cast.function()));
    }
  }

  private void collect(long type, Set<Long> found) {
    if (!Types.known(type) || !found.add(type)) {
      return;
    }
    collect(types.element(type), found);
    collect(types.base(type), found);
    if (types.get(type).relation() != Types.NONE) {
      catalogue
          .relation(types.get(type).relation())
          .columns()
          .forEach(column -> collect(column.type(), found));
    }
  }
}
