package dev.howdah.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The proxy HAProxy, of Debian or of this machine. */
public final class Haproxy {

  private static final String PROGRAM = "/usr/sbin/haproxy";
  private static final Duration TO_START = Duration.ofMinutes(3);

  private final Place place;

  Haproxy(Place place) {
    this.place = place;
  }

  /** That of this machine, if it has one. */
  static Way<Haproxy> installed() {
    return Files.isExecutable(Path.of(PROGRAM))
        ? new Way.Open<>(() -> new Haproxy(Place.here()))
        : new Way.Closed<>("no " + PROGRAM);
  }

  /** A running proxy; closing it stops it. */
  public record Running(int port, Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
      stop.run();
    }
  }

  /** What it says of a configuration in this environment; throws when it would not start. */
  public String check(String configuration, String... environment) {
    String folder = folder(configuration);
    try {
      var words = new ArrayList<>(List.of("env"));
      words.addAll(List.of(environment));
      words.addAll(List.of(PROGRAM, "-c", "-V", "-f", folder + "/haproxy.cfg"));
      return Script.output(place.command(words.toArray(String[]::new)));
    } finally {
      Script.output(place.command("rm", "-r", folder));
    }
  }

  /** Starts it with the configuration for a free port. */
  public Running start(IntFunction<String> configuration) {
    return FreePorts.startOn(
        1,
        ports -> {
          int port = ports.getFirst();
          String folder = folder(configuration.apply(port));
          var held =
              Held.server(
                  place.seenFromHere(folder),
                  "KILL",
                  place.command(PROGRAM, "-W", "-db", "-f", folder + "/haproxy.cfg"),
                  "Loading success",
                  TO_START);
          return new Running(port, held::close);
        });
  }

  private String folder(String configuration) {
    String folder = place.newFolder("haproxy");
    try {
      Path file = place.seenFromHere(folder).resolve("haproxy.cfg");
      Files.writeString(file, configuration);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
