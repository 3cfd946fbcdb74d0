package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.SqlBody;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parsed;
import dev.howdah.sql.parser.Parser;
import dev.howdah.sql.resolve.Analysis;
import dev.howdah.sql.resolve.Analyzer;
import dev.howdah.sql.resolve.StoredTrees;
import dev.howdah.sql.resolve.UnknownName;
import dev.howdah.sql.resolve.Unsupported;
import dev.howdah.sql.resolve.Uses;
import java.util.List;
import java.util.Objects;

/** What the bodies of functions in the language {@code sql} use. */
final class Bodies {

  private final Catalogue catalogue;
  private final Parser parser;
  private final ServerSettings settings;

  Bodies(Catalogue catalogue, Parser parser) {
    this.catalogue = catalogue;
    this.parser = parser;
    this.settings = new ServerSettings(catalogue);
  }

  /**
   * What a function's body uses, and what makes its result of that; every statement of it must only
   * read.
   *
   * @throws Refusal when it does more, or cannot be judged
   */
  Uses uses(Function function) {
    Returned returned = new Returned(catalogue);
    SqlBody body = catalogue.body(function.oid());
    if (body.tree() != null) {
      Uses all = reading(function, body.tree());
      all.add(returned.uses(function, List.of()));
      return all;
    }
    Outcome outcome = parser.parse(Objects.requireNonNull(body.text()));
    if (!(outcome instanceof Outcome.Tree(Parsed parsed))) {
      throw refusal(function);
    }
    Uses all = Uses.none();
    List<Long> last = List.of();
    for (Parsed.Statement statement : parsed.statements()) {
      Analysis analysis = analysis(function, statement.node());
      all.add(analysis.uses());
      last = analysis.types();
    }
    all.add(returned.uses(function, last));
    return all;
  }

  private Uses reading(Function function, String tree) {
    Uses uses = new StoredTrees(catalogue).uses(tree);
    boolean writes =
        uses.relations().stream().anyMatch(use -> use.privilege() != Uses.Privilege.SELECT);
    if (writes || tree.contains("{ROWMARKCLAUSE")) {
      throw refusal(function);
    }
    settings.check(tree, uses);
    return uses;
  }

  private Analysis analysis(Function function, Node statement) {
    try {
      Shape shape = Shapes.inBody(statement);
      Analysis analysis = Analyzer.ofBody(catalogue, function).analyze(shape.query());
      settings.check(statement, analysis.uses());
      return analysis;
    } catch (Refusal | Unsupported | UnknownName e) {
      throw refusal(function);
    }
  }

  private static Refusal refusal(Function function) {
    return Refusal.gate(
        "The function "
            + function.name()
            + "() cannot be judged by its body; an operator may allow it by its name.",
        function.name(),
        -1);
  }
}
