package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields of composite values, and functions in attribute notation. */
final class Rows {

  private final Reading reading;

  Rows(Reading reading) {
    this.reading = reading;
  }

  /** The fields of a composite value; null when it is none, or its fields are not known. */
  @Nullable List<Column> columns(Value value) {
    if (value.whole() != null) {
      return value.whole().columns();
    }
    if (value.row() != null) {
      return value.row().stream().map(Column::of).toList();
    }
    return reading.composite(value.type()).map(Rows::columns).orElse(null);
  }

  // Also of a row that a function made: a column is its column wherever it comes out.
  private static List<Column> columns(Relation relation) {
    var kept = relation.kind() != Relation.Kind.COMPOSITE;
    return relation.columns().stream()
        .map(
            column ->
                new Column(
                    column.name(),
                    Value.of(column.type()),
                    kept
                        ? List.of(new Origin(relation.oid(), column.number()))
                        : List.<Origin>of()))
        .toList();
  }

  /** Whether a value may have fields at all. */
  boolean composite(Value value) {
    return value.whole() != null
        || value.row() != null
        || value.type() == Types.RECORD
        || value.undecided()
        || reading.composite(value.type()).isPresent();
  }

  /** A field of a value, noted; empty when it has no such field. */
  Optional<Value> field(Value value, String name, int position) {
    var columns = columns(value);
    if (columns == null) {
      return Optional.empty();
    }
    var found = columns.stream().filter(column -> column.name().equals(name)).toList();
    found.forEach(column -> reading.notes.read(column.origins(), position));
    if (found.isEmpty() && value.whole() != null) {
      return Names.systemColumn(value.whole(), name)
          .map(
              column -> {
                reading.notes.read(column.origins(), position);
                return column.value();
              });
    }
    return found.size() == 1
        ? Optional.of(found.getFirst().value())
        : found.isEmpty() ? Optional.empty() : Optional.of(Value.UNDECIDED);
  }

  /** {@code (value).name}: a field, or a function of that name. Empty when it is neither. */
  Optional<Value> attribute(Value value, String name, int position) {
    var field = field(value, name, position);
    if (field.isPresent()) {
      return field;
    }
    var call = Call.of(Identifier.of(name), List.of(value.type()));
    var resolution = reading.overloads.function(call);
    if (resolution.missing()) {
      return value.undecided() && !reading.hides(call.name())
          ? Optional.of(Value.UNDECIDED)
          : Optional.empty();
    }
    reading.notes.call(resolution, call.arguments(), position);
    reading.makers.note(resolution.candidates(), List.of(value), position);
    return Optional.of(Calls.result(reading, resolution, call));
  }

  /** {@code (value).a[1].b} */
  Value indirection(Node node, Value base, Scope scope) {
    return steps(node, node.list("indirection"), base, scope);
  }

  Value steps(Node node, List<Node> steps, Value base, Scope scope) {
    var value = base;
    for (var i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      switch (step.kind()) {
        case "String" -> {
          var name = TypeNames.text(step, node);
          var found = attribute(value, name, node.location());
          if (found.isEmpty() && columns(value) == null) {
            reading.notes.unknownFunction(Identifier.of(name), node.location());
          } else if (found.isEmpty()) {
            reading.notes.unknown(name, node.location());
          }
          value = found.orElse(Value.UNDECIDED);
        }
        case "A_Indices" -> {
          var first = i;
          while (i + 1 < steps.size() && steps.get(i + 1).is("A_Indices")) {
            i++;
          }
          value = subscript(value, steps.subList(first, i + 1), scope, node.location());
        }
        default -> throw new Unsupported(step.kind(), node.location());
      }
    }
    return value;
  }

  /** What subscripts, or slices, of a container give. */
  Value subscript(Value container, List<Node> indices, Scope scope, int position) {
    var slice = false;
    for (var index : indices) {
      slice |= index.flag("is_slice");
      for (var bound : new @Nullable Node[] {index.node("lidx"), index.node("uidx")}) {
        if (bound != null) {
          reading.expressions.assign(bound, BuiltIn.INT4, scope);
        }
      }
    }
    if (!Types.known(container.type())) {
      return Value.UNDECIDED;
    }
    reading.notes.type(container.type(), position);
    var base = reading.types.base(container.type());
    if (base == BuiltIn.JSONB) {
      return Value.of(BuiltIn.JSONB);
    }
    var element = reading.types.element(base);
    if (element == Types.NONE) {
      return Value.UNDECIDED;
    }
    return Value.of(slice ? base : element);
  }
}
