package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Outcome;
import dev.howdah.testing.OpenGate;
import java.util.List;
import java.util.Set;

/** Statements that no guard has seen, for tests of what stands behind it. */
public final class Unjudged {

  private Unjudged() {}

  /** A statement as if it had been allowed. */
  public static CheckedSql sql(String text) {
    if (!(OpenGate.PARSERS.forServer(180000).parse(text) instanceof Outcome.Tree(var parsed))) {
      throw new IllegalArgumentException(text);
    }
    var root = parsed.statements().getFirst().node();
    var shape = new Shape(root, root, StatementKind.SELECT, "", Set.of(), true, false);
    return new CheckedSql(text, shape, Set.of(), false, false, List.of(), StarList.Place.NONE);
  }
}
