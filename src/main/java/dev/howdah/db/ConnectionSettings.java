package dev.howdah.db;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to log in: a connection string, completed as libpq completes it.
 *
 * <p>The connection string beats the service file, which beats the environment, which beats the
 * password file, which beats the defaults. Without a host it is {@code localhost} by TCP.
 */
public final class ConnectionSettings {

  private static final List<Keyword> SAYS_WHERE =
      List.of(Keyword.HOST, Keyword.HOSTADDR, Keyword.DBNAME, Keyword.SERVICE);

  private static final Pattern ZONE_OPTION =
      Pattern.compile("(?i)(?:-c\\s*|--)timezone=([A-Za-z0-9_+:<>/.,-]+)");

  private final Map<Keyword, String> values;

  private ConnectionSettings(Map<Keyword, String> values) {
    this.values = values;
    new DriverSettings(values).check();
  }

  /**
   * Completes a connection string from the environment.
   *
   * @param dsn a URI or a {@code keyword=value} list, or null to take everything from the
   *     environment
   * @throws IllegalArgumentException with a sentence that names the parameter and what would be
   *     right, never a value that may be secret
   */
  public static ConnectionSettings of(@Nullable String dsn, Map<String, String> environment) {
    Map<Keyword, String> values = new EnumMap<>(Keyword.class);
    if (dsn != null) {
      values.putAll(ConnectionString.parse(dsn));
    }
    String service = values.getOrDefault(Keyword.SERVICE, environment.get("PGSERVICE"));
    if (service != null && !service.isEmpty()) {
      ServiceFile.read(service, serviceFiles(values, environment)).forEach(values::putIfAbsent);
    }
    boolean otherHost = values.containsKey(Keyword.HOST) || values.containsKey(Keyword.HOSTADDR);
    for (Keyword keyword : Keyword.values()) {
      String variable = keyword.variable();
      String value = variable == null ? null : environment.get(variable);
      if (value == null || value.isEmpty() || (otherHost && keyword == Keyword.HOSTADDR)) {
        continue;
      }
      if (keyword.use() == Keyword.Use.UNSUPPORTED) {
        throw new IllegalArgumentException(variable + " is not supported here; unset it.");
      }
      values.putIfAbsent(keyword, value);
    }
    defaults(values, environment);
    password(values, environment);
    return new ConnectionSettings(values);
  }

  /** Whether the environment alone says where a database is. */
  public static boolean inEnvironment(Map<String, String> environment) {
    return SAYS_WHERE.stream()
        .map(keyword -> environment.get(Objects.requireNonNull(keyword.variable())))
        .anyMatch(value -> value != null && !value.isEmpty());
  }

  private static void defaults(Map<Keyword, String> values, Map<String, String> environment) {
    values.putIfAbsent(Keyword.HOST, values.getOrDefault(Keyword.HOSTADDR, "localhost"));
    values.putIfAbsent(Keyword.PORT, "5432");
    values.putIfAbsent(
        Keyword.USER,
        environment.getOrDefault(
            "USER", environment.getOrDefault("USERNAME", System.getProperty("user.name"))));
    values.putIfAbsent(Keyword.DBNAME, Objects.requireNonNull(values.get(Keyword.USER)));
    values.putIfAbsent(Keyword.SSLMODE, "prefer");
    values.putIfAbsent(Keyword.APPLICATION_NAME, "howdah");
  }

  private static void password(Map<Keyword, String> values, Map<String, String> environment) {
    String file = environment.get("PGPASSWORD_FILE");
    if (file != null && !file.isEmpty()) {
      if (environment.get("PGPASSWORD") != null) {
        throw new IllegalArgumentException(
            "PGPASSWORD and PGPASSWORD_FILE are both set; unset one of them.");
      }
      if (!values.containsKey(Keyword.PASSWORD)) {
        values.put(Keyword.PASSWORD, PasswordFile.secret(Path.of(file)));
      }
    }
    if (!values.containsKey(Keyword.PASSWORD)) {
      String passfile = values.get(Keyword.PASSFILE);
      Path path = passfile == null ? home(environment).resolve(".pgpass") : Path.of(passfile);
      String host = values.getOrDefault(Keyword.HOST, "");
      PasswordFile.find(
              path,
              host.startsWith("/") ? "localhost" : host.split(",", -1)[0],
              values.getOrDefault(Keyword.PORT, "").split(",", -1)[0],
              values.getOrDefault(Keyword.DBNAME, ""),
              values.getOrDefault(Keyword.USER, ""))
          .ifPresent(password -> values.put(Keyword.PASSWORD, password));
    }
  }

  private static List<Path> serviceFiles(
      Map<Keyword, String> values, Map<String, String> environment) {
    List<Path> files = new ArrayList<>();
    String own = values.getOrDefault(Keyword.SERVICEFILE, environment.get("PGSERVICEFILE"));
    files.add(
        own == null || own.isEmpty()
            ? home(environment).resolve(".pg_service.conf")
            : Path.of(own));
    String directory = environment.get("PGSYSCONFDIR");
    if (directory != null && !directory.isEmpty()) {
      files.add(Path.of(directory, "pg_service.conf"));
    }
    return files;
  }

  private static Path home(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
  }

  /** The same, giving up on a connection after this long unless it says something else itself. */
  public ConnectionSettings within(Duration connectTimeout) {
    Map<Keyword, String> changed = new EnumMap<>(values);
    long seconds = Math.max(1, connectTimeout.toSeconds());
    changed.putIfAbsent(Keyword.CONNECT_TIMEOUT, Long.toString(seconds));
    return new ConnectionSettings(changed);
  }

  /** The host or hosts, or the directory of a Unix-domain socket. */
  public String host() {
    return value(Keyword.HOST);
  }

  /** The port, or one for each host. */
  public String port() {
    return value(Keyword.PORT);
  }

  public String database() {
    return value(Keyword.DBNAME);
  }

  public String user() {
    return value(Keyword.USER);
  }

  boolean hasPassword() {
    return values.containsKey(Keyword.PASSWORD);
  }

  /** Whether TLS is wanted, and what it verifies: a word of libpq's, {@code prefer} by default. */
  public String sslMode() {
    return value(Keyword.SSLMODE);
  }

  /**
   * The session's time zone: {@code PGTZ}, or the one in {@code options}, or UTC. The server's own
   * cannot be kept, because the driver overrides it with the JVM's when it connects.
   */
  String timeZone() {
    Matcher option = ZONE_OPTION.matcher(values.getOrDefault(Keyword.OPTIONS, ""));
    String fallback = option.find() ? option.group(1) : "UTC";
    return values.getOrDefault(Keyword.TIMEZONE, fallback);
  }

  /** The URL for pgjdbc, without user and password. */
  String url() {
    return new DriverSettings(values).url();
  }

  /** The properties for pgjdbc, with user and password. */
  Properties properties() {
    return new DriverSettings(values).properties();
  }

  private String value(Keyword keyword) {
    return Objects.requireNonNull(values.get(keyword));
  }

  /** Whether both log in as the same role to the same database, as far as their words tell. */
  public boolean sameLogin(ConnectionSettings other) {
    return user().equals(other.user())
        && database().equals(other.database())
        && port().equals(other.port())
        && place().equals(other.place());
  }

  /** The host, with one name for this machine, however it is reached. */
  private String place() {
    String host = host().toLowerCase(Locale.ROOT);
    boolean here =
        host.startsWith("/")
            || host.equals("::1")
            || host.equals("[::1]")
            || host.startsWith("127.");
    return here ? "localhost" : host;
  }

  /** What may be shown: {@code user@host:port/database}. */
  public String display() {
    return user() + "@" + host() + ":" + port() + "/" + database();
  }

  @Override
  public String toString() {
    return display();
  }
}
