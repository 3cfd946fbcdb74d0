package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of an EXPLAIN: https://www.postgresql.org/docs/18/sql-explain.html. */
final class ExplainOptions {

  private static final Set<String> HARMLESS =
      Set.of(
          "verbose",
          "costs",
          "settings",
          "generic_plan",
          "buffers",
          "serialize",
          "wal",
          "timing",
          "summary",
          "memory",
          "format");

  private ExplainOptions() {}

  /** Whether it would run the statement; every option that is not clearly off counts. */
  static boolean analyze(Node explain) {
    boolean analyze = false;
    for (Node option : explain.list("options")) {
      String name = option.text("defname", "");
      if (name.equals("analyze")) {
        analyze |= !off(option.node("arg"));
      } else if (!HARMLESS.contains(name)) {
        throw Refusal.gate("EXPLAIN has no option \"" + name + "\" here.", name, option.location());
      }
    }
    return analyze;
  }

  /** Whether it says VERBOSE; every such option that is not clearly off counts. */
  static boolean verbose(Node explain) {
    return explain.list("options").stream()
        .anyMatch(
            option -> option.text("defname", "").equals("verbose") && !off(option.node("arg")));
  }

  private static boolean off(@Nullable Node value) {
    if (value == null) {
      return false;
    }
    return switch (value.kind()) {
      case "Boolean" -> !value.flag("boolval");
      case "Integer" -> value.number("ival") == 0;
      case "String" -> Set.of("false", "off").contains(value.text("sval", ""));
      default -> false;
    };
  }
}
