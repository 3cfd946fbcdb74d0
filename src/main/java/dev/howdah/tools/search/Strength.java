package dev.howdah.tools.search;

import java.util.Locale;

/** How sure an implied relationship is; {@code docs/search.md} states the rules. */
enum Strength {
  STRONG,
  POSSIBLE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
