package dev.howdah.tools.search;

import java.util.List;
import java.util.Set;

/** The words by which names of columns say that they identify something. */
final class Suffixes {

  private static final Set<String> GENERIC =
      Set.of(
          "id", "uuid", "guid", "ulid", "key", "pk", "fk", "sk", "code", "no", "nr", "num",
          "number", "ref", "oid");

  /** Those that name no way of writing, only that something is pointed at. */
  private static final Set<String> POINTERS = Set.of("id", "fk", "ref", "key");

  /** Words before or after which a column of this kind points into its own table. */
  private static final Set<String> OWN =
      Set.of(
          "parent",
          "root",
          "previous",
          "prev",
          "next",
          "original",
          "predecessor",
          "successor",
          "manager",
          "supervisor",
          "boss",
          "replaced",
          "reply",
          "superseded",
          "duplicate");

  private Suffixes() {}

  /** What a column's name says without its suffix: customer of customer_id and of fk_customer. */
  static List<String> stem(List<String> words) {
    int from = 0;
    int to = words.size();
    while (to > 1 && GENERIC.contains(words.get(to - 1))) {
      to--;
    }
    if (to == words.size() && to > 1 && POINTERS.contains(words.getFirst())) {
      from = 1;
    }
    return words.subList(from, to);
  }

  /** The suffix: id of customer_id; empty without one. */
  static String suffix(List<String> words) {
    return words.size() > 1 && GENERIC.contains(words.getLast()) ? words.getLast() : "";
  }

  /** Whether the whole name says no more than that something is identified. */
  static boolean generic(List<String> words) {
    return GENERIC.containsAll(words);
  }

  static boolean pointer(String suffix) {
    return suffix.isEmpty() || POINTERS.contains(suffix);
  }

  /** Whether it is what points at another row of the same table, as parent_id does. */
  static boolean own(List<String> stem, String suffix) {
    return (stem.size() == 1 && !suffix.isEmpty() && OWN.contains(stem.getFirst()))
        || (suffix.isEmpty()
            && stem.size() == 2
            && stem.getLast().equals("to")
            && Set.of("report", "reports", "reply").contains(stem.getFirst()));
  }
}
