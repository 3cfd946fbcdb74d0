package dev.howdah.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Starts the server of one folder, or joins the one that runs there.
 *
 * @param folder held by nobody else meanwhile: its home is locked, or it is new and ours
 * @param temporary whether data may be lost in a crash and goes when the last user goes
 */
record Starter(Programs programs, ServerUser user, ServerFolder folder, boolean temporary) {

  static final String HOST = "127.0.0.1";

  private static final int ATTEMPTS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(5);

  // In a session of its own, so that neither a terminal nor a client ends it along with us.
  private static final String LAUNCH =
      """
      exec </dev/null >/dev/null 2>&1
      if command -v setsid; then setsid "$@" & else set -m; "$@" & fi
      """;

  /** A server that answers at this port for as long as the lease is open. */
  record Running(int port, Lease lease) {}

  /** Joins the running server, or nothing when there is none; waits while one comes or goes. */
  Optional<Running> join() throws IOException {
    folder.mustHoldASocket();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var running = tryToJoin();
      if (running.isPresent() || !folder.processAlive()) {
        return running;
      }
      pause();
    }
    throw new EmbeddedServerException(
        "The PostgreSQL in "
            + folder.path()
            + " neither answers nor ends. Its log is "
            + folder.log()
            + ".");
  }

  private Optional<Running> tryToJoin() throws IOException {
    var lease = Lease.take(folder);
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    // Only now that it cannot end any more is it worth asking whether it runs.
    var port = folder.livePort();
    if (port.isPresent()) {
      return Optional.of(new Running(port.getAsInt(), lease.get()));
    }
    lease.get().close();
    return Optional.empty();
  }

  /** Starts the server. {@link #join} has found none. */
  Running launch() throws IOException {
    folder.mustHoldASocket();
    layPipe();
    var lease = Lease.take(folder).orElseThrow(() -> new IOException("No pipe in " + folder));
    try {
      for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
        var port = launch(freePort());
        if (port.isPresent()) {
          return new Running(port.getAsInt(), lease);
        }
      }
      throw new EmbeddedServerException(
          "PostgreSQL could not take a port of " + HOST + " or its own memory. " + lastWords());
    } catch (IOException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** Nothing means that another attempt may succeed. */
  private OptionalInt launch(int port) throws IOException {
    var start = UUID.randomUUID().toString();
    var launched = Command.run(command(port, start), "");
    if (!launched.succeeded()) {
      throw new EmbeddedServerException("PostgreSQL could not be run: " + launched.output());
    }
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var live = folder.livePort();
      if (live.isPresent()) {
        return live;
      }
      if (Files.exists(folder.ended(start)) || !Files.exists(folder.path())) {
        return lostRace();
      }
      pause();
    }
    throw new EmbeddedServerException(
        "PostgreSQL did not start within " + PATIENCE.toSeconds() + " s. " + lastWords());
  }

  private List<String> command(int port, String start) throws IOException {
    var words = new ArrayList<>(user.command("sh", "-c", LAUNCH, "howdah"));
    words.addAll(List.of("sh", "-c", Resources.text("watch.sh"), "howdah"));
    words.add(folder.path().toString());
    words.add(temporary ? "delete" : "keep");
    words.add(folder.ended(start).getFileName().toString());
    words.addAll(List.of(programs.path("postgres"), "-D", folder.data().toString()));
    words.addAll(List.of("-c", "listen_addresses=" + HOST, "-c", "port=" + port));
    var socketFolder = folder.path().toString().replace("\"", "\"\"");
    words.addAll(List.of("-c", "unix_socket_directories=\"" + socketFolder + "\""));
    words.addAll(List.of("-c", "fsync=" + (temporary ? "off" : "on")));
    return words;
  }

  private void layPipe() throws IOException {
    if (Files.exists(folder.closing())) {
      Files.move(folder.closing(), folder.alive());
    } else if (!Files.exists(folder.alive())) {
      var made = Command.run(user.command("mkfifo", folder.alive().toString()), "");
      if (!made.succeeded()) {
        throw new IOException(made.output());
      }
    }
  }

  /** Nothing when another program took the port first, or a killed server is still dying. */
  private OptionalInt lostRace() throws IOException {
    var lastWords = lastWords();
    if (lastWords.contains("Address already in use")
        || lastWords.contains("pre-existing shared memory block")) {
      return OptionalInt.empty();
    }
    throw new EmbeddedServerException("PostgreSQL ended while it started. " + lastWords);
  }

  private String lastWords() throws IOException {
    return Files.exists(folder.log())
        ? "It said: " + Files.readString(folder.log()).strip()
        : "It left no log.";
  }

  /** Waits until a temporary server is gone with all that its folder holds. */
  static void awaitGone(Path folder) throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Folders.empty(folder) && System.nanoTime() < deadline) {
      pause();
    }
    Folders.delete(folder);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for PostgreSQL", e);
    }
  }
}
