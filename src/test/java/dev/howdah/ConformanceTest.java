package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Conformance;
import dev.howdah.testing.FixtureHttp;
import dev.howdah.testing.Npm;
import dev.howdah.testing.WireRecord;
import dev.howdah.testing.WireSchemas;
import dev.howdah.testing.WireTap;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official conformance suite, which speaks HTTP only. */
class ConformanceTest {

  @ParameterizedTest
  @CsvSource({"2025-11-25, 30, 0", "2026-07-28, 37, 10"})
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void passesAllThatARevisionRequires(
      String revision, int scenarios, int tasks, @TempDir Path results) {
    Npm npm = Npm.installed();
    try (FixtureHttp http = FixtureHttp.start();
        WireTap tap = new WireTap(http.port())) {
      Conformance run =
          Conformance.run(npm, revision, "http://localhost:" + tap.port() + "/mcp", results);

      WireRecord record = new WireRecord(tap.passed());
      System.out.printf(
          "Conformance %s: %d of %d required scenarios, %d messages judged by the schema%n%s",
          revision,
          run.required().stream().filter(Conformance.Scenario::passed).count(),
          run.required().size(),
          record.messages(),
          run.report());
      assertThat(run.required()).as(run.report()).hasSize(scenarios);
      assertThat(run.required()).as(run.report()).allMatch(Conformance.Scenario::passed);
      assertThat(run.ofTasks()).as(run.report()).hasSize(tasks);
      assertThat(run.ofTasks()).as(run.report()).allMatch(Conformance.Scenario::passedOrEmpty);
      assertThat(record.messages()).isGreaterThan(scenarios);
      assertThat(record.problems(WireSchemas.installed())).isEmpty();
    }
  }
}
