package dev.howdah.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/**
 * A database on a PostgreSQL 18 of its own, and the same on a hot standby that follows it. What is
 * committed on the primary can be read on the standby at once: its commits wait for that.
 */
public final class Replicated implements AutoCloseable {

  private static final Duration TO_START = Duration.ofMinutes(4);

  private final PostgresServer first;
  private final PostgresServer second;
  private final TestDatabase primary;

  private Replicated(PostgresServer first, PostgresServer second, TestDatabase primary) {
    this.first = first;
    this.second = second;
    this.primary = primary;
  }

  /** Starts both; the caller closes them. */
  public static Replicated start(Class<?> test) {
    var first = EmbeddedPostgres.start(System.getenv());
    try {
      var second = follow(first);
      run(first, "alter system set synchronous_standby_names = '*'");
      run(first, "alter system set synchronous_commit = remote_apply");
      run(first, "select pg_reload_conf()");
      return new Replicated(first, second, TestDatabase.create(first, test));
    } catch (SQLException | RuntimeException e) {
      first.close();
      throw new IllegalStateException("no standby", e);
    }
  }

  /** As {@code pg_basebackup}, which does not come with the program, would do it. */
  private static PostgresServer follow(PostgresServer server) throws SQLException {
    try (var connection = server.connect("postgres", server.superuser())) {
      var data = ask(connection, "show data_directory");
      var place = Place.ofOwner(Path.of(data));
      var postgres = program(Path.of(data));
      var folder = place.newFolder("standby");
      ask(connection, "select pg_backup_start('standby', true)");
      Script.output(place.command("cp", "-Rp", data, folder + "/data"));
      var label = ask(connection, "select labelfile from pg_backup_stop(false)");
      var primary =
          "host=%s port=%d user=%s password=%s"
              .formatted(
                  server.host(),
                  server.port(),
                  server.superuser().user(),
                  server.superuser().password());
      return FreePorts.startOn(
          1,
          ports -> {
            var port = ports.getFirst();
            var held =
                Held.server(
                    Path.of(folder),
                    "QUIT",
                    place.command(
                        "sh",
                        "-c",
                        Script.text("standby.sh"),
                        "standby",
                        postgres,
                        folder,
                        port.toString(),
                        primary,
                        label),
                    "database system is ready to accept read-only connections",
                    TO_START);
            return new PostgresServer(
                server.major(), "127.0.0.1", port, server.superuser(), held::close);
          });
    }
  }

  /** The program that serves these data, as it was started. */
  private static String program(Path data) {
    try {
      return Files.readString(data.resolve("postmaster.opts")).split(" ", 2)[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return Objects.requireNonNull(rows.getString(1), sql);
    }
  }

  private static void run(PostgresServer server, String sql) throws SQLException {
    try (var connection = server.connect("postgres", server.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public TestDatabase primary() {
    return primary;
  }

  /** The same database, with the same logins; not to be closed by itself. */
  public TestDatabase standby() {
    return primary.on(second);
  }

  @Override
  public void close() {
    second.close();
    first.close();
  }
}
