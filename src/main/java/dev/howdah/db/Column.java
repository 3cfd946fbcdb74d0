package dev.howdah.db;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A column of a result.
 *
 * @param name unique in its result: a repeated name gets the suffix {@code _2}, {@code _3} and so
 *     on, skipping names that the result has anyway
 * @param type as PostgreSQL's {@code format_type} prints it, such as {@code numeric(10,2)}
 */
public record Column(String name, String type) {

  static List<String> unique(List<String> names) {
    Set<String> taken = new HashSet<>(names);
    Set<String> seen = new HashSet<>();
    List<String> result = new ArrayList<>(names.size());
    for (String name : names) {
      String unique = name;
      for (int i = 2; !seen.add(unique); i++) {
        unique = name + "_" + i;
        if (taken.contains(unique)) {
          unique = name;
        }
      }
      result.add(unique);
    }
    return result;
  }
}
