package dev.howdah.tools.vector;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A type that embeddings are stored in. pgvector README, Reference. */
enum VectorType {
  VECTOR(16_000, 2_000),
  HALFVEC(16_000, 4_000),
  SPARSEVEC(1_000_000_000, 1_000_000_000),
  BIT(83_886_080, 64_000);

  private final int mostDimensions;
  private final int mostIndexed;

  VectorType(int mostDimensions, int mostIndexed) {
    this.mostDimensions = mostDimensions;
    this.mostIndexed = mostIndexed;
  }

  int mostDimensions() {
    return mostDimensions;
  }

  /** Most dimensions of a column that an index can be made of. */
  int mostIndexed() {
    return mostIndexed;
  }

  /** The type of a column, if it is one of these. */
  static Optional<VectorType> of(Columns.Column column) {
    return Stream.of(values())
        .filter(type -> column.vector() && type.toString().equals(column.type()))
        .findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
