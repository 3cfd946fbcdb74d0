package dev.howdah.corpus;

import dev.howdah.sql.parser.Outcome.Refused;
import dev.howdah.sql.parser.Outcome.SyntaxError;
import dev.howdah.sql.parser.Outcome.Tree;
import dev.howdah.sql.parser.Parser;
import dev.howdah.sql.parser.Parsers;
import dev.howdah.sql.parser.PatientParsers;
import java.util.Optional;

/** How many statements the parser of the gate takes a text for. */
final class ParserCount implements AutoCloseable {

  private final Parsers parsers = PatientParsers.make();
  private final Parser parser;

  /** That for servers of a major version, such as 17. */
  ParserCount(int major) {
    parser = parsers.forServer(major * 10_000);
  }

  /** The count; empty for a text that is refused before it is parsed. */
  Optional<ServerCount.Count> of(String text) {
    return switch (parser.parse(text)) {
      case Tree(var parsed) ->
          Optional.of(
              parsed.statements().size() <= 1
                  ? ServerCount.Count.NONE_OR_ONE
                  : ServerCount.Count.SEVERAL);
      case SyntaxError _ -> Optional.of(ServerCount.Count.INVALID);
      case Refused _ -> Optional.empty();
    };
  }

  @Override
  public void close() {
    parsers.close();
  }
}
