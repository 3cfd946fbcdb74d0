package dev.howdah;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be checked of the pages that people read. */
class DocumentsTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern SCHEME = Pattern.compile("https?:.*|mailto:.*");
  private static final Pattern UNFINISHED =
      Pattern.compile("TO[D]O|FIX[M]E|X[X]X|lorem ipsum|<<<<<<<|>>>>>>>");

  static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> below = Files.walk(Path.of("docs"))) {
      return Stream.concat(top, below)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    List<String> dead = new ArrayList<>();
    for (String target : links(page)) {
      URI link = URI.create(target);
      String path = link.getPath();
      Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
      if (!Files.exists(file) || !hasHeading(file, link.getFragment())) {
        dead.add(target);
      }
    }
    assertThat(dead).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void nothingIsLeftUnfinished(Path page) throws IOException {
    assertThat(Files.readAllLines(page)).noneMatch(line -> UNFINISHED.matcher(line).find());
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void aDecisionHasItsThreePartsAndIsListed(Path page) throws IOException {
    assertThat(Files.readAllLines(page))
        .contains("## Context", "## Decision", "## Consequences")
        .hasSizeLessThan(60);
    assertThat(links(Path.of("docs/decisions/README.md"))).contains(page.getFileName().toString());
  }

  static List<Path> decisions() throws IOException {
    return pages().stream()
        .filter(page -> page.getFileName().toString().matches("\\d{4}-.*"))
        .toList();
  }

  private static Set<String> links(Path page) throws IOException {
    return LINK.matcher(prose(page))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !SCHEME.matcher(link).matches())
        .collect(toSet());
  }

  private static boolean hasHeading(Path file, String fragment) throws IOException {
    return fragment == null
        || prose(file)
            .lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
            .map(title -> title.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
            .anyMatch(fragment::equals);
  }

  /** The page without its code. */
  private static String prose(Path page) throws IOException {
    return Files.readString(page).replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
  }
}
