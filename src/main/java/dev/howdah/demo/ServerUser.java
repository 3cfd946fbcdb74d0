package dev.howdah.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user PostgreSQL runs as: ourselves, or, as it refuses to run as root, {@code nobody}.
 *
 * @param prefix the words that go before a command to run it as that user
 * @param owner whom the server's folders must belong to, or null when they stay ours
 */
record ServerUser(List<String> prefix, @Nullable UserPrincipal owner) {

  private static final String NOBODY = "nobody";

  ServerUser {
    prefix = List.copyOf(prefix);
  }

  /** The first way to a user that is not root and really works here. */
  static ServerUser choose() throws IOException {
    return root() ? choose(waysDown()) : new ServerUser(List.of(), null);
  }

  static ServerUser choose(List<List<String>> ways) throws IOException {
    for (var way : ways) {
      var user = new ServerUser(way, null);
      var id = Command.attempt(user.command("id", "-u"));
      if (id.succeeded() && !id.output().equals("0")) {
        return way.getFirst().equals("unshare") ? user : new ServerUser(way, nobody());
      }
    }
    throw new EmbeddedServerException(
        "PostgreSQL refuses to run as root, and none of setpriv, runuser, su and unshare works"
            + " here. Start the program as an ordinary user.");
  }

  /** Ways from root to nobody; the last keeps root's files, in a user namespace without rights. */
  static List<List<String>> waysDown() {
    var group = Command.attempt(List.of("id", "-g", NOBODY)).output();
    return List.of(
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + group, "--clear-groups", "--"),
        List.of("runuser", "-u", NOBODY, "--"),
        List.of("su", "-s", "/bin/sh", "-c", "exec \"$@\"", NOBODY, "--", "sh"),
        List.of("unshare", "-U", "--"));
  }

  static boolean root() {
    return Command.attempt(List.of("id", "-u")).output().equals("0");
  }

  /** A command as this user. */
  List<String> command(String... words) {
    var command = new ArrayList<>(prefix);
    command.addAll(List.of(words));
    return command;
  }

  /** Hands a file or folder of ours to this user. */
  void own(Path path) throws IOException {
    if (owner != null) {
      Files.setOwner(path, owner);
    }
  }

  /** Refuses a folder that this user cannot come to, such as one below root's home. */
  void mustReach(Path folder) {
    if (!Command.attempt(command("test", "-x", folder.toString())).succeeded()) {
      throw new EmbeddedServerException(
          "PostgreSQL runs as the user nobody here, who cannot enter "
              + folder
              + ". Choose another folder, such as one below /var/lib.");
    }
  }

  private static UserPrincipal nobody() throws IOException {
    return Path.of("/")
        .getFileSystem()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(NOBODY);
  }
}
