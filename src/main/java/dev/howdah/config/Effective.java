package dev.howdah.config;

/**
 * A setting as it is in force.
 *
 * @param text as it is written in a file: empty for no value, {@code ***} for a secret
 * @param source the flag, the variable, the file, or {@code default}
 */
public record Effective(String key, String text, String source) {

  /** One line of a configuration file, with the source as a comment. */
  @Override
  public String toString() {
    return key + ":" + (text.isEmpty() ? "" : " " + text) + "  # " + source;
  }
}
