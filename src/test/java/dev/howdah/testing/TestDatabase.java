package dev.howdah.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A database that one test class has to itself, with an owner and a reader. Its time zone is far
 * from UTC. It is dropped, with its two roles, when closed.
 */
public final class TestDatabase implements AutoCloseable {

  private static final String TIME_ZONE = "Pacific/Chatham";

  private final PostgresServer server;
  private final String name;
  private final Login owner;
  private final Login reader;

  private TestDatabase(PostgresServer server, String name, Login owner, Login reader) {
    this.server = server;
    this.name = name;
    this.owner = owner;
    this.reader = reader;
  }

  /** A new database on a server; the caller closes it. */
  public static TestDatabase create(PostgresServer server, Class<?> test, String... extensions) {
    var word = test.getSimpleName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    var name =
        "%s_%s"
            .formatted(
                word.substring(0, Math.min(word.length(), 30)),
                UUID.randomUUID().toString().substring(0, 8));
    var owner = Login.withRandomPassword(name + "_owner");
    var reader = Login.withRandomPassword(name + "_reader");
    var database = new TestDatabase(server, name, owner, reader);
    try {
      database.create(extensions);
      return database;
    } catch (SQLException e) {
      database.close();
      throw new IllegalStateException("no database on PostgreSQL " + server.major(), e);
    }
  }

  private void create(String... extensions) throws SQLException {
    try (var connection = server.connect("postgres", server.superuser());
        var statement = connection.createStatement()) {
      for (var login : new Login[] {owner, reader}) {
        statement.execute(
            "create role %s login password '%s'".formatted(login.user(), login.password()));
      }
      statement.execute("create database %s owner %s".formatted(name, owner.user()));
      statement.execute("alter database %s set timezone to '%s'".formatted(name, TIME_ZONE));
      statement.execute("revoke all on database %s from public".formatted(name));
      statement.execute("grant connect on database %s to %s".formatted(name, reader.user()));
    }
    try (var connection = connect(server.superuser());
        var statement = connection.createStatement()) {
      for (var extension : extensions) {
        statement.execute("create extension " + extension);
      }
      var toReader = "alter default privileges for role %s grant %%s to %s";
      toReader = toReader.formatted(owner.user(), reader.user());
      statement.execute(toReader.formatted("select on tables"));
      statement.execute(toReader.formatted("usage on schemas"));
    }
  }

  /** Another database on the same server, with logins of its own; the caller closes it. */
  public TestDatabase another(Class<?> test) {
    return create(server, test);
  }

  /** The same database on a server that follows this one. */
  TestDatabase on(PostgresServer follower) {
    return new TestDatabase(follower, name, owner, reader);
  }

  /** PostgreSQL's major version, such as 17. */
  public int major() {
    return server.major();
  }

  public String host() {
    return server.host();
  }

  public int port() {
    return server.port();
  }

  public String name() {
    return name;
  }

  public Login superuser() {
    return server.superuser();
  }

  /** Owns the database, and may do in it what it likes. */
  public Login owner() {
    return owner;
  }

  /** May connect and select from what the owner makes, and nothing else. */
  public Login reader() {
    return reader;
  }

  /** The address for one of the logins, as {@code postgresql://user:password@host:port/name}. */
  public String dsn(Login login) {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(encode(login.user()), encode(login.password()), host(), port(), name);
  }

  /** The address for JDBC, without a login. */
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), name);
  }

  /** The caller closes it. */
  public Connection connect(Login login) throws SQLException {
    return server.connect(name, login);
  }

  /** Runs one or more statements as the owner. */
  public void run(String sql) {
    run(owner, sql);
  }

  /** Runs one or more statements. */
  public void run(Login login, String sql) {
    try (var connection = connect(login);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Throws the reader out and keeps it out, as if the database were down, or lets it in again. */
  public void block(boolean now) {
    run(superuser(), "alter role %s %s".formatted(reader.user(), now ? "nologin" : "login"));
    if (now) {
      run(
          superuser(),
          "select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = '%s'"
              .formatted(reader.user()));
    }
  }

  /** The first column of the first row, as text, asked as the owner; null also without a row. */
  public @Nullable String ask(String sql) {
    return ask(owner, sql);
  }

  /** The first column of the first row, as text; null also without a row. */
  public @Nullable String ask(Login login, String sql) {
    try (var connection = connect(login);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    try (var connection = server.connect("postgres", server.superuser());
        var statement = connection.createStatement()) {
      statement.execute("drop database if exists %s with (force)".formatted(name));
      statement.execute("drop role if exists %s, %s".formatted(owner.user(), reader.user()));
    } catch (SQLException e) {
      throw new IllegalStateException("database " + name + " stays: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "PostgreSQL " + major();
  }
}
