package dev.howdah.tools.search;

import java.util.Locale;

/** How much a search tells of each object. */
public enum Detail {
  NAMES,
  SUMMARY,
  FULL;

  /** The word as clients read and write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
