package dev.howdah.sql.parser;

import java.time.Duration;

/** Parsers that a busy machine may keep waiting, for tests of what comes after them. */
public final class PatientParsers {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private PatientParsers() {}

  /** New ones, which their caller closes. */
  public static Parsers make() {
    return new Parsers(new PoolLimits(PoolLimits.DEFAULTS.workers(), PATIENCE, PATIENCE, PATIENCE));
  }
}
