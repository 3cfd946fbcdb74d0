package dev.howdah.sql;

import java.time.Duration;

/** Nothing was free to parse a text in time, which says nothing about the text. */
public final class NotReady extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Duration waited;

  public NotReady(Duration waited) {
    super("no parser was free", null, false, false);
    this.waited = waited;
  }

  /** How long it was waited for. */
  public Duration waited() {
    return waited;
  }
}
