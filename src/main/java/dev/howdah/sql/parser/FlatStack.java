package dev.howdah.sql.parser;

import java.util.Arrays;

/**
 * WebAssembly's stack of operands while a function is translated: where each value will be.
 *
 * <p>An entry is a local or a constant as long as nobody needs it elsewhere, and else the register
 * of its own that each height of the stack has.
 */
final class FlatStack {

  private final FlatCode code;
  private final int locals;
  private int[] entries = new int[64];
  private int height;
  private int highest;

  /**
   * An empty stack.
   *
   * @param locals how many registers belong to parameters and locals
   */
  FlatStack(FlatCode code, int locals) {
    this.code = code;
    this.locals = locals;
  }

  int height() {
    return height;
  }

  /** How many registers the function needs. */
  int registers() {
    return locals + highest;
  }

  /** The register that belongs to a height. */
  int register(int at) {
    return locals + at;
  }

  /** Whether it is the register of some height, and no local or constant. */
  boolean owns(int operand) {
    return operand >= locals && operand < FlatFunction.MAX_REGISTERS;
  }

  int top() {
    return entries[height - 1];
  }

  int pop() {
    height--;
    return entries[height];
  }

  int[] pop(int count) {
    height -= count;
    return Arrays.copyOfRange(entries, height, height + count);
  }

  void push(int operand) {
    if (height == entries.length) {
      entries = Arrays.copyOf(entries, height * 2);
    }
    entries[height++] = operand;
    highest = Math.max(highest, height);
  }

  /** Pushes the register that belongs to the height, and gives it. */
  int push() {
    int register = register(height);
    push(register);
    return register;
  }

  /** Brings every value into the register of its height, as wherever paths of the code meet. */
  void settle() {
    for (int i = 0; i < height; i++) {
      settle(i);
    }
  }

  /** Saves the values that are still in a local, which is about to change. */
  void save(int local) {
    for (int i = 0; i < height; i++) {
      if (entries[i] == local) {
        settle(i);
      }
    }
  }

  private void settle(int at) {
    if (entries[at] != register(at)) {
      code.add(FlatOp.MOVE, register(at), entries[at], 0);
      entries[at] = register(at);
    }
  }

  /** Goes back to a height at which everything is settled. */
  void cut(int to) {
    height = to;
    for (int i = 0; i < to; i++) {
      entries[i] = register(i);
    }
  }
}
