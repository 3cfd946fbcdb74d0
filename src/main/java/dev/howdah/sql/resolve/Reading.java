package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The reading of one statement: the parts that read its pieces find each other here. */
final class Reading {

  private static final int MOST_LEVELS = 600;
  private static final int MOST_ROWS = 10_000;

  final Catalogue catalogue;
  final Predicate<Relation> known;
  final Predicate<Function> callable;
  final Notes notes = new Notes();
  final Types types;
  final Overloads overloads;
  final Coercions coercions;
  final CommonTypes common;
  final TypeNames typeNames;
  final Parameters parameters;
  final Rows rows;
  final Names names;
  final Expressions expressions;
  final Queries queries;
  final FromClause from;
  final TargetList targets;
  final SortClauses sorts;
  final Makers makers;
  private int level;
  private int rowsSeen;

  Reading(
      Catalogue catalogue,
      Arguments arguments,
      Predicate<Relation> known,
      Predicate<Function> callable,
      Node statement) {
    this.catalogue = catalogue;
    this.known = known;
    this.callable = callable;
    this.types = new Types(catalogue);
    this.overloads = new Overloads(catalogue, this::knows);
    this.coercions = new Coercions(catalogue);
    this.common = new CommonTypes(catalogue);
    this.typeNames = new TypeNames(this);
    this.parameters = new Parameters(this, arguments, statement);
    this.rows = new Rows(this);
    this.names = new Names(this);
    this.expressions = new Expressions(this);
    this.queries = new Queries(this);
    this.from = new FromClause(this);
    this.targets = new TargetList(this);
    this.sorts = new SortClauses(this);
    this.makers = new Makers(this);
  }

  /** One level deeper. */
  void enter(Node node) {
    if (++level > MOST_LEVELS) {
      throw new Unsupported("nesting as deep as this", node.location());
    }
  }

  /** Looks into a row, whose fields can be rows in their turn, many times the same. */
  void enter(Value row, int position) {
    if (row.row() != null && ++rowsSeen > MOST_ROWS) {
      throw new Unsupported("rows of rows as large as these", position);
    }
  }

  void leave() {
    level--;
  }

  /** Notes the conversion of a value, and gives what it becomes. */
  Value convert(Value from, long to, Cast.Context context, int position) {
    if (from.type() == to && Types.known(to)) {
      return from;
    }
    notes.type(to, position);
    enter(from, position);
    var fields = from.row();
    var target = composite(to);
    if (from.type() == Types.RECORD && fields != null && target.isPresent()) {
      notes.type(types.base(to), position);
      var columns = target.get().columns();
      for (var i = 0; i < Math.min(columns.size(), fields.size()); i++) {
        if (columns.get(i).modifier() >= 0) {
          notes.functions(coercions.lengthFunctions(columns.get(i).type()), position, true);
        }
        convert(fields.get(i).value(), columns.get(i).type(), context, position);
      }
      return Value.of(to);
    }
    if (coercions.printed(from.type(), to, context)) {
      notes.type(types.base(from.type()), position);
    }
    var certain = !from.undecided() && to != Types.UNDECIDED;
    notes.functions(coercions.functionsOf(from.type(), to, context), position, certain);
    return Value.of(to);
  }

  /** Notes the conversion of several values to their common type, and gives that. */
  Value unite(List<Value> values, int position) {
    var type = common.of(values.stream().map(Value::type).toList());
    var united = type == Types.NONE ? Types.UNDECIDED : type;
    values.forEach(value -> convert(value, united, Cast.Context.IMPLICIT, position));
    return values.stream()
        .filter(value -> value.type() == united)
        .findFirst()
        .orElse(Value.of(united));
  }

  /** Whether the caller may know of a type: of the relation whose rows it or its elements are. */
  boolean knows(Type type) {
    return (type.element() == Types.NONE || knows(catalogue.type(type.element())))
        && (type.relation() == Types.NONE || known.test(catalogue.relation(type.relation())));
  }

  /** Whether a type has that name of which the caller may not know. */
  boolean hides(Identifier name) {
    return catalogue.type(name).filter(type -> !knows(type)).isPresent();
  }

  /** The relation whose rows a type describes. */
  Optional<Relation> composite(long type) {
    if (!Types.known(type)) {
      return Optional.empty();
    }
    var base = types.get(types.base(type));
    return base.relation() == Types.NONE
        ? Optional.empty()
        : Optional.of(catalogue.relation(base.relation()));
  }

  /** A node that must be there. */
  static Node required(@Nullable Node node, Node parent) {
    if (node == null) {
      throw new Unsupported(parent.kind() + " without a part", parent.location());
    }
    return node;
  }
}
