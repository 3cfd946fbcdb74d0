package dev.howdah.sql.guard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How long a function or an operator works without a look for a cancel request; {@code work.txt}
 * explains the kinds.
 */
enum Work {
  QUICK,
  PRODUCT,
  LISTED,
  POWER,
  MARKS,
  PATH,
  UNKNOWN;

  private static final Map<String, Work> KINDS = new HashMap<>();
  private static final Set<String> TYPES = new HashSet<>();

  static {
    for (PolicyFile.Entry entry : PolicyFile.read("work.txt").entries()) {
      boolean once =
          entry.verb().equals("type")
              ? TYPES.add(entry.name())
              : KINDS.put(entry.name(), valueOf(entry.verb().toUpperCase(Locale.ROOT))) == null;
      if (!once) {
        throw new IllegalStateException(entry.name() + " is there twice");
      }
    }
  }

  /** That of all functions or operators of a name. */
  static Work of(String name) {
    return KINDS.getOrDefault(name, UNKNOWN);
  }

  /** Whether a long text is read as that type by its length. */
  static boolean readsQuickly(String type) {
    return TYPES.contains(type);
  }
}
