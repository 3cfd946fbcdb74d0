package dev.howdah.tools.sql;

import java.util.Locale;

/** How rows stand in the text for the model. */
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
