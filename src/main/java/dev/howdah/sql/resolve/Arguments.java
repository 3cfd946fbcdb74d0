package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Function;
import java.util.List;

/**
 * What {@code $n} stands for.
 *
 * @param function the function whose body is read, empty for none
 * @param names of its arguments, empty when they have none
 * @param types from {@code $1}; 0 where PostgreSQL infers it
 */
record Arguments(String function, List<String> names, List<Long> types) {

  Arguments {
    names = List.copyOf(names);
    types = List.copyOf(types);
  }

  static Arguments open() {
    return new Arguments("", List.of(), List.of());
  }

  static Arguments given(List<Long> types) {
    return new Arguments("", List.of(), types);
  }

  static Arguments of(Function function) {
    return new Arguments(
        function.name(),
        function.names(),
        function.arguments().stream()
            .map(type -> Types.polymorphic(type) || type == Types.ANY ? Types.UNDECIDED : type)
            .toList());
  }

  /** The type of {@code $n}, 0 when it is not given. */
  long type(int number) {
    return number > 0 && number <= types.size() ? types.get(number - 1) : Types.NONE;
  }

  /** The number of the argument of that name, 0 when there is none. */
  int number(String name) {
    return name.isEmpty() ? 0 : names.indexOf(name) + 1;
  }
}
