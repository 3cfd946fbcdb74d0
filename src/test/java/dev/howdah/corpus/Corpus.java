package dev.howdah.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files under {@code src/test/resources/corpus}. */
final class Corpus {

  private Corpus() {}

  /** Statements that must not run where only reading is allowed. */
  static List<Case> attacks() {
    return read("attacks");
  }

  /** Statements that must be answered. */
  static List<Case> harmless() {
    return read("harmless");
  }

  /** Statements whose answer must not depend on what the caller may not see. */
  static List<Case> access() {
    return read("access");
  }

  /** A file beside the folders. */
  static String text(String name) {
    return read(folder().resolve(name));
  }

  private static List<Case> read(String kind) {
    try (Stream<Path> files = Files.list(folder().resolve(kind))) {
      return files
          .sorted()
          .flatMap(file -> CorpusFile.read(group(file), read(file)).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String group(Path file) {
    return file.getFileName().toString().replaceFirst("\\.txt$", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Path.of(Objects.requireNonNull(Corpus.class.getResource("/corpus")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
