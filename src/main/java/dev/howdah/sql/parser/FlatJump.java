package dev.howdah.sql.parser;

import static java.util.Map.entry;

import java.util.Map;

/**
 * A jump that does a comparison's work.
 *
 * @param operation the jump
 * @param swapped whether its operands are those of the comparison in the other order
 */
record FlatJump(int operation, boolean swapped) {

  private static final Map<Integer, FlatJump> BY_COMPARISON =
      Map.ofEntries(
          entry(FlatOp.IS_ZERO, new FlatJump(FlatOp.JUMP_IF_ZERO, false)),
          entry(FlatOp.EQUAL, new FlatJump(FlatOp.JUMP_IF_EQUAL, false)),
          entry(FlatOp.NOT_EQUAL, new FlatJump(FlatOp.JUMP_IF_NOT_EQUAL, false)),
          entry(FlatOp.LESS_S, new FlatJump(FlatOp.JUMP_IF_LESS_S, false)),
          entry(FlatOp.LESS_U, new FlatJump(FlatOp.JUMP_IF_LESS_U, false)),
          entry(FlatOp.LESS_OR_EQUAL_S, new FlatJump(FlatOp.JUMP_IF_LESS_OR_EQUAL_S, false)),
          entry(FlatOp.LESS_OR_EQUAL_U, new FlatJump(FlatOp.JUMP_IF_LESS_OR_EQUAL_U, false)),
          entry(FlatOp.GREATER_S, new FlatJump(FlatOp.JUMP_IF_LESS_S, true)),
          entry(FlatOp.GREATER_U, new FlatJump(FlatOp.JUMP_IF_LESS_U, true)),
          entry(FlatOp.GREATER_OR_EQUAL_S, new FlatJump(FlatOp.JUMP_IF_LESS_OR_EQUAL_S, true)),
          entry(FlatOp.GREATER_OR_EQUAL_U, new FlatJump(FlatOp.JUMP_IF_LESS_OR_EQUAL_U, true)));

  /** Whether there is a jump for that operation. */
  static boolean has(int comparison) {
    return BY_COMPARISON.containsKey(comparison);
  }

  /** The jump that is taken when the comparison holds, or when it does not. */
  static FlatJump when(boolean holds, int comparison) {
    FlatJump jump = BY_COMPARISON.get(comparison);
    if (jump == null) {
      throw new IllegalArgumentException("no jump for the operation " + comparison);
    }
    return holds ? jump : jump.opposite();
  }

  private FlatJump opposite() {
    return switch (operation) {
      case FlatOp.JUMP_IF_ZERO -> new FlatJump(FlatOp.JUMP_IF_NOT_ZERO, swapped);
      case FlatOp.JUMP_IF_EQUAL -> new FlatJump(FlatOp.JUMP_IF_NOT_EQUAL, swapped);
      case FlatOp.JUMP_IF_NOT_EQUAL -> new FlatJump(FlatOp.JUMP_IF_EQUAL, swapped);
      case FlatOp.JUMP_IF_LESS_S -> new FlatJump(FlatOp.JUMP_IF_LESS_OR_EQUAL_S, !swapped);
      case FlatOp.JUMP_IF_LESS_U -> new FlatJump(FlatOp.JUMP_IF_LESS_OR_EQUAL_U, !swapped);
      case FlatOp.JUMP_IF_LESS_OR_EQUAL_S -> new FlatJump(FlatOp.JUMP_IF_LESS_S, !swapped);
      case FlatOp.JUMP_IF_LESS_OR_EQUAL_U -> new FlatJump(FlatOp.JUMP_IF_LESS_U, !swapped);
      default -> throw new IllegalStateException("no opposite of the operation " + operation);
    };
  }
}
