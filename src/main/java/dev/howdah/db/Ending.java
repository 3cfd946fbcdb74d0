package dev.howdah.db;

import java.util.function.Consumer;

/**
 * How a transaction ends whose statements all worked.
 *
 * @param keep whether it is committed
 * @param counts whether the rows that it changes are counted, and what is deferred is done before
 *     the check
 * @param check looks at what was done; what it throws rolls back
 */
record Ending(boolean keep, boolean counts, Consumer<Effects> check) {

  /** It is kept, whatever it did. */
  static final Ending COMMIT = new Ending(true, false, effects -> {});

  /** It was a measurement. */
  static final Ending ROLLBACK = new Ending(false, false, effects -> {});

  /** It was a try, after which nothing may be other than before. */
  static final Ending TRY = new Ending(false, true, effects -> {});

  /** Whether it is rolled back to be run again. */
  boolean tries() {
    return counts && !keep;
  }

  /** It is kept unless this throws. */
  static Ending after(Consumer<Effects> check) {
    return new Ending(true, true, check);
  }
}
