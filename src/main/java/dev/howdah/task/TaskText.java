package dev.howdah.task;

/** Texts that every store can keep: no NUL, no half of a surrogate pair. */
final class TaskText {

  /** Longest status and progress message, in code points. */
  private static final int LONGEST_LINE = 1000;

  private static final int REPLACEMENT = 0xFFFD;

  private TaskText() {}

  /** What people read: cut when too long, and what cannot be stored replaced. */
  static String line(String text) {
    int[] clean =
        text.codePoints()
            .limit(LONGEST_LINE + 1)
            .map(codePoint -> storable(codePoint) ? codePoint : REPLACEMENT)
            .toArray();
    if (clean.length <= LONGEST_LINE) {
      return new String(clean, 0, clean.length);
    }
    clean[LONGEST_LINE - 1] = '…';
    return new String(clean, 0, LONGEST_LINE);
  }

  /** What programs read: returned as it is, or refused. */
  static String opaque(String name, String text) {
    if (!storable(text)) {
      throw new IllegalArgumentException(name + " has a NUL or half of a surrogate pair");
    }
    return text;
  }

  private static boolean storable(String text) {
    return text.codePoints().allMatch(TaskText::storable);
  }

  private static boolean storable(int codePoint) {
    return codePoint != 0
        && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
  }
}
