package dev.howdah.sql.parser;

/**
 * The operations of flat code. Each is five numbers: itself and up to four operands.
 *
 * <p>{@code to} is a register that is written; {@code x}, {@code y} and {@code z} are registers
 * that are read. Plain numbers, since they are read in the loop that every grammar rule goes
 * through; the most frequent first, since HotSpot's quick compiler tries the cases of a switch in
 * order.
 */
final class FlatOp {

  /** Numbers an operation takes. */
  static final int SIZE = 5;

  /** The loads: to, x, offset. */
  static final int LOAD_32 = 0;

  static final int SUBTRACT = 1;

  /** to, x, y, z: x and y shifted left by z. */
  static final int ADD_SHIFTED = 2;

  /** The arithmetic: to, x, y; those with one operand have it twice. */
  static final int ADD = 3;

  /** The stores: offset, x address, y value. */
  static final int STORE_32 = 4;

  /** to, x. */
  static final int MOVE = 5;

  /** Stands at the start of each loop. */
  static final int CHECK_INTERRUPT = 6;

  /** Where. */
  static final int JUMP = 7;

  static final int LOAD_8_U = 8;
  static final int LOAD_16_U = 9;
  static final int LOAD_16_S = 10;

  /** The jumps by comparison: where, x, y. */
  static final int JUMP_IF_NOT_EQUAL = 11;

  static final int JUMP_IF_EQUAL = 12;

  /** to or -1, number of the list of arguments, function. */
  static final int CALL = 13;

  static final int JUMP_IF_LESS_S = 14;
  static final int JUMP_IF_ZERO = 15;
  static final int JUMP_IF_LESS_U = 16;

  /** Table, x. */
  static final int JUMP_TABLE = 17;

  static final int STORE_8 = 18;
  static final int SHIFT_LEFT = 19;

  /** Global, x. */
  static final int GLOBAL_SET = 20;

  /** Where, x. */
  static final int JUMP_IF_NOT_ZERO = 21;

  static final int AND = 22;
  static final int STORE_16 = 23;
  static final int JUMP_IF_LESS_OR_EQUAL_U = 24;
  static final int JUMP_IF_LESS_OR_EQUAL_S = 25;

  /** to, global. */
  static final int GLOBAL_GET = 26;

  /** Nothing, x. */
  static final int RETURN = 27;

  /** to, x, y, z: x where z is not 0, else y. */
  static final int SELECT = 28;

  static final int EXTEND_16 = 29;
  static final int LOAD_8_S = 30;
  static final int STORE_64 = 31;
  static final int LOAD_64 = 32;

  /** to or -1, number of the list of arguments with the table's index last, type. */
  static final int CALL_INDIRECT = 33;

  /** x destination, y source, z size. */
  static final int MEMORY_COPY = 34;

  /** x destination, y value, z size. */
  static final int MEMORY_FILL = 35;

  static final int TRAP = 36;
  static final int EQUAL = 37;
  static final int NOT_EQUAL = 38;
  static final int IS_ZERO = 39;
  static final int LESS_OR_EQUAL_S = 40;
  static final int GREATER_U = 41;
  static final int GREATER_OR_EQUAL_U = 42;
  static final int LESS_S = 43;
  static final int LESS_U = 44;
  static final int GREATER_OR_EQUAL_S = 45;
  static final int LESS_OR_EQUAL_U = 46;
  static final int DIVIDE_S = 47;
  static final int GREATER_S = 48;
  static final int MULTIPLY = 49;
  static final int OR = 50;
  static final int XOR = 51;
  static final int SHIFT_RIGHT_S = 52;
  static final int EXTEND_8 = 53;
  static final int NOT_EQUAL_64 = 54;
  static final int SHIFT_RIGHT_U = 55;
  static final int LEADING_ZEROS = 56;

  private FlatOp() {}

  /** Whether the first operand of the operation is a register that it writes, or -1. */
  static boolean writes(int operation) {
    return switch (operation) {
      case JUMP,
          JUMP_IF_ZERO,
          JUMP_IF_NOT_ZERO,
          JUMP_IF_EQUAL,
          JUMP_IF_NOT_EQUAL,
          JUMP_IF_LESS_S,
          JUMP_IF_LESS_U,
          JUMP_IF_LESS_OR_EQUAL_S,
          JUMP_IF_LESS_OR_EQUAL_U,
          JUMP_TABLE,
          STORE_8,
          STORE_16,
          STORE_32,
          STORE_64,
          CHECK_INTERRUPT,
          GLOBAL_SET,
          MEMORY_COPY,
          MEMORY_FILL,
          RETURN,
          TRAP ->
          false;
      default -> true;
    };
  }
}
