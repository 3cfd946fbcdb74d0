package dev.howdah.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;

/** A running PostgreSQL, and the superuser on it. */
public record PostgresServer(int major, String host, int port, Login superuser, Runnable stop)
    implements Server {

  /** The server at an address such as {@code postgresql://postgres:secret@127.0.0.1:5432}. */
  static PostgresServer at(int major, String dsn) {
    var uri = URI.create(dsn);
    var login = Objects.requireNonNullElse(uri.getRawUserInfo(), "postgres").split(":", 2);
    var password = login.length == 2 ? decode(login[1]) : "";
    return new PostgresServer(
        major,
        Objects.requireNonNull(uri.getHost(), () -> "no host in " + dsn),
        uri.getPort() == -1 ? 5432 : uri.getPort(),
        new Login(decode(login[0]), password),
        () -> {});
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The caller closes it. */
  public Connection connect(String database, Login login) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(host, port, database),
        login.user(),
        login.password());
  }
}
