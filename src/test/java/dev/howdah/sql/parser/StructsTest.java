package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of fields against the types that the npm packages declare for their own trees. */
class StructsTest {

  private static final Pattern INTERFACE = Pattern.compile("export interface (\\w+) \\{([^}]*)}");
  private static final Pattern FIELD = Pattern.compile("(?m)^\\s*(\\w+)\\??: ([^;]+);");

  /** What is no node of a raw tree. */
  private static final Set<String> OTHERS =
      Set.of(
          "ParseResult",
          "ScanResult",
          "ScanToken",
          "SummaryResult",
          "Table",
          "Function",
          "FilterColumn");

  @Test
  void theTableHasEveryFieldOfEveryVersion() throws IOException {
    Set<String> lines = new TreeSet<>();
    Path packages = NodeJs.folder(Grammar.POSTGRES_17).resolveSibling("");
    lines.addAll(lines(packages.resolve("@pgsql/types/types.d.ts")));
    lines.addAll(lines(packages.resolve("libpg-query-18/node_modules/@pgsql/types/types.d.ts")));
    Path table = Path.of("src/main/resources/dev/howdah/sql/parser/structs.txt");
    if (Boolean.getBoolean("howdah.approve")) {
      Files.write(table, lines);
    }

    assertThat(lines).hasSizeGreaterThan(200);
    assertThat(Files.readAllLines(table)).containsExactlyElementsOf(lines);
  }

  private static Set<String> lines(Path types) throws IOException {
    String text = Files.readString(types);
    Set<String> kinds =
        INTERFACE.matcher(text).results().map(kind -> kind.group(1)).collect(Collectors.toSet());
    Set<String> lines = new TreeSet<>();
    for (MatchResult kind : INTERFACE.matcher(text).results().toList()) {
      if (!OTHERS.contains(kind.group(1))) {
        for (MatchResult field : FIELD.matcher(kind.group(2)).results().toList()) {
          String name = kind.group(1) + "." + field.group(1);
          if (field.group(1).equals("location")) {
            lines.add(name);
          }
          if (kinds.contains(field.group(2))) {
            lines.add(name + " " + field.group(2));
          }
        }
      }
    }
    return lines;
  }
}
