package dev.howdah.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class NotRunReportTest {

  @Disabled("needs RabbitMQ: no Docker engine")
  static class Broker {
    @Test
    void publishes() {}

    @Test
    void consumes() {}
  }

  static class Mixed {
    @Test
    void runs() {}

    @Test
    void aborts() {
      assumeTrue(false, "no such luck");
    }

    @Test
    void runsInPart(TestReporter reporter) {
      reporter.publishEntry(Map.of(NotRunReport.ENTRY, "needs PostgreSQL 15: not installed"));
    }
  }

  @Test
  void groupsTestsByReason(@TempDir Path folder) throws Exception {
    var file = folder.resolve("not-run.txt");
    run(file, Broker.class, Mixed.class);
    assertThat(file)
        .hasContent(
            """
            Not run: 1 test: Assumption failed: no such luck
              %2$s.aborts
            Not run: 1 test needs PostgreSQL 15: not installed
              %2$s.runsInPart
            Not run: 2 tests need RabbitMQ: no Docker engine
              %1$s.consumes
              %1$s.publishes
            """
                .formatted(Broker.class.getName(), Mixed.class.getName()));
  }

  @Test
  void leavesNoFileWhenAllWasRun(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("not-run.txt"), "of the run before");
    run(file);
    assertThat(file).doesNotExist();
  }

  private static void run(Path file, Class<?>... classes) {
    var selectors = Arrays.stream(classes).map(each -> selectClass(each)).toList();
    var launcher =
        LauncherFactory.create(
            LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build());
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(),
        new NotRunReport(file, new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)));
  }
}
