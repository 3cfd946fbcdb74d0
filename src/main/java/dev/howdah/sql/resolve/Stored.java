package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Set;

/**
 * What PostgreSQL runs to make the value of an expression in a definition one of the type that it
 * is stored as: defaults, generated columns, bounds of partitions, conditions. Thread-safe as the
 * catalogue is.
 */
public final class Stored {

  /** A type that could not be found out. */
  public static final long UNDECIDED = Types.UNDECIDED;

  /**
   * What an expression uses, as far as that is known.
   *
   * @param uses all that it may use, but for what its names may stand for where it is not certain
   * @param certain whether everything in it is known for sure
   */
  public record Meaning(Uses uses, boolean certain) {}

  private final Catalogue catalogue;
  private final String table;

  public Stored(Catalogue catalogue) {
    this(catalogue, "");
  }

  /**
   * For the expressions of one table.
   *
   * @param table what it is called in them, empty where it has no name
   */
  public Stored(Catalogue catalogue, String table) {
    this.catalogue = catalogue;
    this.table = table;
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
   * What an expression uses. Of one that could not be read to its end, any conversion that is not
   * written may be part.
   *
   * @param columns that it may name
   */
  public Meaning meaning(Node expression, List<Relation.Column> columns) {
    var reading = reading(expression);
    try {
      read(reading, expression, columns);
    } catch (Unsupported | UnknownName e) {
      var uses = reading.notes.analysis(List.of()).uses();
      uses.add(conversions(UNDECIDED, UNDECIDED, Cast.Context.ASSIGNMENT, expression.location()));
      columns.stream()
          .filter(column -> Types.known(column.type()))
          .forEach(column -> uses.types().add(new Uses.TypeUse(column.type(), -1)));
      return new Meaning(uses, false);
    }
    var analysis = reading.notes.analysis(List.of());
    var known = analysis.unknownColumns().isEmpty() && analysis.unknownTypes().isEmpty();
    var uses = analysis.uses();
    return new Meaning(
        uses, known && uses.functions().stream().allMatch(Uses.FunctionUse::certain));
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

  /** What a conversion runs where it is allowed; either type may be {@link #UNDECIDED}. */
  public Uses conversions(long from, long to, Cast.Context context, int position) {
    Uses uses = Uses.none();
    note(new Coercions(catalogue).functionsOf(from, to, context), position, uses);
    return uses;
  }

  /** What makes values of one type comparable with a key of another, or of what that passes for. */
  public Uses compared(long from, long key) {
    var uses = conversions(from, key, Cast.Context.IMPLICIT, -1);
    if (Types.known(from) && Types.known(key)) {
      var types = new Types(catalogue);
      catalogue.casts().stream()
          .filter(cast -> cast.context() == Cast.Context.IMPLICIT)
          .filter(cast -> cast.source() == types.base(from))
          .filter(cast -> passesFor(types.base(key), cast.target()))
          .forEach(cast -> note(Set.of(cast.function()), -1, uses));
    }
    return uses;
  }

  private boolean passesFor(long type, long other) {
    return catalogue
        .cast(type, other)
        .filter(cast -> cast.method() == Cast.Method.BINARY)
        .isPresent();
  }

  private static void note(Set<Long> functions, int position, Uses uses) {
    functions.forEach(each -> uses.functions().add(new Uses.FunctionUse(each, position, false)));
  }

  /** Whether a value of the type is a literal that takes any other, so that nothing is cast. */
  public boolean literal(Node expression) {
    return Types.untyped(value(reading(expression), expression, List.of()).type());
  }

  private Reading reading(Node part) {
    return new Reading(catalogue, Arguments.open(), relation -> true, function -> true, part);
  }

  private Value value(Reading reading, Node expression, List<Relation.Column> columns) {
    try {
      return read(reading, expression, columns);
    } catch (Unsupported | UnknownName e) {
      return Value.UNDECIDED;
    }
  }

  private Value read(Reading reading, Node expression, List<Relation.Column> columns) {
    KnownFields.check(expression);
    refuseStars(expression);
    var scope = new Scope(null);
    // Of its row's type nothing is said: the columns may be more, and in another order.
    scope.add(
        new Item(
            table,
            true,
            null,
            columns.stream()
                .map(column -> new Column(column.name(), Value.of(column.type()), List.of()))
                .toList(),
            UNDECIDED,
            List.of(),
            0));
    return reading.expressions.read(expression, scope);
  }

  private static void refuseStars(Node node) {
    if (node.is("A_Star")) {
      throw new Unsupported("a star in a definition", node.location());
    }
    node.children().forEach(Stored::refuseStars);
  }
}
