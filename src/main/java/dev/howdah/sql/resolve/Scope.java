package dev.howdah.sql.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that are visible in one query, and through its parent in those around it. */
final class Scope {

  /**
   * How an item can be referred to.
   *
   * @param byName as {@code item.column}
   * @param byColumn as {@code column}
   * @param laterally only from LATERAL
   */
  record Visible(Item item, boolean byName, boolean byColumn, boolean laterally) {

    static Visible of(Item item) {
      return new Visible(item, true, true, false);
    }

    Visible lateral(boolean only) {
      return new Visible(item, byName, byColumn, only);
    }

    Visible withoutColumns() {
      return new Visible(item, byName, false, laterally);
    }
  }

  private final @Nullable Scope parent;
  private final Map<String, Cte> ctes = new HashMap<>();
  private List<Visible> names = new ArrayList<>();
  private boolean lateral;
  private int columnsRead;

  Scope(@Nullable Scope parent) {
    this.parent = parent;
  }

  @Nullable Scope parent() {
    return parent;
  }

  Map<String, Cte> ctes() {
    return ctes;
  }

  List<Visible> names() {
    return names;
  }

  void see(List<Visible> other) {
    names = new ArrayList<>(other);
  }

  void add(Item item) {
    names.add(Visible.of(item));
  }

  boolean lateral() {
    return lateral;
  }

  void lateral(boolean now) {
    lateral = now;
  }

  /** How many columns of this very query have been referred to so far. */
  int columnsRead() {
    return columnsRead;
  }

  void columnRead() {
    columnsRead++;
  }

  /** Those that can be referred to here. */
  List<Visible> visible() {
    return names.stream().filter(name -> lateral || !name.laterally()).toList();
  }
}
