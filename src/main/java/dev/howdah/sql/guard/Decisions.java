package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is decided about a set of functions, by name and where needed by signature. Immutable. */
final class Decisions {

  private static final String EVERY = "*";

  private final Map<String, List<Decision>> byName = new HashMap<>();

  /** What may be done with a function; the resource {@code built-ins.txt} explains the words. */
  enum Verb {
    ALLOW,
    REFUSE,
    WRITE,
    CATALOGUE,
    SERVER
  }

  /**
   * What is decided.
   *
   * @param why what the function does and what would work; of no meaning for {@link Verb#ALLOW}
   * @param arguments the signature that it is about; null for all functions of the name
   */
  record Decision(Verb verb, String why, @Nullable List<String> arguments) {}

  Decisions(Stream<PolicyFile.Entry> entries) {
    entries.forEach(this::add);
  }

  private void add(PolicyFile.Entry entry) {
    Verb verb = Verb.valueOf(entry.verb().toUpperCase(Locale.ROOT));
    String name = entry.name();
    int open = name.indexOf('(');
    List<String> arguments = open < 0 ? null : Signature.split(name.substring(open));
    var decisions =
        byName.computeIfAbsent(open < 0 ? name : name.substring(0, open), key -> new ArrayList<>());
    if (decisions.stream().anyMatch(other -> equal(other.arguments(), arguments))) {
      throw new IllegalStateException(name + " is decided twice");
    }
    decisions.add(new Decision(verb, entry.words(), arguments));
  }

  /** What is decided about this very function; its signature comes before its name. */
  Optional<Decision> about(Function function, Catalogue catalogue) {
    List<Decision> named = byName.getOrDefault(function.name(), List.of());
    return first(named, d -> d.arguments() != null && matches(d.arguments(), function, catalogue))
        .or(() -> first(named, d -> d.arguments() == null))
        .or(this::aboutEvery);
  }

  /** What is decided about all functions together, if anything is. */
  Optional<Decision> aboutEvery() {
    return first(byName.getOrDefault(EVERY, List.of()), d -> true);
  }

  private static boolean matches(List<String> arguments, Function function, Catalogue catalogue) {
    return new Signature(arguments).matches(function, catalogue);
  }

  private static Optional<Decision> first(
      List<Decision> decisions, java.util.function.Predicate<Decision> wanted) {
    return decisions.stream().filter(wanted).findFirst();
  }

  private static boolean equal(@Nullable List<String> one, @Nullable List<String> other) {
    return Arrays.equals(
        one == null ? null : one.toArray(), other == null ? null : other.toArray());
  }
}
