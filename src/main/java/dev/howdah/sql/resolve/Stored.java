package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What PostgreSQL runs to make the value of an expression in a definition one of the type that it
 * is stored as: defaults, generated columns, bounds of partitions, conditions. Thread-safe as the
 * catalogue is.
 */
public final class Stored {

  /** A type that could not be found out. */
  public static final long UNDECIDED = Types.UNDECIDED;

  private final Catalogue catalogue;

  public Stored(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Whether a type takes its meaning from each call. */
  public static boolean polymorphic(long type) {
    return Types.polymorphic(type);
  }

  /** The type that is written so, an OID; {@link #UNDECIDED} when there is none. */
  public long type(Node name) {
    return reading(name).typeNames.find(name);
  }

  /** The type of an expression over some columns, an OID; {@link #UNDECIDED} when nobody knows. */
  public long type(Node expression, List<Relation.Column> columns) {
    var type = value(reading(expression), expression, columns).type();
    return Types.known(type) ? type : UNDECIDED;
  }

  /**
   * What becomes of an expression's value.
   *
   * @param columns that it may name
   * @param type what it is stored as, or {@link #UNDECIDED}
   * @param modifier of the type, -1 for none
   */
  public Uses as(Node expression, List<Relation.Column> columns, long type, int modifier) {
    var reading = reading(expression);
    var value = value(reading, expression, columns);
    reading.queries.store(value, type, modifier, expression.location());
    return reading.notes.analysis(List.of()).uses();
  }

  /**
   * What an expression uses, when everything in it is known for sure.
   *
   * @param columns that it may name
   */
  public Optional<Uses> certain(Node expression, List<Relation.Column> columns) {
    var reading = reading(expression);
    try {
      read(reading, expression, columns);
    } catch (Unsupported | UnknownName e) {
      return Optional.empty();
    }
    var analysis = reading.notes.analysis(List.of());
    var known = analysis.unknownColumns().isEmpty() && analysis.unknownTypes().isEmpty();
    var uses = analysis.uses();
    return known && uses.functions().stream().allMatch(Uses.FunctionUse::certain)
        ? Optional.of(uses)
        : Optional.empty();
  }

  /**
   * What becomes of a value of one type that is stored as one of another.
   *
   * @param from its type, or {@link #UNDECIDED}
   * @param modifier of the other type, -1 for none
   */
  public Uses as(long from, long type, int modifier) {
    Uses uses = Uses.none();
    var coercions = new Coercions(catalogue);
    note(coercions.functionsOf(from, type, Cast.Context.ASSIGNMENT), -1, uses);
    if (modifier >= 0 && Types.known(type)) {
      note(coercions.lengthFunctions(type), -1, uses);
    }
    if (coercions.printed(from, type, Cast.Context.ASSIGNMENT)) {
      uses.types().add(new Uses.TypeUse(new Types(catalogue).base(from), -1));
    }
    return uses;
  }

  /** What becomes of a value of which nothing is known. */
  public Uses anything(long type, Cast.Context context, int position) {
    Uses uses = Uses.none();
    note(new Coercions(catalogue).functionsOf(UNDECIDED, type, context), position, uses);
    return uses;
  }

  private static void note(Set<Long> functions, int position, Uses uses) {
    functions.forEach(each -> uses.functions().add(new Uses.FunctionUse(each, position, false)));
  }

  /** Whether a value of the type is a literal that takes any other, so that nothing is cast. */
  public boolean literal(Node expression) {
    return Types.untyped(value(reading(expression), expression, List.of()).type());
  }

  private Reading reading(Node part) {
    return new Reading(catalogue, Arguments.open(), part);
  }

  private static Value value(Reading reading, Node expression, List<Relation.Column> columns) {
    try {
      return read(reading, expression, columns);
    } catch (Unsupported | UnknownName e) {
      return Value.UNDECIDED;
    }
  }

  private static Value read(Reading reading, Node expression, List<Relation.Column> columns) {
    KnownFields.check(expression);
    var scope = new Scope(null);
    scope.add(
        Item.of(
            "",
            columns.stream()
                .map(column -> new Column(column.name(), Value.of(column.type()), List.of()))
                .toList()));
    return reading.expressions.read(expression, scope);
  }
}
