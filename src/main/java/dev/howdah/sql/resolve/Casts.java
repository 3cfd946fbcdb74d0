package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;

/** Casts as they are written, and ARRAY, which a cast looks into. */
final class Casts {

  private final Reading reading;

  Casts(Reading reading) {
    this.reading = reading;
  }

  Value cast(Node node, Scope scope) {
    var name = Expressions.required(node, "typeName");
    var type = reading.typeNames.read(name);
    var arg = Expressions.required(node, "arg");
    var value =
        arg.is("A_ArrayExpr") && isArray(type)
            ? elements(arg, reading.types.base(type), scope)
            : reading.expressions.read(arg, scope);
    var result = reading.convert(value, type, Cast.Context.EXPLICIT, node.location());
    if (TypeNames.modified(name)) {
      length(type, node.location());
    }
    return Types.known(type) ? new Value(type, null, null) : result;
  }

  /** Notes what fits a value to the length that a type is given. */
  void length(long type, int position) {
    if (Types.known(type)) {
      reading.notes.functions(reading.coercions.lengthFunctions(type), position, true);
    }
  }

  private boolean isArray(long type) {
    return Types.known(type) && reading.types.element(reading.types.base(type)) != Types.NONE;
  }

  /** {@code ARRAY[…]::type[]}: each element is cast by itself. */
  private Value elements(Node node, long array, Scope scope) {
    var element = reading.types.element(array);
    for (var item : node.list("elements")) {
      if (item.is("A_ArrayExpr")) {
        elements(item, array, scope);
      } else {
        var value = reading.expressions.read(item, scope);
        var nested = isArray(value.type());
        reading.convert(value, nested ? array : element, Cast.Context.EXPLICIT, node.location());
      }
    }
    reading.notes.type(element, node.location());
    return Value.of(array);
  }

  Value array(Node node, Scope scope) {
    List<Value> values = new ArrayList<>();
    var nested = false;
    for (var item : node.list("elements")) {
      var value = reading.expressions.read(item, scope);
      nested |= item.is("A_ArrayExpr") || trueArray(value.type());
      values.add(value);
    }
    if (values.isEmpty()) {
      return Value.UNDECIDED;
    }
    var united = reading.unite(values, node.location()).type();
    if (nested || !Types.known(united)) {
      return Value.of(united);
    }
    var array = reading.types.array(united);
    reading.notes.type(array, node.location());
    return Value.of(array == Types.NONE ? Types.UNDECIDED : array);
  }

  private boolean trueArray(long type) {
    return Types.known(type)
        && type != Types.INT2VECTOR
        && type != Types.OIDVECTOR
        && reading.types.element(type) != Types.NONE;
  }
}
