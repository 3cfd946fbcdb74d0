package dev.howdah.config;

import java.util.List;

/**
 * What came of reading settings.
 *
 * @param <T> the record that holds them
 */
public sealed interface Reading<T> {

  /**
   * All settings are good.
   *
   * @param warnings where sources disagree, one sentence each
   */
  record Accepted<T>(T settings, List<Effective> effective, List<String> warnings)
      implements Reading<T> {
    public Accepted {
      effective = List.copyOf(effective);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Some settings are not.
   *
   * @param problems everything that is wrong, one sentence each, with what would be right
   */
  record Refused<T>(List<String> problems) implements Reading<T> {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
