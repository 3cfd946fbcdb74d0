package dev.howdah.demo;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The folder of one cluster: its data, passwords, log and socket, and the pipe its users hold.
 *
 * @param path absolute
 */
record ServerFolder(Path path) {

  /** A socket's name may have 103 bytes on macOS and 107 on Linux. */
  private static final int LONGEST_SOCKET = 103;

  /** The port and whether the server said that it is ready. */
  record State(long pid, int port, boolean ready) {}

  Path data() {
    return path.resolve("data");
  }

  Path log() {
    return path.resolve("log");
  }

  Path passwords() {
    return path.resolve("passwords");
  }

  /** The pipe that every user of the running server holds open. */
  Path alive() {
    return path.resolve("alive");
  }

  /** The name of that pipe from the moment that nobody holds it. */
  Path closing() {
    return path.resolve("closing");
  }

  /** Appears when the server of that start has ended. */
  Path ended(String start) {
    return path.resolve("ended-" + start);
  }

  Path pidFile() {
    return data().resolve("postmaster.pid");
  }

  /** Refuses a folder whose name is too long for a socket in it. */
  void mustHoldASocket() {
    if (socket(65535).toString().length() > LONGEST_SOCKET) {
      throw new EmbeddedServerException(
          "The name of the folder " + path + " is too long for a socket. Choose a shorter one.");
    }
  }

  /** What {@code postmaster.pid} says, be it true or stale; empty while incomplete. */
  Optional<State> state() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(pidFile());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() < 4) {
      return Optional.empty();
    }
    var ready = lines.size() > 7 && lines.get(7).strip().equals("ready");
    return Optional.of(
        new State(Long.parseLong(lines.get(0)), Integer.parseInt(lines.get(3)), ready));
  }

  /** The port of the server that really serves this folder: its private socket answers. */
  OptionalInt livePort() throws IOException {
    var state = state();
    return state.isPresent() && state.get().ready() && answers(state.get().port())
        ? OptionalInt.of(state.get().port())
        : OptionalInt.empty();
  }

  /** Whether the process that {@code postmaster.pid} names is a PostgreSQL, not a later process. */
  boolean processAlive() throws IOException {
    return state()
        .flatMap(state -> ProcessHandle.of(state.pid()))
        .flatMap(process -> process.info().command())
        .filter(command -> Path.of(command).endsWith("postgres"))
        .isPresent();
  }

  private boolean answers(int port) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket(port)));
    } catch (IOException e) {
      return false;
    }
  }

  private Path socket(int port) {
    return path.resolve(".s.PGSQL." + port);
  }
}
