package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code FuncCall}: functions, aggregates and window functions. */
final class Calls {

  private final Reading reading;
  private final IdentityHashMap<Node, Function> chosen = new IdentityHashMap<>();

  Calls(Reading reading) {
    this.reading = reading;
  }

  Value read(Node node, Scope scope) {
    return read(node, node.list("args"), scope);
  }

  /** Reads a call with other arguments than those that are written. */
  Value read(Node node, List<Node> args, Scope scope) {
    List<Value> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (var arg : args) {
      values.add(reading.expressions.read(arg, scope));
      if (arg.is("NamedArgExpr")) {
        names.add(arg.text("name", ""));
      }
    }
    var within = node.flag("agg_within_group");
    var sorted = reading.sorts.plain(node.list("agg_order"), scope);
    if (within) {
      values.addAll(sorted);
    }
    var filter = node.node("agg_filter");
    reading.expressions.bool(filter, scope);
    var over = node.node("over");
    if (over != null) {
      reading.sorts.window(over, scope);
    }
    if (node.flag("agg_distinct")) {
      values.forEach(
          value -> {
            reading.notes.type(value.type(), node.location());
            reading.makers.compared(value, node.location());
          });
    }
    var call =
        new Call(
            TypeNames.identifier(node.list("funcname"), node),
            values.stream().map(Value::type).toList(),
            names,
            node.flag("func_variadic"),
            within ? sorted.size() : 0);
    var resolution = reading.overloads.function(call);
    var unknown = unknown(call, resolution);
    if (unknown && call.name().schema() != null) {
      reading.notes.unknownFunction(call.name(), node.location());
      return Value.UNDECIDED;
    }
    reading.notes.call(resolution, call.arguments(), node.location());
    reading.makers.note(resolution.candidates(), values, node.location());
    if (resolution.certain() && resolution.candidates().size() == 1) {
      chosen.put(node, resolution.candidates().getFirst());
    }
    refine(values, resolution, node.location());
    var projection =
        values.size() == 1
            && names.isEmpty()
            && node.list("funcname").size() == 1
            && !resolution.certain()
            && reading.rows.composite(values.getFirst());
    if (projection) {
      var field = reading.rows.field(values.getFirst(), call.name().name(), node.location());
      if (field.isPresent()) {
        return resolution.missing() ? field.get() : Value.UNDECIDED;
      }
    }
    if (unknown) {
      reading.notes.unknownFunction(call.name(), node.location());
    }
    return result(reading, resolution, call);
  }

  /**
   * Whether there is no such function of which anybody here may know. Of one that is called by its
   * name alone that is said where it may be a type that is hidden: what there is to convert to it
   * would be run.
   */
  private boolean unknown(Call call, Resolution<Function> resolution) {
    if (resolution.cast() != Types.NONE) {
      return false;
    }
    var found = reading.catalogue.functions(call.name());
    return call.name().schema() != null
        ? found.stream().noneMatch(reading.callable)
        : resolution.missing() && (found.isEmpty() || reading.hides(call.name()));
  }

  /** The function that a call that has been read means; null when that is open. */
  @Nullable Function chosen(Node node) {
    return chosen.get(node);
  }

  /** Fields of anonymous rows are converted one by one, and their types are known here. */
  private void refine(List<Value> values, Resolution<Function> resolution, int position) {
    for (var i = 0; i < Math.min(values.size(), resolution.arguments().size()); i++) {
      var target = resolution.arguments().get(i);
      if (values.get(i).row() != null && reading.composite(target).isPresent()) {
        reading.convert(values.get(i), target, Cast.Context.IMPLICIT, position);
      }
    }
  }

  /** What a call gives, with the columns of a row that a function declares. */
  static Value result(Reading reading, Resolution<Function> resolution, Call call) {
    if (resolution.certain()
        && resolution.candidates().size() == 1
        && resolution.result() == Types.RECORD) {
      var outputs = reading.overloads.outputs(resolution.candidates().getFirst(), call);
      if (!outputs.isEmpty()) {
        return Value.record(
            outputs.stream()
                .map(output -> new Field(output.name(), Value.of(output.type())))
                .toList());
      }
    }
    return Value.of(resolution.result());
  }
}
