package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Function.Kind;
import dev.howdah.sql.catalog.Type;
import java.util.Optional;
import java.util.Set;

/**
 * Which functions a statement may run. Immutable and thread-safe.
 *
 * <p>What comes with PostgreSQL and its extensions is decided by curated lists, and what is in none
 * is refused. Functions that users made are judged by their bodies when those are SQL; all others
 * need the operator's word. A function that the operator names is allowed without a look inside.
 */
public final class FunctionPolicy {

  private static final String SETTING = "access.allowed-functions";

  /**
   * Pseudo-types whose values no statement can give a function: internal, and as results trigger,
   * event_trigger, and the handlers of languages, wrappers, index and table methods and sampling.
   */
  private static final long INTERNAL = 2281;

  private static final Set<Long> UNCALLABLE =
      Set.of(INTERNAL, 2279L, 3838L, 2280L, 3115L, 325L, 269L, 3310L);

  private final FunctionRules rules;
  private final BuiltIns builtIns = new BuiltIns();
  private final Extensions extensions = new Extensions();

  /** What is to be done with a function. */
  public sealed interface Verdict {}

  /** It may run, and nothing more has to be looked at. */
  public record Allowed() implements Verdict {}

  /** A function in the language SQL: it may do what its body may. */
  public record JudgeBody() implements Verdict {}

  /** An aggregate: it may run if its support functions may, each by {@link #judgeSupport}. */
  public record JudgeSupport() implements Verdict {}

  /**
   * It tells what the system catalogues hold, and may run where these may be read.
   *
   * @param reason as of {@link Refused}, where they may not
   */
  public record ReadsCatalogues(String reason) implements Verdict {}

  /**
   * It must not run.
   *
   * @param reason a sentence that names the function and says what would work
   */
  public record Refused(String reason) implements Verdict {}

  private FunctionPolicy(FunctionRules rules) {
    this.rules = rules;
  }

  public static FunctionPolicy of(FunctionRules rules) {
    return new FunctionPolicy(rules);
  }

  /**
   * Judges a function that a statement calls, by its name, an operator, a cast or otherwise.
   *
   * @param writing whether the statement may write
   * @throws Catalogue.Missing when the type of an argument has to be loaded first
   */
  public Verdict judge(Function function, Catalogue catalogue, boolean writing) {
    return judge(function, catalogue, writing, false);
  }

  /**
   * Judges a function that the server calls on its own behalf: an aggregate's support functions,
   * what a type's values run, what is behind an operator class.
   *
   * @throws Catalogue.Missing when the type of an argument has to be loaded first
   */
  public Verdict judgeSupport(Function function, Catalogue catalogue, boolean writing) {
    return judge(function, catalogue, writing, true);
  }

  private Verdict judge(
      Function function, Catalogue catalogue, boolean writing, boolean byTheServer) {
    if (rules.name(function, catalogue)) {
      return new Allowed();
    }
    String extension = function.extension();
    if (BuiltIns.holds(function)) {
      return decided(
          function,
          builtIns.about(function, catalogue),
          "it is none that this version of Howdah knows",
          writing,
          byTheServer);
    }
    if (extension == null) {
      return ofUsers(function, catalogue);
    }
    if (rules.extensions().contains(extension)) {
      return new Allowed();
    }
    return extensions.knows(extension)
        ? decided(
            function,
            extensions.about(extension, function, catalogue),
            "it is none of the extension " + extension + " that this version of Howdah knows",
            writing,
            byTheServer)
        : refused(
            function,
            "the extension "
                + extension
                + " is none that this version of Howdah knows; the operator can add "
                + extension
                + " to access.allowed-extensions");
  }

  private static Verdict decided(
      Function function,
      Optional<Decisions.Decision> decision,
      String unknown,
      boolean writing,
      boolean byTheServer) {
    if (decision.isPresent()) {
      String why = decision.get().why();
      boolean allowed =
          switch (decision.get().verb()) {
            case ALLOW -> true;
            case REFUSE -> false;
            case WRITE -> writing;
            case CATALOGUE, SERVER -> byTheServer;
          };
      if (!allowed && decision.get().verb() == Decisions.Verb.CATALOGUE) {
        return new ReadsCatalogues(refusal(function, why));
      }
      return allowed ? new Allowed() : refused(function, why);
    }
    if (isUncallable(function)) {
      return byTheServer
          ? new Allowed()
          : refused(function, "only the server itself can call it; leave it out");
    }
    return refused(function, unknown + "; the operator can add it to " + SETTING);
  }

  /** Whether the operator allows a function, by its name or with all of its schema. */
  boolean opens(Function function, Catalogue catalogue) {
    return rules.name(function, catalogue) || rules.open(function, catalogue);
  }

  /** Whether no statement can call it by its name, so that no list has to decide about it. */
  static boolean isUncallable(Function function) {
    return function.arguments().contains(INTERNAL) || UNCALLABLE.contains(function.result());
  }

  private Verdict ofUsers(Function function, Catalogue catalogue) {
    if (function.kind() == Kind.PROCEDURE) {
      return refused(function, "it is a procedure; only functions can be called");
    }
    if (function.kind() == Kind.AGGREGATE) {
      return new JudgeSupport();
    }
    if (makesItsRange(function, catalogue)) {
      return new Allowed();
    }
    String reason = "";
    if (function.securityDefiner()) {
      reason = "it runs with the rights of its owner";
    } else if (function.configured()) {
      reason = "it comes with settings of its own";
    } else if (!function.language().equals("sql") || function.kind() == Kind.WINDOW) {
      reason = "it is written in " + function.language() + ", and nobody can check what it does";
    }
    if (reason.isEmpty()) {
      return rules.open(function, catalogue) ? new Allowed() : new JudgeBody();
    }
    return refused(
        function,
        reason
            + "; the operator can add "
            + function.schema()
            + "."
            + function.name()
            + " to "
            + SETTING);
  }

  /**
   * Whether it is the function that makes values of a range type, which comes with the type. Only a
   * superuser could make another one in the language internal.
   */
  private static boolean makesItsRange(Function function, Catalogue catalogue) {
    if (!function.language().equals("internal")) {
      return false;
    }
    Type result = catalogue.type(function.result());
    return (result.kind() == Type.Kind.RANGE || result.kind() == Type.Kind.MULTIRANGE)
        && result.name().equals(function.name())
        && result.schema().equals(function.schema());
  }

  private static Verdict refused(Function function, String why) {
    return new Refused(refusal(function, why));
  }

  private static String refusal(Function function, String why) {
    String name =
        function.schema().equals("pg_catalog")
            ? function.name()
            : function.schema() + "." + function.name();
    return "The function " + name + " is refused: " + why + ".";
  }
}
