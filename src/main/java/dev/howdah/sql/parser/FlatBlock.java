package dev.howdah.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block that is being translated. */
final class FlatBlock {

  /** What opened it. */
  enum Kind {
    FUNCTION,
    BLOCK,
    LOOP,
    IF
  }

  /** An entry of a table of jumps that goes to the block's end. */
  @SuppressWarnings("ArrayRecordComponent") // It is the table itself that is filled in.
  record Entry(int[] table, int index) {}

  final Kind kind;

  /** The height of the stack at its start. */
  final int height;

  /** Whether it leaves a value. */
  final boolean result;

  /** Where it starts. */
  final int start;

  /** The jumps to its end. */
  final List<Integer> jumps = new ArrayList<>();

  final List<Entry> entries = new ArrayList<>();

  /** The jump over the first branch of an {@code if}, until that is over. */
  @Nullable Integer otherwise;

  FlatBlock(Kind kind, int height, boolean result, int start) {
    this.kind = kind;
    this.height = height;
    this.result = result;
    this.start = start;
  }
}
