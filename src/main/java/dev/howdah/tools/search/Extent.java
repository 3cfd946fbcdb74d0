package dev.howdah.tools.search;

import java.util.Locale;

/** How much {@code get_schema} tells. */
public enum Extent {
  SUMMARY,
  FULL;

  /** The word as clients read and write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
