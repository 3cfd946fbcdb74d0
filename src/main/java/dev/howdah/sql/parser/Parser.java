package dev.howdah.sql.parser;

import dev.howdah.sql.NotReady;

/** PostgreSQL's raw parser in one version. Safe for use by many threads at once. */
public interface Parser {

  /** The version whose grammar this is, as {@code server_version_num}: 170007. */
  int version();

  /**
   * Parses a text, which nothing of is looked up or run.
   *
   * <p>It may wait for a free instance of the parser, and takes two seconds at most after that. An
   * interrupt of the calling thread ends it with {@link Outcome.Refused}, the interrupt set again.
   *
   * @throws NotReady when no instance was free in time
   */
  Outcome parse(String text);
}
