package dev.howdah.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that somebody has read and found right. Run with {@code -Dhowdah.approve=true} to write
 * them anew, then read the difference.
 */
public final class Approved {

  private Approved() {}

  /** Fails unless the file holds this text. */
  public static void check(Path file, String text) {
    if (Boolean.getBoolean("howdah.approve")) {
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(file).content().isEqualTo(text);
  }
}
