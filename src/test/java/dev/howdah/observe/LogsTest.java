package dev.howdah.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogsTest {

  /** A table may be called like a line of the log. */
  @Test
  void aMessageIsOneLineOfPrintableText() {
    var entry = new LogRecord(Level.WARNING, "no table \"a\n2026 SEVERE \u001b[31mb\u202e\"");
    entry.setLoggerName("dev.howdah.db");
    entry.setThrown(new IllegalStateException("x\n2026 SEVERE y"));

    String text = new Logs.TextLine().format(entry);

    assertThat(text)
        .contains("WARNING dev.howdah.db no table \"a\\n2026 SEVERE \\u001B[31mb\\u202E\"\n");
    assertThat(text.lines().filter(line -> !line.startsWith("  "))).hasSize(1);
  }
}
