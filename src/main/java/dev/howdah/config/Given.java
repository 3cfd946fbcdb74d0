package dev.howdah.config;

import java.util.List;

/**
 * A value as some source gives it, not yet read.
 *
 * @param key the setting's, with the entry's name where it is in a map
 * @param texts one text; more for a list
 * @param split whether commas in a text separate elements
 */
record Given(Setting setting, String key, List<String> texts, boolean split, Source source) {

  static Given of(Setting setting, String key, String text, Source source) {
    return new Given(setting, key, List.of(text), true, source);
  }
}
