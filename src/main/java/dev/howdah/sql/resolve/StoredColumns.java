package dev.howdah.sql.resolve;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns of its own table that a stored expression names, as a generated column's does. */
public final class StoredColumns {

  private StoredColumns() {}

  /**
   * Numbers of the columns, 0 for the whole row.
   *
   * @throws StoredTrees.Unreadable when the tree cannot be read
   */
  public static Set<Integer> of(String tree) {
    Set<Integer> numbers = new HashSet<>();
    walk(new StoredTreeReader(tree).read(), numbers);
    return numbers;
  }

  private static void walk(Object value, Set<Integer> numbers) {
    switch (value) {
      case StoredNode node -> {
        if (node.kind().equals("VAR")) {
          numbers.add((int) node.number("varattno"));
        }
        node.values().forEach(each -> walk(each, numbers));
      }
      case List<?> list -> list.forEach(each -> walk(each, numbers));
      default -> {}
    }
  }
}
