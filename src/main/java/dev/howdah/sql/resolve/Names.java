package dev.howdah.sql.resolve;

import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ColumnRef}: columns, whole rows, functions in attribute notation, and arguments. */
final class Names {

  private static final Map<String, Integer> SYSTEM =
      Map.of("ctid", -1, "xmin", -2, "cmin", -3, "xmax", -4, "cmax", -5, "tableoid", -6);

  private final Reading reading;

  Names(Reading reading) {
    this.reading = reading;
  }

  /** Whether it ends in a star. */
  static boolean starred(Node reference) {
    return reference.list("fields").getLast().is("A_Star");
  }

  /** The value of a reference; a star that is not to be expanded is a whole row. */
  Value read(Node reference, Scope scope) {
    var position = reference.location();
    var parts = parts(reference);
    var star = starred(reference);
    var found =
        star
            ? wholeRow(parts, scope, position)
            : parts.size() == 1
                ? single(parts.getFirst(), scope, position)
                : qualified(parts, scope, position);
    return found
        .or(() -> argument(parts, position))
        .orElseGet(
            () -> {
              reading.notes.unknown(parts.isEmpty() ? "*" : parts.getLast(), position);
              return Value.UNDECIDED;
            });
  }

  private Optional<Value> wholeRow(List<String> parts, Scope scope, int position) {
    return parts.isEmpty() ? Optional.empty() : row(item(parts, scope), position);
  }

  private Optional<Value> single(String name, Scope scope, int position) {
    for (var at = scope; at != null; at = at.parent()) {
      var column = unqualified(name, at, position);
      if (column.isPresent()) {
        return column;
      }
    }
    return row(item(List.of(name), scope), position);
  }

  /** A column of this query by its name alone, noted; empty when there is none. */
  Optional<Value> unqualified(String name, Scope scope, int position) {
    List<Column> found = new ArrayList<>();
    for (var visible : scope.visible()) {
      if (visible.byColumn()) {
        found.addAll(visible.item().columns(name));
        if (visible.item().columns(name).isEmpty()) {
          systemColumn(visible.item(), name).ifPresent(found::add);
        }
      }
    }
    found.forEach(column -> reading.notes.read(column.origins(), position));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    scope.columnRead();
    return Optional.of(found.size() == 1 ? found.getFirst().value() : Value.UNDECIDED);
  }

  private Optional<Value> qualified(List<String> parts, Scope scope, int position) {
    var found = item(parts.subList(0, parts.size() - 1), scope);
    if (found == null) {
      return Optional.empty();
    }
    found.level().columnRead();
    var name = parts.getLast();
    var whole = found.item().row();
    var field = reading.rows.field(whole, name, position);
    if (field.isPresent()) {
      return field;
    }
    reading.notes.read(found.item().origins(), position);
    return reading.rows.attribute(whole, name, position);
  }

  private Optional<Value> row(@Nullable Found found, int position) {
    if (found == null || found.item().type() == Types.UNDECIDED) {
      return Optional.empty();
    }
    found.level().columnRead();
    reading.notes.read(found.item().origins(), position);
    return Optional.of(found.item().row());
  }

  /** An item, and the query that it is in. */
  record Found(Item item, Scope level) {}

  /** The item that one to three names mean. */
  @Nullable Found item(List<String> parts, Scope scope) {
    var name = parts.getLast();
    var schema = parts.size() > 1 ? parts.get(parts.size() - 2) : null;
    for (var at = scope; at != null; at = at.parent()) {
      for (var visible : at.visible()) {
        var item = visible.item();
        if (visible.byName() && item.name().equals(name) && (schema == null || of(item, schema))) {
          return new Found(item, at);
        }
      }
    }
    return null;
  }

  private static boolean of(Item item, String schema) {
    var relation = item.relation();
    return relation != null && !item.aliased() && relation.schema().equals(schema);
  }

  /** An argument of the function whose body is read: {@code a}, {@code f.a}, {@code a.field}. */
  private Optional<Value> argument(List<String> parts, int position) {
    var names = parts;
    if (names.size() > 1
        && names.getFirst().equals(reading.parameters.function())
        && reading.parameters.named(names.get(1)) > 0) {
      names = names.subList(1, names.size());
    }
    if (names.isEmpty() || names.size() > 2) {
      return Optional.empty();
    }
    var number = reading.parameters.named(names.getFirst());
    if (number == 0) {
      return Optional.empty();
    }
    var value = reading.parameters.of(number);
    return names.size() == 1
        ? Optional.of(value)
        : reading.rows.attribute(value, names.get(1), position);
  }

  /** A system column of an item that is a relation with storage. */
  static Optional<Column> systemColumn(Item item, String name) {
    var number = SYSTEM.get(name);
    var relation = item.relation();
    if (number == null || relation == null) {
      return Optional.empty();
    }
    var type =
        switch (number) {
          case -1 -> BuiltIn.TID;
          case -2, -4 -> BuiltIn.XID;
          case -3, -5 -> BuiltIn.CID;
          default -> BuiltIn.OID;
        };
    return switch (relation.kind()) {
      case VIEW, COMPOSITE -> Optional.empty();
      default ->
          Optional.of(
              new Column(name, Value.of(type), List.of(new Origin(relation.oid(), number))));
    };
  }

  /** The names in a reference, without a star. */
  static List<String> parts(Node reference) {
    return reference.list("fields").stream()
        .filter(part -> !part.is("A_Star"))
        .map(part -> TypeNames.text(part, reference))
        .toList();
  }
}
