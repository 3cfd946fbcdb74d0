package dev.howdah.tools.queue;

import java.util.Locale;

/** How much of a table was read, as messages have it. */
final class Percent {

  private Percent() {}

  /** Three digits of it, more than 0 and up to 100. */
  static String of(double percent) {
    return String.format(Locale.ROOT, "%.3g %%", percent);
  }
}
