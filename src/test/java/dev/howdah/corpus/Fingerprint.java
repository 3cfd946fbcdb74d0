package dev.howdah.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state of a database, as items that can be compared. */
record Fingerprint(Map<String, String> items) {

  Fingerprint {
    items = Map.copyOf(items);
  }

  String item(String name) {
    return Objects.requireNonNull(items.get(name), name);
  }

  /** What differs, one line an item; empty where nothing does. */
  List<String> changesTo(Fingerprint after) {
    TreeSet<String> names = new TreeSet<>(items.keySet());
    names.addAll(after.items.keySet());
    List<String> changes = new ArrayList<>();
    for (String name : names) {
      String was = items.get(name);
      String is = after.items.get(name);
      if (!Objects.equals(was, is)) {
        changes.add("%s was %s, is %s".formatted(name, was, is));
      }
    }
    return changes;
  }

  /** The same without one item. */
  Fingerprint without(String name) {
    Map<String, String> rest = new TreeMap<>(items);
    rest.remove(name);
    return new Fingerprint(rest);
  }
}
