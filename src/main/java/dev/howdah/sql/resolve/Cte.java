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
  private long mark = Types.UNDECIDED;
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

  /** The type of the column that CYCLE marks rows with. */
  long mark() {
    return mark;
  }

  void mark(long type) {
    mark = type;
  }

  /** Null until they are known. */
  @Nullable List<Field> columns() {
    return columns;
  }

  void columns(List<Field> known) {
    columns = List.copyOf(known);
  }
}
