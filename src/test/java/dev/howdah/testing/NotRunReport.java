package dev.howdah.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Tells at the end of a test run which tests were not run and why, on standard error and in a file
 * that {@code ./build} prints. No file means that all were run.
 */
public final class NotRunReport implements TestExecutionListener {

  /** The key of a report entry whose value is the reason why a part of a test was not run. */
  static final String ENTRY = "not run";

  private final Path file;
  private final PrintStream console;
  private final Map<String, SortedSet<String>> testsByReason = new TreeMap<>();
  private @Nullable TestPlan plan;
  private String shown = "";

  /** The instance that JUnit finds as a service. */
  public NotRunReport() {
    this(
        Path.of("target", "not-run-" + System.getProperty("howdah.test.process", "1") + ".txt"),
        System.err);
  }

  NotRunReport(Path file, PrintStream console) {
    this.file = file;
    this.console = console;
  }

  @Override
  public synchronized void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    var within =
        plan == null
            ? List.<TestIdentifier>of()
            : plan.getDescendants(test).stream().filter(TestIdentifier::isTest).toList();
    if (within.isEmpty()) {
      add(test, reason);
    }
    within.forEach(each -> add(each, reason));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      var reason = result.getThrowable().map(Throwable::getMessage).orElse("aborted");
      executionSkipped(test, reason);
    }
  }

  @Override
  public synchronized void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    var reason = entry.getKeyValuePairs().get(ENTRY);
    if (reason != null) {
      add(test, reason);
    }
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan testPlan) {
    try {
      if (testsByReason.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      Files.createDirectories(file.toAbsolutePath().getParent());
      String text = text();
      if (!text.equals(shown)) {
        Files.writeString(file, text);
        console.print(text);
        shown = text;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(TestIdentifier test, String reason) {
    testsByReason.computeIfAbsent(reason, _ -> new TreeSet<>()).add(name(test));
  }

  private String text() {
    return testsByReason.entrySet().stream()
        .map(
            entry ->
                "Not run: %s\n%s"
                    .formatted(
                        sentence(entry.getValue().size(), entry.getKey()),
                        entry.getValue().stream()
                            .map(name -> "  " + name + "\n")
                            .collect(Collectors.joining())))
        .collect(Collectors.joining());
  }

  private static String sentence(int tests, String reason) {
    var count = tests == 1 ? "1 test" : tests + " tests";
    if (!reason.startsWith("needs ")) {
      return count + ": " + reason;
    }
    return tests == 1
        ? count + " " + reason
        : count + " need " + reason.substring("needs ".length());
  }

  private static String name(TestIdentifier test) {
    return switch (test.getSource().orElse(null)) {
      case MethodSource source -> source.getClassName() + "." + source.getMethodName();
      case ClassSource source -> source.getClassName();
      case null, default -> test.getDisplayName();
    };
  }
}
