package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dhowdah.approve=true} to write the page anew. */
class ConfigurationPageTest {

  private static final Path PAGE = Path.of("docs/configuration.md");

  @Test
  void thePageIsWhatTheCodePrints() throws IOException {
    String printed = new SettingsReader<>(Settings.class).reference().page();
    if (Boolean.getBoolean("howdah.approve")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, printed);
    }
    assertThat(PAGE).content().isEqualTo(printed);
  }
}
