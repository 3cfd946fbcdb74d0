package dev.howdah.sql.resolve;

import dev.howdah.sql.parser.Node;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The types of {@code $n}. PostgreSQL gives one that has none that of the place where it reads it
 * first; which that is we do not follow.
 */
final class Parameters {

  private final Arguments arguments;
  private final Map<Integer, Long> types = new HashMap<>();

  Parameters(Reading reading, Arguments arguments, Node statement) {
    this.arguments = arguments;
    Set<Integer> seen = new HashSet<>();
    var open = new ArrayDeque<Node>();
    open.add(statement);
    while (!open.isEmpty()) {
      var node = open.remove();
      if (node.is("ParamRef") && !seen.add(node.number("number"))) {
        types.put(node.number("number"), Types.UNDECIDED);
      }
      open.addAll(node.children());
    }
    if (!types.isEmpty()) {
      castAlike(reading, statement);
    }
  }

  /** One that is always written {@code $n::type}, with one type, has that. */
  private void castAlike(Reading reading, Node statement) {
    Map<Integer, Long> casts = new HashMap<>();
    var open = new ArrayDeque<Node>();
    open.add(statement);
    while (!open.isEmpty()) {
      var node = open.remove();
      if (node.is("TypeCast") && Reading.required(node.node("arg"), node).is("ParamRef")) {
        var number = Reading.required(node.node("arg"), node).number("number");
        var type = reading.typeNames.find(Reading.required(node.node("typeName"), node));
        casts.merge(number, type, (one, other) -> one.equals(other) ? one : Types.UNDECIDED);
        continue;
      }
      if (node.is("ParamRef")) {
        casts.put(node.number("number"), Types.UNDECIDED);
      }
      open.addAll(node.children());
    }
    types.replaceAll((number, _) -> casts.getOrDefault(number, Types.UNDECIDED));
  }

  Value of(int number) {
    var given = arguments.type(number);
    return Value.of(given != Types.NONE ? given : types.getOrDefault(number, Types.PARAMETER));
  }

  /** The argument of the function whose body is read, by its name; 0 for none. */
  int named(String name) {
    return arguments.number(name);
  }

  /** The name of the function whose body is read, empty for none. */
  String function() {
    return arguments.function();
  }
}
