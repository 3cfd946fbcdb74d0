package dev.howdah.sql.parser;

/** PostgreSQL's parsers: the grammar of 17 for servers up to 17, that of 18 from 18 on. */
public final class Parsers implements AutoCloseable {

  /** Makes nothing yet: a parser is made when it is first used, or by {@link #warm}. */
  public Parsers() {}

  /**
   * The parser for a server.
   *
   * @param serverVersionNum as the server's setting {@code server_version_num}: 150018
   */
  public Parser forServer(int serverVersionNum) {
    int version = serverVersionNum < 180000 ? 170007 : 180004;
    return new Parser() {
      @Override
      public int version() {
        return version;
      }

      @Override
      public Outcome parse(String text) {
        return new Outcome.Refused("The parser is not there yet.");
      }
    };
  }

  /**
   * Makes the first instance of the parser for that server ready, on the calling thread.
   *
   * <p>Call it in the background after the first answer; it never throws.
   */
  public void warm(int serverVersionNum) {}

  /** Ends what runs; every later parse is refused. */
  @Override
  public void close() {}
}
