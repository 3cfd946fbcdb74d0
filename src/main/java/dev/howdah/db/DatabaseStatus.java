package dev.howdah.db;

import org.jspecify.annotations.Nullable;

/**
 * How a database is doing.
 *
 * @param serverVersion null before the first connection
 * @param lastError why the latest attempt to connect failed, or null when it did not
 * @param inUse connections that run something, or are being opened
 * @param idle connections that wait for work
 * @param waiting calls that wait for a connection
 */
public record DatabaseStatus(
    String name,
    @Nullable String serverVersion,
    @Nullable String lastError,
    int inUse,
    int idle,
    int waiting,
    int maxSize) {

  /** Whether the latest attempt to connect succeeded. */
  public boolean connected() {
    return serverVersion != null && lastError == null;
  }
}
