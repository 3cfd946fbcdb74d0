package dev.howdah.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** Homes for tests, and what tests do with a server. */
final class DemoHome {

  private DemoHome() {}

  /** A new folder that the server's user can come to, unlike JUnit's. */
  static Path fresh() throws IOException {
    var home = Files.createTempDirectory("hd");
    Files.delete(home);
    return home;
  }

  static EmbeddedServer start(Path home) {
    return EmbeddedServer.start(home, _ -> {});
  }

  static String ask(EmbeddedServer server, String sql) throws SQLException {
    try (var connection = connect(server)) {
      return ask(connection, sql);
    }
  }

  static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var lines = new ArrayList<String>();
      while (rows.next()) {
        lines.add(String.valueOf(rows.getString(1)));
      }
      return String.join("\n", lines);
    }
  }

  static Connection connect(EmbeddedServer server) throws SQLException {
    return DriverManager.getConnection(url(server), server.user(), server.password());
  }

  static Connection connectAsOwner(EmbeddedServer server) throws SQLException {
    return DriverManager.getConnection(url(server), server.ownerUser(), server.ownerPassword());
  }

  static String url(EmbeddedServer server) {
    return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
  }

  /** The one cluster with the sample in this home. */
  static ServerFolder cluster(Path home) throws IOException {
    try (var folders = Files.newDirectoryStream(home, "shop-*")) {
      return new ServerFolder(folders.iterator().next());
    }
  }

  /** Waits until no server runs in this folder, and its watcher has written its last file. */
  static void awaitEnd(ServerFolder folder) {
    await(
        () ->
            !Files.exists(folder.pidFile())
                && Files.exists(folder.closing())
                && names(folder).anyMatch(name -> name.startsWith("ended-")));
  }

  private static Stream<String> names(ServerFolder folder) {
    return Stream.ofNullable(folder.path().toFile().list()).flatMap(Stream::of);
  }

  static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("The condition was not met within 3 minutes");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** Another process that starts the server and says so, and holds it until killed. */
  static Process holder(Path home) throws IOException {
    return holder(List.of(), System.getProperty("java.class.path"), home);
  }

  /** Such a process of another user. */
  static Process holder(List<String> prefix, String classPath, Path home) throws IOException {
    var words = new ArrayList<>(prefix);
    words.add(ProcessHandle.current().info().command().orElseThrow());
    words.addAll(List.of("-cp", classPath));
    words.addAll(List.of(Holder.class.getName(), home.toString()));
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Copies what the holder needs to where every user can read it; its class path. */
  static String publicLibrary(Path folder) throws IOException {
    Folders.open(folder);
    var entries = new ArrayList<String>();
    for (var type : List.of(EmbeddedServer.class, Holder.class, XZInputStream.class)) {
      entries.add(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
    entries.add(Archive.here().url().getPath().replaceAll("^file:|!.*", ""));
    for (var index = 0; index < entries.size(); index++) {
      var copy = folder.resolve("part" + index).toString();
      Command.run(List.of("cp", "-r", entries.get(index), copy), "");
      entries.set(index, copy);
    }
    return String.join(":", entries);
  }

  /** The port that the holder's server listens on. */
  static int port(Process holder) throws IOException {
    return Integer.parseInt(String.valueOf(holder.inputReader().readLine()));
  }

  /** The program of the other process. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws InterruptedException {
      var server = start(Path.of(arguments[0]));
      System.out.println(server.port());
      Thread.currentThread().join();
      server.close();
    }
  }
}
