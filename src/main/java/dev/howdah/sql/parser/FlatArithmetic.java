package dev.howdah.sql.parser;

import run.endive.runtime.TrapException;

/** The operations of flat code that only compute, but for the most frequent. */
final class FlatArithmetic {

  private FlatArithmetic() {}

  @SuppressWarnings("NarrowCalculation") // Overflow is what WebAssembly wants.
  static long result(int operation, long left, long right) {
    int x = (int) left;
    int y = (int) right;
    return switch (operation) {
      case FlatOp.MULTIPLY -> x * y;
      case FlatOp.OR -> x | y;
      case FlatOp.XOR -> x ^ y;
      case FlatOp.SHIFT_RIGHT_S -> x >> y;
      case FlatOp.IS_ZERO -> truth(x == 0);
      case FlatOp.EQUAL -> truth(x == y);
      case FlatOp.NOT_EQUAL -> truth(x != y);
      case FlatOp.LESS_S -> truth(x < y);
      case FlatOp.LESS_U -> truth(Integer.compareUnsigned(x, y) < 0);
      case FlatOp.LESS_OR_EQUAL_S -> truth(x <= y);
      case FlatOp.LESS_OR_EQUAL_U -> truth(Integer.compareUnsigned(x, y) <= 0);
      case FlatOp.GREATER_S -> truth(x > y);
      case FlatOp.GREATER_U -> truth(Integer.compareUnsigned(x, y) > 0);
      case FlatOp.GREATER_OR_EQUAL_S -> truth(x >= y);
      case FlatOp.GREATER_OR_EQUAL_U -> truth(Integer.compareUnsigned(x, y) >= 0);
      case FlatOp.EXTEND_8 -> (byte) x;
      case FlatOp.EXTEND_16 -> (short) x;
      case FlatOp.NOT_EQUAL_64 -> truth(left != right);
      case FlatOp.SHIFT_RIGHT_U -> x >>> y;
      case FlatOp.DIVIDE_S -> divide(x, y);
      case FlatOp.LEADING_ZEROS -> Integer.numberOfLeadingZeros(x);
      default -> throw new IllegalStateException("no operation " + operation);
    };
  }

  private static int divide(int x, int y) {
    if (y == 0) {
      throw new TrapException("integer divide by zero");
    }
    if (x == Integer.MIN_VALUE && y == -1) {
      throw new TrapException("integer overflow");
    }
    return x / y;
  }

  private static int truth(boolean holds) {
    return holds ? 1 : 0;
  }
}
