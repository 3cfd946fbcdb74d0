package dev.howdah.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The programs of older versions of PostgreSQL, which the build fetches for tests. */
public final class OlderPostgres {

  private OlderPostgres() {}

  /**
   * The folder of the programs of that version, such as {@code initdb}, unpacked beside those of
   * the embedded server unless that was done before.
   *
   * @param major 15 or 16
   */
  public static Path programs(int major, Map<String, String> environment) {
    Path jar = Path.of("target", "postgres", major + ".jar").toAbsolutePath();
    String archive = Archive.here().url().getPath();
    Path home = EmbeddedServer.defaultHome(environment);
    try {
      Folders.open(home);
      try (var _ = HomeLock.take(home)) {
        URI older = URI.create("jar:" + jar.toUri() + archive.substring(archive.indexOf("!/")));
        return Programs.in(home, new Archive(older.toURL()), System.err::println)
            .folder()
            .resolve("bin");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
