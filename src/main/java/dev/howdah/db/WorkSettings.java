package dev.howdah.db;

import dev.howdah.config.Option;
import dev.howdah.config.Size;
import org.jspecify.annotations.Nullable;

/**
 * How much work PostgreSQL may put into a statement, for every database. A limit that the role or
 * the server has already is never raised by these.
 *
 * @param workMem null to leave it to the server
 * @param parallelWorkers null to leave it to the server
 */
public record WorkSettings(
    @Option(
            value = "4GB",
            help =
                "Most temporary files of one process, where the role may set temp_file_limit; each"
                    + " parallel worker is one more; see roles.md.")
        Size tempFiles,
    @Option(
            help =
                "Most memory for one sort before it takes to temporary files, and usually twice that"
                    + " for a hash table, and for making an index, which has 1MB at least; left out,"
                    + " the server's work_mem and maintenance_work_mem.")
        @Nullable Size workMem,
    @Option(
            help =
                "Most parallel workers for one part of a plan or for making an index; left out, the"
                    + " server's max_parallel_workers_per_gather and"
                    + " max_parallel_maintenance_workers.")
        @Nullable Integer parallelWorkers) {

  /** What PostgreSQL takes at least for {@code work_mem}. */
  private static final Size LEAST_MEMORY = new Size(64L << 10);

  private static final Size LEAST_FILES = new Size(1L << 20);

  /** PostgreSQL counts kilobytes in 31 bits. */
  private static final Size MOST = new Size(1L << 40);

  private static final int MOST_WORKERS = 1024;

  /** What holds where nothing is configured. */
  public static final WorkSettings DEFAULT = new WorkSettings(new Size(4L << 30), null, null);

  public WorkSettings {
    requireInRange("temp-files", tempFiles, LEAST_FILES);
    if (workMem != null) {
      requireInRange("work-mem", workMem, LEAST_MEMORY);
    }
    if (parallelWorkers != null && (parallelWorkers < 0 || parallelWorkers > MOST_WORKERS)) {
      throw new IllegalArgumentException(
          "parallel-workers must be between 0 and " + MOST_WORKERS + ", was " + parallelWorkers);
    }
  }

  private static void requireInRange(String key, Size size, Size least) {
    if (size.compareTo(least) < 0 || size.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          key + " must be between " + least + " and " + MOST + ", was " + size);
    }
  }
}
