package dev.howdah.tools.vector;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns of one table that a caller may know of. */
record Columns(List<Column> all) {

  private static final int MOST_NAMED = 60;

  /**
   * One of them.
   *
   * @param type of a domain: what it is of
   * @param shown as PostgreSQL writes the type, with its modifier
   * @param modifier the dimensions of a vector or the length of bits; -1 for any
   * @param vector whether the type is pgvector's, or PostgreSQL's own {@code bit}
   * @param words whether the type is one of texts
   * @param key whether it belongs to the primary key
   */
  record Column(
      int number,
      String name,
      String type,
      String shown,
      int modifier,
      boolean vector,
      boolean words,
      boolean readable,
      boolean insertable,
      boolean generated,
      boolean key) {}

  Columns {
    all = List.copyOf(all);
  }

  /** Without those that are blocked. */
  static Columns open(List<Column> all, Set<String> blocked) {
    return new Columns(all.stream().filter(column -> !blocked.contains(column.name())).toList());
  }

  List<Column> readable() {
    return all.stream().filter(Column::readable).toList();
  }

  /** The readable ones of the primary key; empty when it has others, too. */
  List<Column> key() {
    List<Column> key = all.stream().filter(Column::key).toList();
    return key.stream().allMatch(Column::readable) ? key : List.of();
  }

  /**
   * A column by its exact name.
   *
   * @param argument for the message
   * @param wanted what may be done with it
   */
  Column get(String table, String argument, String name, Predicate<Column> wanted) {
    Optional<Column> found =
        all.stream().filter(wanted).filter(column -> column.name().equals(name)).findFirst();
    return found.orElseThrow(
        () ->
            Invalid.argument(
                "%s: %s has no column \"%s\" that is open to you here; it has %s."
                    .formatted(argument, table, Invalid.shown(name), names(all.stream(), wanted))));
  }

  /**
   * The column of embeddings.
   *
   * @param name null for the only one there is
   */
  Column embedding(String table, String argument, @Nullable String name, Predicate<Column> wanted) {
    if (name == null || name.isEmpty()) {
      return only(table, argument, wanted);
    }
    Column column = get(table, argument, name, wanted);
    if (VectorType.of(column).isEmpty()) {
      String others = names(embeddings(), wanted);
      throw Invalid.argument(
          "%s: \"%s\" is of type %s, which holds no embeddings; vector, halfvec, sparsevec and bit do. %s"
              .formatted(
                  argument,
                  name,
                  column.shown(),
                  others.equals("none")
                      ? "No column of " + table + " is of such a type."
                      : "Of such a type: " + others + "."));
    }
    return column;
  }

  /** All that can hold an embedding. */
  Stream<Column> embeddings() {
    return all.stream().filter(each -> VectorType.of(each).isPresent());
  }

  /** The only column of embeddings; bits, which may mean anything, count where nothing else is. */
  private Column only(String table, String argument, Predicate<Column> wanted) {
    List<Column> open = embeddings().filter(wanted).toList();
    List<Column> vectors =
        open.stream()
            .filter(each -> !VectorType.of(each).equals(Optional.of(VectorType.BIT)))
            .toList();
    List<Column> candidates = vectors.isEmpty() ? open : vectors;
    if (candidates.isEmpty()) {
      throw Invalid.argument(
          "%s has no column of type vector, halfvec, sparsevec or bit that is open to you here; it has %s."
              .formatted(table, names(all.stream(), wanted)));
    }
    if (candidates.size() > 1) {
      throw Invalid.argument(
          "%s must be given, as %s has several: %s."
              .formatted(argument, table, names(open.stream(), wanted)));
    }
    return candidates.getFirst();
  }

  private static String names(Stream<Column> columns, Predicate<Column> wanted) {
    List<String> names = columns.filter(wanted).map(Column::name).toList();
    return names.isEmpty()
        ? "none"
        : names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
            + (names.size() > MOST_NAMED ? ", …" : "");
  }
}
