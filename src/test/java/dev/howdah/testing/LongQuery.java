package dev.howdah.testing;

/** A statement that runs for minutes, in little memory, and that the gate lets through. */
public final class LongQuery {

  public static final String SQL =
      "select count(*) from generate_series(1, 100000) a, generate_series(1, 1000000) b";

  private LongQuery() {}
}
