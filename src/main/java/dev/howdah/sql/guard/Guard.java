package dev.howdah.sql.guard;

import dev.howdah.sql.AgentSql;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parsed;
import dev.howdah.sql.parser.Parser;
import dev.howdah.sql.parser.Parsers;
import dev.howdah.sql.resolve.StoredTrees;
import dev.howdah.sql.resolve.UnknownName;
import dev.howdah.sql.resolve.Unsupported;
import dev.howdah.sql.resolve.Uses;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The judge of every text that an agent writes. Thread-safe.
 *
 * <p>PostgreSQL's own parser says what the text is, the catalogue says what its names mean, the
 * policy and the access rules say whether that may be touched. Whatever is not understood is
 * refused.
 */
public final class Guard {

  private static final Pattern NODE = Pattern.compile("[A-Z][a-z_]");

  private final Parsers parsers;
  private final Policies policies;

  public Guard(Parsers parsers, Policies policies) {
    this.parsers = parsers;
    this.policies = policies;
  }

  /**
   * Judges a statement.
   *
   * @throws Catalogue.Missing when something has to be loaded into the catalogue first
   */
  public Verdict check(AgentSql statement, Door door, Access access, Catalogue catalogue) {
    String text = statement.text();
    Parser parser = parsers.forServer(catalogue.serverVersion());
    return switch (parser.parse(text)) {
      case Outcome.SyntaxError(String message, int position) ->
          new Verdict.Refused(Verdict.Why.SYNTAX, message, null, position);
      case Outcome.Refused(String reason) -> new Verdict.Refused(Verdict.Why.GATE, reason, null, 0);
      case Outcome.Tree(Parsed parsed) -> {
        var judgement = new Judgement(text, parser, access, catalogue);
        Optional<StarList> stars = judgement.stars(parsed, door);
        if (stars.isPresent()) {
          yield rewritten(stars.get(), door, judgement);
        }
        yield judgement.verdict(parsed, door, null);
      }
    };
  }

  /**
   * Reads a text as a condition. Nothing of it is judged: that is done to the statement that it
   * becomes a part of.
   *
   * @param serverVersion as the server's setting {@code server_version_num}
   */
  public Condition.Reading condition(AgentSql text, int serverVersion) {
    return Condition.read(text.text(), parsers.forServer(serverVersion));
  }

  /** A text of our making is judged like any other; what is said of it is about the agent's. */
  private static Verdict rewritten(StarList list, Door door, Judgement judgement) {
    if (judgement.parser().parse(list.text()) instanceof Outcome.Tree(Parsed parsed)) {
      Verdict verdict = judgement.of(list.text()).verdict(parsed, door, list);
      return verdict instanceof Verdict.Refused(var why, var message, var object, int position)
          ? new Verdict.Refused(why, message, object, list.place().before(position))
          : verdict;
    }
    return new Verdict.Refused(
        Verdict.Why.ACCESS, "The star could not be written out; name the columns.", "*", 0);
  }

  /** One text before one catalogue. */
  private final class Judgement {

    private final String text;
    private final Parser parser;
    private final Access access;
    private final Catalogue catalogue;

    Judgement(String text, Parser parser, Access access, Catalogue catalogue) {
      this.text = text;
      this.parser = parser;
      this.access = access;
      this.catalogue = catalogue;
    }

    Parser parser() {
      return parser;
    }

    Judgement of(String other) {
      return new Judgement(other, parser, access, catalogue);
    }

    Optional<StarList> stars(Parsed parsed, Door door) {
      try {
        Shape shape = Shapes.of(parsed, door);
        return StarList.of(
            text, shape.query(), new RelationRules(text, catalogue, access, policies), catalogue);
      } catch (Refusal refusal) {
        return Optional.empty();
      }
    }

    Verdict verdict(Parsed parsed, Door door, @Nullable StarList stars) {
      try {
        return new Verdict.Allowed(allowed(parsed, door, stars));
      } catch (Refusal refusal) {
        return refusal.in(text);
      } catch (Unsupported unsupported) {
        // Some are told in words, others by the grammar's own names, which say nothing to anybody.
        String what = NODE.matcher(unsupported.what()).find() ? null : unsupported.what();
        return Refusal.gate(
                "This part of SQL"
                    + (what == null ? "" : " (" + what + ")")
                    + " is not known here; write the statement without it.",
                what,
                unsupported.position())
            .in(text);
      } catch (StoredTrees.Unreadable unreadable) {
        return Refusal.gate(
                "Something behind this statement (a view, a policy or a constraint) cannot be judged.",
                null,
                -1)
            .in(text);
      } catch (UnknownName unknown) {
        return unknown(unknown).in(text);
      }
    }

    private CheckedSql allowed(Parsed parsed, Door door, @Nullable StarList stars) {
      Shape shape = Shapes.of(parsed, door);
      if (!access.allows(shape.kind())) {
        throw Refusal.access(
            shape.kind() + " is not among the statements that are open to you.",
            shape.command(),
            -1);
      }
      for (Operation operation : shape.operations()) {
        if (!access.allows(operation)) {
          throw Refusal.access(
              "You may not run " + operation + " here; open to you: " + open() + ".",
              operation.name(),
              -1);
        }
      }
      if (access.restricted() && shape.cascades()) {
        throw Refusal.access(
            "CASCADE also changes what the statement does not name, which may not be open to you;"
                + " change that first, by its name.",
            "CASCADE",
            -1);
      }
      LongValues.check(shape.root());
      Multiplying.check(shape.root());
      var rules = new RelationRules(text, catalogue, access, policies);
      var sequences = new Sequences(access, catalogue, rules);
      sequences.read(shape.root());
      var reach =
          new Reach(
              catalogue,
              policies,
              rules,
              new Bodies(catalogue, parser),
              sequences,
              shape.writes(),
              shape.explains() || door == Door.SHOWN_PLAN);
      Uses uses = uses(shape, rules, reach);
      new ServerSettings(catalogue).check(shape.root(), uses);
      reach.follow(uses);
      if (shape.root().is("RefreshMatViewStmt")) {
        catalogue.relation(Definitions.name(shape.root().child("relation"))).ifPresent(reach::fill);
      }
      if (shape.explains() && ExplainOptions.verbose(shape.root())) {
        rules.showsColumns();
      }
      boolean discreet = rules.discreet() || (shape.writes() && access.restricted());
      return new CheckedSql(
          text,
          shape,
          rules.targets(),
          discreet,
          reach.setsSequence(),
          stars == null ? List.of() : stars.omitted(),
          stars == null ? StarList.Place.NONE : stars.place());
    }

    private String open() {
      return Stream.of(Operation.values())
          .filter(access::allows)
          .map(Enum::name)
          .collect(Collectors.joining(", "));
    }

    private Uses uses(Shape shape, RelationRules rules, Reach reach) {
      return switch (shape.root().kind()) {
        case "VariableShowStmt" -> {
          new ServerSettings(catalogue).show(shape.root());
          yield Uses.none();
        }
        case "SelectStmt", "ExplainStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" ->
            new ClosedNames(catalogue, access, rules, reach, policies.functions())
                .uses(shape.query());
        default ->
            new DefinitionRules(catalogue, access, rules, reach, policies.functions())
                .uses(shape.root());
      };
    }

    private Refusal unknown(UnknownName unknown) {
      if (access.restricted()) {
        return Refusal.unknown(
            RelationRules.unknown(unknown.name().name()),
            unknown.name().name(),
            unknown.position());
      }
      String name =
          unknown.name().schema() == null
              ? unknown.name().name()
              : unknown.name().schema() + "." + unknown.name().name();
      return Refusal.undefined(
          "relation \"" + name + "\" does not exist", unknown.name().name(), unknown.position());
    }
  }
}
