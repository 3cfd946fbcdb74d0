package dev.howdah.tool;

import java.util.regex.Pattern;

/**
 * Puts what somebody wrote into a text for a model so that it cannot be taken for a part of it: it
 * cannot end its own quotation, because the quotation's mark is longer than any run of that mark
 * within.
 */
public final class Fence {

  private static final Pattern BACKTICKS = Pattern.compile("`+");
  public static final int LONGEST_NAME = 200;
  private static final int LONGEST_BLOCK = 20_000;

  private Fence() {}

  /** A name or a few words in the middle of a line; line ends become spaces. */
  public static String name(String text) {
    String line = cut(text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip(), LONGEST_NAME);
    String mark = "`".repeat(longest(line) + 1);
    String space = line.startsWith("`") || line.endsWith("`") ? " " : "";
    return mark + space + line + space + mark;
  }

  /**
   * A block of lines of its own.
   *
   * @param language what the block is tagged with, such as {@code sql}
   */
  public static String block(String language, String text) {
    String lines = cut(text.strip(), LONGEST_BLOCK);
    String mark = "`".repeat(Math.max(3, longest(lines) + 1));
    return mark + language + "\n" + lines + "\n" + mark;
  }

  private static int longest(String text) {
    return BACKTICKS
        .matcher(text)
        .results()
        .mapToInt(run -> run.end() - run.start())
        .max()
        .orElse(0);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "… [cut]";
  }
}
