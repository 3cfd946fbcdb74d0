package dev.howdah.db;

import org.jspecify.annotations.Nullable;

/**
 * How far pgvector's indexes are searched, for one transaction. pgvector README, Query Options.
 *
 * @param efSearch candidates that an HNSW index keeps, 1 to 1000; null for the server's own
 * @param probes lists that an IVFFlat index reads, 1 to 32768; null for the server's own
 * @param iterative whether an index goes on until enough rows pass the conditions; pgvector 0.8
 */
public record VectorScan(@Nullable Integer efSearch, @Nullable Integer probes, boolean iterative) {

  /** Everything as the server has it. */
  public static final VectorScan AS_SET = new VectorScan(null, null, false);

  private static final int MOST_CANDIDATES = 1000;
  private static final int MOST_LISTS = 32768;

  public VectorScan {
    check("efSearch", efSearch, MOST_CANDIDATES);
    check("probes", probes, MOST_LISTS);
  }

  private static void check(String what, @Nullable Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      throw new IllegalArgumentException(
          what + " must be between 1 and " + most + ", was " + value);
    }
  }
}
