package dev.howdah.sql.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flat code that grows at its end and whose jumps are filled in later. */
final class FlatCode {

  private int[] code = new int[1024];
  private int size;
  private final Map<Long, Integer> constants = new LinkedHashMap<>();
  private final List<int[]> tables = new ArrayList<>();
  private final List<int[]> arguments = new ArrayList<>();

  /** Where the next operation will stand. */
  int here() {
    return size;
  }

  void add(int operation, int a, int b, int c) {
    if (size + FlatOp.SIZE > code.length) {
      code = Arrays.copyOf(code, code.length * 2);
    }
    code[size] = operation;
    code[size + 1] = a;
    code[size + 2] = b;
    code[size + 3] = c;
    size += FlatOp.SIZE;
  }

  /** Makes the jump that stands there go here. */
  void land(int jump) {
    code[jump + 1] = size;
  }

  /** The operand that stands for a constant. */
  int constant(long value) {
    return ~constants.computeIfAbsent(value, v -> constants.size());
  }

  /** Adds a table of jumps, which may still change, and gives its number. */
  int table(int[] targets) {
    tables.add(targets);
    return tables.size() - 1;
  }

  /** Adds a list of arguments and gives its number. */
  int arguments(int[] operands) {
    arguments.add(operands);
    return arguments.size() - 1;
  }

  FlatFunction function(int registers, int parameters, boolean returns) {
    return new FlatFunction(
        Arrays.copyOf(code, size),
        constants.keySet().stream().mapToLong(Long::longValue).toArray(),
        registers,
        parameters,
        returns,
        tables.toArray(int[][]::new),
        arguments.toArray(int[][]::new));
  }
}
