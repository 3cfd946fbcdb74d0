package dev.howdah.testing;

import dev.howdah.tool.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One run of the official conformance suite over a set of requirements.
 *
 * @param required the scenarios that a server of the revision must pass
 * @param unscored those that are run and reported, but not asked for
 */
public record Conformance(List<Scenario> required, List<Scenario> unscored) {

  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Pattern NAME = Pattern.compile("^ +- (\\S+)( \\[(server|client)])?$");
  private static final Pattern FOLDER =
      Pattern.compile("server-(.+)-\\d{4}-\\d{2}-\\d{2}T[0-9-]+Z");

  public Conformance {
    required = List.copyOf(required);
    unscored = List.copyOf(unscored);
  }

  /**
   * Runs the suite.
   *
   * @param results an empty folder for what it writes
   */
  public static Conformance run(Npm npm, String revision, String url, Path results) {
    Listing listing =
        Listing.read(npm.conformance("list", "--requirements", revision).run(LIMIT).out());
    Command.Result run =
        npm.conformance(
                "server", "--url", url, "--requirements", revision, "-o", results.toString())
            .run(LIMIT);
    List<Scenario> scenarios = Scenario.readAll(results);
    if (scenarios.isEmpty()) {
      throw new AssertionError("The suite wrote no results:\n" + run.out() + run.err());
    }
    return new Conformance(
        scenarios.stream().filter(one -> listing.required().contains(one.name())).toList(),
        scenarios.stream().filter(one -> !listing.required().contains(one.name())).toList());
  }

  /** The scenarios of the extension of tasks, which no revision requires. */
  public List<Scenario> ofTasks() {
    return unscored.stream().filter(one -> one.name().startsWith("tasks-")).toList();
  }

  /** Every scenario that was not required, and every warning, one a line. */
  public String report() {
    StringBuilder report = new StringBuilder();
    for (Scenario scenario : unscored) {
      report.append("  unscored %-45s %s%n".formatted(scenario.name(), scenario.outcome()));
    }
    Stream.concat(required.stream(), unscored.stream())
        .flatMap(Scenario::complaints)
        .forEach(line -> report.append("  ").append(line).append('\n'));
    return report.toString();
  }

  /** A scenario and its checks. */
  public record Scenario(String name, List<Check> checks) {

    public Scenario {
      checks = List.copyOf(checks);
    }

    static List<Scenario> readAll(Path results) {
      try (Stream<Path> folders = Files.list(results)) {
        List<Scenario> scenarios = new ArrayList<>();
        for (Path folder : folders.sorted().toList()) {
          Matcher name = FOLDER.matcher(folder.getFileName().toString());
          if (name.matches()) {
            scenarios.add(read(name.group(1), folder.resolve("checks.json")));
          }
        }
        return scenarios;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Scenario read(String name, Path file) throws IOException {
      List<Check> checks = new ArrayList<>();
      for (JsonNode check : Json.MAPPER.readTree(Files.readAllBytes(file))) {
        checks.add(
            new Check(
                check.path("id").stringValue(""),
                check.path("status").stringValue(""),
                check.path("errorMessage").stringValue("")));
      }
      return new Scenario(name, checks);
    }

    /** Whether something was checked and nothing failed. */
    public boolean passed() {
      return checks.stream().anyMatch(check -> check.status().equals("SUCCESS"))
          && checks.stream().noneMatch(check -> check.status().equals("FAILURE"));
    }

    /** The same, or the suite has nothing to check there yet and says so. */
    public boolean passedOrEmpty() {
      return passed() || checks.stream().allMatch(check -> check.status().equals("SKIPPED"));
    }

    String outcome() {
      return checks.stream()
          .map(Check::status)
          .distinct()
          .sorted()
          .map(status -> "%d %s".formatted(count(status), status))
          .reduce((left, right) -> left + ", " + right)
          .orElse("nothing checked");
    }

    private long count(String status) {
      return checks.stream().filter(check -> check.status().equals(status)).count();
    }

    Stream<String> complaints() {
      return checks.stream()
          .filter(check -> check.status().equals("WARNING") || check.status().equals("FAILURE"))
          .map(check -> "%s: %s %s".formatted(name, check.status(), check.describe()));
    }
  }

  /** One thing that a scenario looked at. */
  public record Check(String id, String status, String message) {
    String describe() {
      return message.isEmpty() ? id : id + ": " + message;
    }
  }

  /** What the suite says it will run. */
  private record Listing(Set<String> required) {

    static Listing read(String text) {
      Set<String> required = new LinkedHashSet<>();
      boolean server = false;
      for (String line : text.lines().toList()) {
        if (!line.isBlank() && !line.startsWith(" ")) {
          server = line.startsWith("Server scenarios");
        }
        Matcher name = NAME.matcher(line);
        if (server && name.matches()) {
          required.add(name.group(1));
        }
      }
      return new Listing(required);
    }
  }
}
