package dev.howdah.sql.resolve;

import dev.howdah.sql.parser.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A common table expression, which is read once. */
final class Cte {

  private final Node node;
  private final Scope home;
  private final boolean recursive;
  private boolean entered;
  private @Nullable List<Field> columns;

  Cte(Node node, Scope home, boolean recursive) {
    this.node = node;
    this.home = home;
    this.recursive = recursive;
  }

  Node node() {
    return node;
  }

  Scope home() {
    return home;
  }

  boolean recursive() {
    return recursive;
  }

  /** Whether it is still to be read; the first to ask has to. */
  boolean enter() {
    var first = !entered;
    entered = true;
    return first;
  }

  /** Null until they are known. */
  @Nullable List<Field> columns() {
    return columns;
  }

  void columns(List<Field> known) {
    columns = List.copyOf(known);
  }
}
