package dev.howdah.sql.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flat code that grows at its end and whose jumps are filled in later.
 *
 * <p>Its last operation may still change, into one that does the next one's work as well.
 */
final class FlatCode {

  private int[] code = new int[1024];
  private int size;

  /**
   * The last place that is jumped to; an operation behind it may be reached without those before.
   */
  private int label;

  private final Map<Long, Integer> constants = new LinkedHashMap<>();
  private final List<int[]> tables = new ArrayList<>();
  private final List<int[]> arguments = new ArrayList<>();

  /** Where the next operation will stand. */
  int here() {
    return size;
  }

  void add(int operation, int a, int b, int c) {
    add(operation, a, b, c, 0);
  }

  void add(int operation, int a, int b, int c, int d) {
    if (size + FlatOp.SIZE > code.length) {
      code = Arrays.copyOf(code, code.length * 2);
    }
    code[size] = operation;
    code[size + 1] = a;
    code[size + 2] = b;
    code[size + 3] = c;
    code[size + 4] = d;
    size += FlatOp.SIZE;
  }

  /** Makes this a place that is jumped to. */
  int label() {
    label = size;
    return size;
  }

  /** Makes the jump that stands there go here. */
  void land(int jump) {
    code[jump + 1] = label();
  }

  /** Whether the last operation is what wrote that register, on every way here. */
  private boolean wrote(int register) {
    int last = size - FlatOp.SIZE;
    return last >= label && FlatOp.writes(code[last]) && code[last + 1] == register;
  }

  /** Moves a value, whose register nobody will read again. */
  void moveLast(int to, int register) {
    if (wrote(register)) {
      code[size - FlatOp.SIZE + 1] = to;
    } else {
      add(FlatOp.MOVE, to, register, 0);
    }
  }

  /**
   * Adds an addition.
   *
   * @param shifted a register that nobody will read again
   * @return whether a shift is what wrote that register, and does the addition now
   */
  boolean addShifted(int to, int x, int shifted) {
    int last = size - FlatOp.SIZE;
    boolean fits = wrote(shifted) && code[last] == FlatOp.SHIFT_LEFT;
    if (fits) {
      size = last;
      add(FlatOp.ADD_SHIFTED, to, x, code[last + 2], code[last + 3]);
    }
    return fits;
  }

  /**
   * Adds a jump and gives its place.
   *
   * @param where it goes, or 0 when that is filled in later
   * @param nonZero whether it is taken when the condition is not 0, or when it is
   */
  int jump(int where, boolean nonZero, int condition) {
    add(nonZero ? FlatOp.JUMP_IF_NOT_ZERO : FlatOp.JUMP_IF_ZERO, where, condition, 0);
    return size - FlatOp.SIZE;
  }

  /** Like {@link #jump}, where nobody will read the condition again. */
  int jumpLast(int where, boolean nonZero, int condition) {
    int last = size - FlatOp.SIZE;
    if (!wrote(condition) || !FlatJump.has(code[last])) {
      return jump(where, nonZero, condition);
    }
    FlatJump jump = FlatJump.when(nonZero, code[last]);
    int x = code[last + 2];
    int y = code[last + 3];
    size = last;
    add(jump.operation(), where, jump.swapped() ? y : x, jump.swapped() ? x : y);
    return last;
  }

  /** The register that holds a constant. */
  int constant(long value) {
    return FlatFunction.MAX_REGISTERS + constants.computeIfAbsent(value, v -> constants.size());
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
    if (registers > FlatFunction.MAX_REGISTERS) {
      throw new IllegalArgumentException("flat code has no " + registers + " registers");
    }
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
