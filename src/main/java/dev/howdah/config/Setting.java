package dev.howdah.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One value that can be set.
 *
 * @param key kebab-case and dotted; in a map, {@code <name>} stands for the entry's name
 * @param form how a value is written; of a list, how an element is
 * @param byDefault as it is written, or empty for none
 * @param secret whether values must never be shown
 * @param aliases older variables, each perhaps with a unit
 * @param shortFlags without dashes
 */
record Setting(
    String key,
    Form form,
    boolean list,
    boolean secret,
    String byDefault,
    String help,
    List<Alias> aliases,
    List<String> shortFlags) {

  static final String ENTRY = "<name>";
  static final String PREFIX = "HOWDAH_";

  private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  /** An older variable, and the unit that a bare number in it has. */
  record Alias(String name, String unit) {

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    static Alias of(String text) {
      int colon = text.indexOf(':');
      return colon < 0
          ? new Alias(text, "")
          : new Alias(text.substring(0, colon), text.substring(colon + 1));
    }

    static String withUnit(String value, String unit) {
      return DIGITS.matcher(value).matches() ? value + unit : value;
    }
  }

  boolean isSwitch() {
    return !list && form.placeholder().equals("BOOLEAN");
  }

  boolean inMap() {
    return key.contains(ENTRY);
  }

  String flag() {
    return "--" + key;
  }

  String variable() {
    return variable(key);
  }

  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  static String kebab(String component) {
    return CAPITAL.matcher(component).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
