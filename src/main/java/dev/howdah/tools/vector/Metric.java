package dev.howdah.tools.vector;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How far two embeddings are apart. */
public enum Metric {
  COSINE("<=>", "cosine", "1 - \"distance\""),
  L2("<->", "l2", "1 / (1 + \"distance\")"),
  /** pgvector's operator gives the negative product, so that less is nearer here, too. */
  INNER_PRODUCT("<#>", "ip", "- \"distance\""),
  L1("<+>", "l1", "1 / (1 + \"distance\")"),
  HAMMING("<~>", "hamming", "1 / (1 + \"distance\")"),
  JACCARD("<%>", "jaccard", "1 - \"distance\"");

  private final String operator;
  private final String family;
  private final String similarity;

  Metric(String operator, String family, String similarity) {
    this.operator = operator;
    this.family = family;
    this.similarity = similarity;
  }

  String operator() {
    return operator;
  }

  /** An expression over the column {@code distance}; more is nearer. */
  String similarity() {
    return similarity;
  }

  /** The operator class of indexes that serve it. */
  String operatorClass(VectorType type) {
    return type + "_" + family + "_ops";
  }

  boolean fits(VectorType type) {
    return (type == VectorType.BIT) == (this == HAMMING || this == JACCARD);
  }

  /** What is meant where nothing is said. */
  static Metric byDefault(VectorType type) {
    return type == VectorType.BIT ? HAMMING : COSINE;
  }

  static List<Metric> of(VectorType type) {
    return Arrays.stream(values()).filter(metric -> metric.fits(type)).toList();
  }

  /** Whether pgvector had it from the first. */
  boolean old() {
    return this == COSINE || this == L2 || this == INNER_PRODUCT;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
