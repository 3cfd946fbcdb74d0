package dev.howdah.task.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example in docs/tasks.md does what it says. */
@OnPostgres
class MonthlyReportTest {

  private static final String FOLDER = "src/test/java/dev/howdah/task/example/";

  @Test
  void runs(TestDatabase database) {
    assertThat(
            MonthlyReport.run(
                database.jdbcUrl(), database.owner().user(), database.owner().password()))
        .isEqualTo("completed {\"rows\":7}");
  }

  @Test
  void isShownAsItIs() throws IOException {
    assertThat(Files.readString(Path.of("docs/tasks.md")))
        .contains(Files.readString(Path.of(FOLDER + "MonthlyReport.java")));
  }
}
