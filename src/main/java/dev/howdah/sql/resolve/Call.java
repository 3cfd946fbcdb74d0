package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import java.util.List;

/**
 * A function call as it is written.
 *
 * @param arguments the types of all arguments; an ordered-set aggregate's direct ones, then those
 *     after WITHIN GROUP
 * @param names the names of the last arguments, in named or mixed notation, else empty
 * @param variadic whether the last argument is marked VARIADIC
 * @param sorted how many of the arguments stand after WITHIN GROUP
 */
record Call(
    Identifier name, List<Long> arguments, List<String> names, boolean variadic, int sorted) {

  Call {
    arguments = List.copyOf(arguments);
    names = List.copyOf(names);
  }

  /** A call without any of the rest. */
  static Call of(Identifier name, List<Long> arguments) {
    return new Call(name, arguments, List.of(), false, 0);
  }
}
