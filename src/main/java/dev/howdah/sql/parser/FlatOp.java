package dev.howdah.sql.parser;

/**
 * The operations of flat code. Each is four numbers: itself and up to three operands.
 *
 * <p>{@code to} is a register that is written; {@code x}, {@code y} and {@code z} are read, from a
 * register, or where negative from the constant {@code ~x}. Plain numbers, since they are read in
 * the loop that every grammar rule goes through.
 */
final class FlatOp {

  /** Numbers an operation takes. */
  static final int SIZE = 4;

  /** to, x. */
  static final int MOVE = 0;

  /** Where. */
  static final int JUMP = 1;

  /** Where, x. */
  static final int JUMP_IF_ZERO = 2;

  /** Where, x. */
  static final int JUMP_IF_NOT_ZERO = 3;

  /** Table, x. */
  static final int JUMP_TABLE = 4;

  /** Nothing, x. */
  static final int RETURN = 5;

  /** to or -1, number of the list of arguments, function. */
  static final int CALL = 6;

  /** to or -1, number of the list of arguments with the table's index last, type. */
  static final int CALL_INDIRECT = 7;

  static final int TRAP = 8;

  /** Stands at the start of each loop. */
  static final int CHECK_INTERRUPT = 9;

  /** to, global. */
  static final int GLOBAL_GET = 10;

  /** Global, x. */
  static final int GLOBAL_SET = 11;

  /** to, x, y; the condition is the x of a second operation. */
  static final int SELECT = 12;

  /** x destination, y source, z size. */
  static final int MEMORY_COPY = 13;

  /** x destination, y value, z size. */
  static final int MEMORY_FILL = 14;

  /** The loads: to, x, offset. */
  static final int LOAD_32 = 15;

  static final int LOAD_8_S = 16;
  static final int LOAD_8_U = 17;
  static final int LOAD_16_S = 18;
  static final int LOAD_16_U = 19;
  static final int LOAD_64 = 20;

  /** The stores: offset, x address, y value. */
  static final int STORE_32 = 21;

  static final int STORE_8 = 22;
  static final int STORE_16 = 23;
  static final int STORE_64 = 24;

  /** The arithmetic: to, x, y; those with one operand have it twice. */
  static final int ADD = 25;

  static final int SUBTRACT = 26;
  static final int MULTIPLY = 27;
  static final int AND = 28;
  static final int OR = 29;
  static final int XOR = 30;
  static final int SHIFT_LEFT = 31;
  static final int SHIFT_RIGHT_S = 32;
  static final int IS_ZERO = 33;
  static final int EQUAL = 34;
  static final int NOT_EQUAL = 35;
  static final int LESS_S = 36;
  static final int LESS_U = 37;
  static final int LESS_OR_EQUAL_S = 38;
  static final int LESS_OR_EQUAL_U = 39;
  static final int GREATER_S = 40;
  static final int GREATER_U = 41;
  static final int GREATER_OR_EQUAL_S = 42;
  static final int GREATER_OR_EQUAL_U = 43;
  static final int EXTEND_8 = 44;
  static final int EXTEND_16 = 45;
  static final int NOT_EQUAL_64 = 46;
  static final int SHIFT_RIGHT_U = 47;
  static final int DIVIDE_S = 48;
  static final int LEADING_ZEROS = 49;

  private FlatOp() {}
}
