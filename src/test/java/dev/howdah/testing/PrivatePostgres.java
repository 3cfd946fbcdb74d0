package dev.howdah.testing;

import dev.howdah.demo.OlderPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Starts a PostgreSQL of our own from programs that are on this machine. */
final class PrivatePostgres {

  private static final Duration TO_START = Duration.ofMinutes(4);

  private PrivatePostgres() {}

  /** Debian's own server of that version, when it is installed here with these extensions. */
  static Way<PostgresServer> installed(int major, String... extensions) {
    var controls = Path.of("/usr/share/postgresql/" + major + "/extension");
    for (var extension : extensions) {
      if (!Files.exists(controls.resolve(extension + ".control"))) {
        return new Way.Closed<>("not installed with " + extension);
      }
    }
    return Files.isExecutable(Path.of(programs(major), "initdb"))
        ? new Way.Open<>(() -> start(major, Place.here()))
        : new Way.Closed<>("not installed");
  }

  /** One that the build fetches. */
  static Way<PostgresServer> fetched(int major, Map<String, String> environment) {
    return new Way.Open<>(
        () -> start(major, Place.here(), OlderPostgres.programs(major, environment).toString()));
  }

  static PostgresServer start(int major, Place place) {
    return start(major, place, programs(major));
  }

  private static PostgresServer start(int major, Place place, String programs) {
    var superuser = Login.withRandomPassword("postgres");
    return FreePorts.startOn(
        1,
        ports -> {
          var folder = place.newFolder("postgres");
          write(place.seenFromHere(folder).resolve("password"), superuser.password());
          var port = ports.getFirst();
          var held =
              Held.server(
                  place.seenFromHere(folder),
                  "QUIT",
                  place.command(
                      "sh",
                      "-c",
                      Script.text("postgres.sh"),
                      "postgres",
                      programs,
                      folder,
                      port.toString()),
                  "database system is ready to accept connections",
                  TO_START);
          return new PostgresServer(major, "127.0.0.1", port, superuser, held::close);
        });
  }

  private static String programs(int major) {
    return "/usr/lib/postgresql/" + major + "/bin";
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
