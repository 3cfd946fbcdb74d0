package dev.howdah.sql.guard;

import static java.util.stream.Collectors.groupingBy;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is decided about the functions of extensions: {@code extensions.txt}. */
final class Extensions {

  private static final String SECTION = "extension ";

  private final Map<String, Decisions> byExtension = new HashMap<>();

  Extensions() {
    PolicyFile file = PolicyFile.read("extensions.txt");
    Map<String, List<PolicyFile.Entry>> entries =
        file.entries().stream().collect(groupingBy(PolicyFile.Entry::section));
    for (String section : file.sections()) {
      var decisions = new Decisions(entries.getOrDefault(section, List.of()).stream());
      if (byExtension.put(section, decisions) != null) {
        throw new IllegalStateException(section + " has two sections");
      }
    }
  }

  /** Whether anything is decided about the extension. */
  boolean knows(String extension) {
    return byExtension.containsKey(SECTION + extension);
  }

  Optional<Decisions.Decision> about(String extension, Function function, Catalogue catalogue) {
    return Optional.ofNullable(byExtension.get(SECTION + extension))
        .flatMap(decisions -> decisions.about(function, catalogue));
  }
}
