package dev.howdah.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Everything that went wrong in one run over the corpus, told at its end. */
final class Findings {

  private static final int SHOWN = 100;

  private final String title;
  private final List<String> lines = new ArrayList<>();
  private final TreeMap<String, Integer> perGroup = new TreeMap<>();
  private final List<String> outcomes = new ArrayList<>();

  Findings(String title) {
    this.title = title;
  }

  /** Counts a case that was run, and keeps what became of it. */
  void ran(Case test, Outcome outcome) {
    outcomes.add("%s: %s".formatted(test.name(), outcome));
  }

  void add(Case test, String what) {
    perGroup.merge(test.group(), 1, Integer::sum);
    lines.add("%s: %s%n    %s".formatted(test.name(), what, test.shown()));
  }

  int count() {
    return outcomes.size();
  }

  /** Keeps the whole list under {@code target/corpus} and fails if there is anything in it. */
  void check() {
    keep();
    if (lines.isEmpty()) {
      return;
    }
    int more = lines.size() - SHOWN;
    throw new AssertionError(
        "%s: %d findings in %d cases %s%n%s%s"
            .formatted(
                title,
                lines.size(),
                count(),
                perGroup,
                String.join("\n", lines.subList(0, Math.min(SHOWN, lines.size()))),
                more > 0 ? "\nand " + more + " more in " + file() : ""));
  }

  private void keep() {
    try {
      Files.createDirectories(file().getParent());
      Files.writeString(
          file(),
          "%s: %d findings in %d cases%n%s%n%s%n%nWhat became of each%n%s%n"
              .formatted(
                  title,
                  lines.size(),
                  count(),
                  perGroup,
                  String.join("\n", lines),
                  String.join("\n", outcomes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return Path.of("target", "corpus", title.replaceAll("[^A-Za-z0-9]+", "-") + ".txt");
  }
}
