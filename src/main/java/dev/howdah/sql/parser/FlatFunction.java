package dev.howdah.sql.parser;

/**
 * A function in flat code: jumps have their targets, and operands their registers.
 *
 * @param code operations of {@link FlatOp#SIZE} numbers
 * @param constants what the registers from {@link #MAX_REGISTERS} on hold, and are never written
 *     with
 * @param registers how many it needs; the parameters come first, then the locals
 * @param parameters how many
 * @param returns whether it has a result
 * @param tables the targets of each table of jumps, the default last
 * @param arguments the operands of each call
 */
@SuppressWarnings("ArrayRecordComponent") // Read in the innermost loop, and never handed out.
record FlatFunction(
    int[] code,
    long[] constants,
    int registers,
    int parameters,
    boolean returns,
    int[][] tables,
    int[][] arguments) {

  /** Where the constants begin. */
  static final int MAX_REGISTERS = 256;
}
