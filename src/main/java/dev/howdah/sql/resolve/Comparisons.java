package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.OperatorClass;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What comparing and hashing of values runs: functions that take arrays, rows and ranges of any
 * type, such as {@code @>} and {@code max}, run the operator classes of what is within. Thread-safe
 * as the catalogue is.
 */
final class Comparisons {

  /** Built-in functions of any type that never compare; all others are taken to do so. */
  private static final Pattern NEVER =
      Pattern.compile(
          "any(_value|array_|compatible|element_|enum_|nonarray_|range_|multirange_|textcat).*"
              + "|array_(agg|append|cat|dims|fill|length|lower|ndims|out|prepend|reverse|sample|send"
              + "|shuffle|to_json|to_string|upper)|array_agg_.*|trim_array|cardinality|unnest"
              + "|generate_subscripts|first_value|last_value|nth_value|lag|lead|enum_.*"
              + "|isempty|(lower|upper)(_inc|_inf)?|(multi)?range_(out|send)"
              + "|record_(image_.*|out|send)|btrecordimagecmp|quote_(literal|nullable)|textanycat"
              + "|row_to_json|to_jsonb?|jsonb?_agg.*|jsonb?_populate_record(set)?");

  private static final Set<String> METHODS = Set.of("btree", "hash");

  private final Catalogue catalogue;
  private final Types types;

  Comparisons(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.types = new Types(catalogue);
  }

  /** Whether a function may compare what it is given, or what is within. */
  static boolean compares(Function function) {
    return function.arguments().stream()
            .anyMatch(type -> Types.polymorphic(type) || type == Types.RECORD)
        && !(function.oid() < Types.FIRST_NORMAL_OID && NEVER.matcher(function.name()).matches());
  }

  /** What comparing values of a type runs. */
  Uses of(long type, int position) {
    Uses uses = Uses.none();
    collect(type, position, new HashSet<>(), uses);
    return uses;
  }

  private void collect(long type, int position, Set<Long> seen, Uses uses) {
    if (type == Types.NONE || Types.untyped(type)) {
      return;
    }
    if (open(type)) {
      any(position, uses);
      return;
    }
    var base = types.base(type);
    if (!seen.add(base)) {
      return;
    }
    Type of = types.get(base);
    if (of.element() != Types.NONE || of.relation() != Types.NONE) {
      of.functions().forEach(each -> uses.functions().add(new FunctionUse(each, position, false)));
    } else if (!of.functions().isEmpty()) {
      uses.types().add(new TypeUse(base, position));
    }
    collect(of.element(), position, seen, uses);
    collect(of.base(), position, seen, uses);
    if (of.relation() != Types.NONE) {
      catalogue
          .relation(of.relation())
          .columns()
          .forEach(column -> collect(column.type(), position, seen, uses));
    }
  }

  private static boolean open(long type) {
    return type == Types.UNDECIDED
        || type == Types.RECORD
        || type == Types.RECORD_ARRAY
        || type == Types.ANY
        || Types.polymorphic(type);
  }

  /** Nothing is known of what is compared: it may be of any type, by any class of a range's. */
  private void any(int position, Uses uses) {
    catalogue.operatorClasses().stream()
        .filter(each -> METHODS.contains(each.method()))
        .forEach(each -> anyOf(each, position, uses));
  }

  private static void anyOf(OperatorClass each, int position, Uses uses) {
    if (each.standard()) {
      uses.types().add(new TypeUse(each.type(), position));
    } else {
      each.functions()
          .forEach(function -> uses.functions().add(new FunctionUse(function, position, false)));
    }
  }
}
