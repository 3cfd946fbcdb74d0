package dev.howdah.config;

import java.util.List;

/**
 * The settings of one record.
 *
 * @param key empty for the record that holds all others
 * @param map whether the record has any number of entries, each with a name
 * @param aliases variables that hold a map's entries as JSON
 */
record Group(String key, String help, boolean map, List<String> aliases, List<Setting> settings) {

  /** The settings' own part of a key, after the group's. */
  String relative(Setting setting) {
    return setting.key().substring(setting.key().lastIndexOf('.') + 1);
  }

  /** A setting's key in the entry of a map. */
  static String inEntry(Setting setting, String entry) {
    return setting.key().replace(Setting.ENTRY, entry);
  }
}
