package dev.howdah.sql.parser;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.TrapException;

/**
 * Runs some functions of an instance in flat code, and leaves the others to another machine.
 *
 * <p>Endive interprets the functions that are too large for a method of the JVM, and opens each of
 * some 2,000 nested blocks for every rule of the grammar; in flat code those blocks are gone.
 */
final class FlatMachine implements Machine {

  private final Instance instance;
  private final Machine others;
  private final @Nullable FlatInterpreter[] functions;
  private final int imports;

  FlatMachine(Instance instance, Machine others, Map<Integer, FlatFunction> functions) {
    this.instance = instance;
    this.others = others;
    this.functions = new FlatInterpreter[instance.functionCount()];
    this.imports = instance.imports().functionCount();
    functions.forEach(
        (number, function) ->
            this.functions[number] = new FlatInterpreter(this, instance, function));
  }

  @Override
  public long @Nullable [] call(int function, long[] arguments) {
    FlatInterpreter flat = functions[function];
    if (flat == null) {
      return others.call(function, arguments);
    }
    long result = flat.run(arguments);
    return flat.returns() ? new long[] {result} : null;
  }

  @Override
  public long @Nullable [] call(int function, long[] arguments, Object[] references) {
    return functions[function] == null
        ? others.call(function, arguments, references)
        : call(function, arguments);
  }

  @Override
  public CallResult callWithRefs(int function, long[] arguments, Object[] references) {
    return others.callWithRefs(function, arguments, references);
  }

  /** A call from flat code. */
  long @Nullable [] callFrom(int function, long[] arguments) {
    return function < imports
        ? instance.imports().function(function).handle().apply(instance, arguments)
        : call(function, arguments);
  }

  /** The function behind an entry of the table, which must be of that type. */
  int indirect(int entry, int type) {
    int function = instance.table(0).requiredRef(entry);
    int actual = instance.functionType(function);
    if (actual != type && !instance.type(actual).equals(instance.type(type))) {
      throw new TrapException("indirect call type mismatch");
    }
    return function;
  }
}
