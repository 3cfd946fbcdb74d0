package dev.howdah.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A PostgreSQL 18 that comes with this program and listens on the loopback interface.
 *
 * <p>All processes that start it on the same home share one server, which ends with the last of
 * them, however that one ends.
 */
public final class EmbeddedServer implements AutoCloseable {

  /** A login and the database to use it on. */
  private record Login(String database, String user, String password) {}

  private final Starter.Running running;
  private final ServerFolder folder;
  private final boolean temporary;
  private final Login login;
  private final Login owner;

  private EmbeddedServer(Starter starter, Starter.Running running, Login login, Login owner) {
    this.running = running;
    this.folder = starter.folder();
    this.temporary = starter.temporary();
    this.login = login;
    this.owner = owner;
  }

  /**
   * Starts the server with the sample database, or joins the one that already serves this home. Its
   * data stay there.
   *
   * @param home the folder for programs and data, made if need be; about 250 MB
   * @param progress told, in sentences for a human, what takes long
   * @throws EmbeddedServerException if that cannot be done here
   */
  public static EmbeddedServer start(Path home, Consumer<String> progress) {
    return explained(home, () -> startSample(home.toAbsolutePath().normalize(), progress));
  }

  /**
   * Starts an empty server of its own, which is deleted when closed and may lose data in a crash.
   * The login is the superuser's.
   *
   * @param home the folder for programs and a template, made if need be
   * @param progress told, in sentences for a human, what takes long
   * @throws EmbeddedServerException if that cannot be done here
   */
  public static EmbeddedServer temporary(Path home, Consumer<String> progress) {
    return explained(home, () -> startEmpty(home.toAbsolutePath().normalize(), progress));
  }

  /**
   * The home to use unless the user names one: {@code /var/lib/howdah/demo} for root, otherwise
   * where this system keeps a user's data.
   */
  public static Path defaultHome(Map<String, String> environment) {
    var userHome = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    if (ServerUser.root()) {
      return Path.of("/var/lib/howdah/demo");
    }
    if (System.getProperty("os.name").startsWith("Mac")) {
      return userHome.resolve("Library/Application Support/howdah/demo");
    }
    var data = environment.getOrDefault("XDG_DATA_HOME", "");
    // The XDG Base Directory Specification has relative paths ignored.
    return (data.startsWith("/") ? Path.of(data) : userHome.resolve(".local/share"))
        .resolve("howdah/demo");
  }

  private static EmbeddedServer startSample(Path home, Consumer<String> progress)
      throws IOException {
    Folders.open(home);
    try (var _ = HomeLock.take(home)) {
      var programs = Programs.in(home, Archive.here(), progress);
      var user = ServerUser.choose();
      var folder = new Clusters(programs, user, home, progress).sample();
      var starter = new Starter(programs, user, folder, false);
      var joined = starter.join();
      var running = joined.isPresent() ? joined.get() : starter.launch();
      progress.accept(
          (joined.isPresent() ? "Joined" : "Started")
              + (" PostgreSQL " + programs.version() + " on port " + running.port() + "."));
      var passwords = Passwords.read(folder.passwords());
      return new EmbeddedServer(
          starter,
          running,
          new Login(Sample.DATABASE, Sample.READER, passwords.reader()),
          new Login(Sample.DATABASE, Sample.OWNER, passwords.owner()));
    }
  }

  private static EmbeddedServer startEmpty(Path home, Consumer<String> progress)
      throws IOException {
    Folders.open(home);
    Programs programs;
    ServerUser user;
    ServerFolder template;
    try (var _ = HomeLock.take(home)) {
      programs = Programs.in(home, Archive.here(), progress);
      user = ServerUser.choose();
      template = new Clusters(programs, user, home, progress).template();
    }
    var folder = new ServerFolder(Files.createTempDirectory("howdah-").toAbsolutePath());
    user.own(folder.path());
    var copied =
        Command.run(
            user.command("cp", "-Rp", template.data().toString(), folder.path().toString()), "");
    if (!copied.succeeded()) {
      Folders.delete(folder.path());
      throw new IOException(copied.output());
    }
    var starter = new Starter(programs, user, folder, true);
    var login = new Login("postgres", "postgres", Passwords.read(template.passwords()).superuser());
    return new EmbeddedServer(starter, starter.launch(), login, login);
  }

  /** The address to connect to. */
  public String host() {
    return Starter.HOST;
  }

  public int port() {
    return running.port();
  }

  /** The database to connect to. */
  public String database() {
    return login.database();
  }

  /** The role to connect as: one that may only read the sample, or a temporary superuser. */
  public String user() {
    return login.user();
  }

  public String password() {
    return login.password();
  }

  /** The role that owns the tables, for tests that write; a temporary server's superuser. */
  public String ownerUser() {
    return owner.user();
  }

  public String ownerPassword() {
    return owner.password();
  }

  /** Lets go of the server, which ends unless others use it. Waits for a temporary one to go. */
  @Override
  public void close() {
    try {
      running.lease().close();
      if (temporary) {
        Starter.awaitGone(folder.path());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Work that fails for reasons of the file system. */
  @FunctionalInterface
  private interface Start {
    EmbeddedServer run() throws IOException;
  }

  private static EmbeddedServer explained(Path home, Start start) {
    try {
      return start.run();
    } catch (AccessDeniedException e) {
      throw new EmbeddedServerException(
          "We may not write to "
              + e.getFile()
              + ". Set XDG_DATA_HOME to a folder where the demo may keep its data.",
          e);
    } catch (IOException e) {
      var message = String.valueOf(e.getMessage());
      throw message.contains("No space left")
          ? new EmbeddedServerException(
              "The disk that holds " + home + " is full; the demo needs about 250 MB.", e)
          : new EmbeddedServerException(
              "The embedded PostgreSQL could not be started in " + home + ": " + message, e);
    }
  }
}
