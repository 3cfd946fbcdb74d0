package dev.howdah.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a server's commands run, and as whom: never as root, which PostgreSQL refuses to be.
 *
 * @param root what the commands see as {@code /}
 * @param prefix what goes before each command
 */
record Place(Path root, List<String> prefix) {

  Place {
    prefix = List.copyOf(prefix);
  }

  /** This machine, as an ordinary user: the one we are, or one that root can become. */
  static Place here() {
    if (!isRoot()) {
      return new Place(Path.of("/"), List.of());
    }
    var user = hasUser("postgres") ? "postgres" : "nobody";
    var group = Script.output(List.of("id", "-g", user));
    return new Place(
        Path.of("/"), List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"));
  }

  /** This machine, as the user whom a file belongs to: the one we are, unless we are root. */
  static Place ofOwner(Path file) {
    if (!isRoot()) {
      return new Place(Path.of("/"), List.of());
    }
    try {
      var owner = Files.readAttributes(file, "unix:uid,gid");
      return new Place(
          Path.of("/"),
          List.of(
              "setpriv",
              "--reuid=" + owner.get("uid"),
              "--regid=" + owner.get("gid"),
              "--clear-groups"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another system's root below a folder of ours, as a user of that system. */
  static Place in(Path root, String user) {
    return new Place(root, List.of("chroot", "--userspec=" + user + ":" + user, root.toString()));
  }

  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean hasUser(String user) {
    try (var lines = Files.lines(Path.of("/etc/passwd"))) {
      return lines.anyMatch(line -> line.startsWith(user + ":"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> command(String... words) {
    var command = new ArrayList<>(prefix);
    command.addAll(Arrays.asList(words));
    return command;
  }

  /** A new temporary folder of that user, by the name that its commands know it by. */
  String newFolder(String purpose) {
    return Script.output(command("mktemp", "-d", "/tmp/howdah-" + purpose + "-XXXXXX"));
  }

  /** What we call a file that the commands call {@code path}. */
  Path seenFromHere(String path) {
    return root.resolve(path.substring(1));
  }
}
