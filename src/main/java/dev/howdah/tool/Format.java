package dev.howdah.tool;

import java.util.Locale;

/**
 * How rows stand in the text for the model. A tool that takes an argument of this type, and whose
 * result brings no content of its own, gets its lists shown so by {@link TextLists}.
 */
public enum Format {
  JSON,
  MARKDOWN,
  CSV,
  TSV;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
