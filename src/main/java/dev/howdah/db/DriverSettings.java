package dev.howdah.db;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What pgjdbc must be told so that it does what libpq would do with the same parameters. */
final class DriverSettings {

  private static final Pattern TIME_ZONE = Pattern.compile("[A-Za-z0-9_+:<>/.,-]+");
  private static final int CONNECT_SECONDS = 10;

  private static final Map<String, String> TARGETS =
      Map.of(
          "any", "any",
          "read-write", "primary",
          "primary", "primary",
          "read-only", "secondary",
          "standby", "secondary",
          "secondary", "secondary",
          "prefer-standby", "preferSecondary",
          "prefersecondary", "preferSecondary",
          "preferprimary", "preferPrimary");

  private final Map<Keyword, String> values;

  DriverSettings(Map<Keyword, String> values) {
    this.values = values;
  }

  /** Refuses what could only fail later, or not at all. */
  void check() {
    oneOf(Keyword.SSLMODE, "disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    oneOf(Keyword.SSLNEGOTIATION, "postgres", "direct");
    oneOf(Keyword.CHANNEL_BINDING, "disable", "prefer", "require");
    oneOf(Keyword.GSSENCMODE, "disable", "allow", "prefer", "require");
    oneOf(Keyword.TARGET_SESSION_ATTRS, TARGETS.keySet().toArray(String[]::new));
    oneOf(Keyword.LOAD_BALANCE_HOSTS, "disable", "random", "true", "false");
    oneOf(Keyword.CLIENT_ENCODING, "utf8", "utf-8", "unicode", "auto");
    connectSeconds();
    String zone = values.get(Keyword.TIMEZONE);
    if (zone != null && !TIME_ZONE.matcher(zone).matches()) {
      throw new IllegalArgumentException("timezone (PGTZ) is not the name of a time zone: " + zone);
    }
    hosts();
    if (systemCertificates() && !"verify-full".equals(values.get(Keyword.SSLMODE))) {
      throw new IllegalArgumentException("sslrootcert=system needs sslmode=verify-full.");
    }
    if (values.containsKey(Keyword.HOSTADDR)
        && !Objects.equals(values.get(Keyword.HOSTADDR), values.get(Keyword.HOST))
        && "verify-full".equals(values.get(Keyword.SSLMODE))) {
      throw new IllegalArgumentException(
          "hostaddr cannot be combined with a host and sslmode=verify-full here; leave out"
              + " hostaddr.");
    }
  }

  String url() {
    String database = URLEncoder.encode(value(Keyword.DBNAME), StandardCharsets.UTF_8);
    return "jdbc:postgresql://" + hosts() + "/" + database;
  }

  Properties properties() {
    var properties = new Properties();
    values.forEach(
        (keyword, value) -> {
          if (keyword.property() != null) {
            properties.setProperty(keyword.property(), value);
          }
        });
    properties.setProperty("user", value(Keyword.USER));
    set(properties, "password", values.get(Keyword.PASSWORD));
    set(properties, "options", values.get(Keyword.OPTIONS));
    String target = values.get(Keyword.TARGET_SESSION_ATTRS);
    set(properties, "targetServerType", target == null ? null : TARGETS.get(lower(target)));
    String balance = values.get(Keyword.LOAD_BALANCE_HOSTS);
    if (balance != null && !balance.equals("disable") && !balance.equals("false")) {
      properties.setProperty("loadBalanceHosts", "true");
    }
    String keepalives = values.getOrDefault(Keyword.KEEPALIVES, "1");
    properties.setProperty(
        "tcpKeepAlive", Boolean.toString(!keepalives.equals("0") && !keepalives.equals("false")));
    String seconds = Integer.toString(connectSeconds());
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    if (systemCertificates()) {
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    } else {
      set(properties, "sslrootcert", values.get(Keyword.SSLROOTCERT));
    }
    String socket = socket();
    if (socket != null) {
      properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
      properties.setProperty("socketFactoryArg", socket);
      properties.setProperty("sslmode", "disable");
      properties.setProperty("gssEncMode", "disable");
    }
    return properties;
  }

  /** The path of the Unix-domain socket, or null when the server is reached by TCP. */
  @Nullable String socket() {
    String host = value(Keyword.HOST);
    if (!host.startsWith("/")) {
      return null;
    }
    return Path.of(host, ".s.PGSQL." + value(Keyword.PORT)).toString();
  }

  private String hosts() {
    String[] hosts = values.getOrDefault(Keyword.HOSTADDR, value(Keyword.HOST)).split(",", -1);
    String[] ports = value(Keyword.PORT).split(",", -1);
    if (ports.length != 1 && ports.length != hosts.length) {
      throw new IllegalArgumentException(
          ports.length + " ports for " + hosts.length + " hosts; give one port, or one for each.");
    }
    if (hosts.length > 1 && value(Keyword.HOST).contains("/")) {
      throw new IllegalArgumentException(
          "A Unix-domain socket cannot be one of several hosts here; give it alone.");
    }
    var result = new StringJoiner(",");
    for (int i = 0; i < hosts.length; i++) {
      String host = hosts[i].isEmpty() || hosts[i].startsWith("/") ? "localhost" : hosts[i];
      int port = port(ports[ports.length == 1 ? 0 : i]);
      result.add((host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }
    return result.toString();
  }

  private static int port(String text) {
    if (text.isEmpty()) {
      return 5432;
    }
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("port must be a number from 1 to 65535, was " + text);
    }
    return Integer.parseInt(text);
  }

  private int connectSeconds() {
    String text = values.get(Keyword.CONNECT_TIMEOUT);
    if (text == null) {
      return CONNECT_SECONDS;
    }
    if (!text.matches("-?\\d{1,6}")) {
      throw new IllegalArgumentException(
          "connect_timeout must be a number of seconds, was " + text);
    }
    return Math.max(0, Integer.parseInt(text));
  }

  private boolean systemCertificates() {
    String file = values.get(Keyword.SSLROOTCERT);
    return "system".equals(file) && !Files.exists(Path.of("system"));
  }

  private void oneOf(Keyword keyword, String... allowed) {
    String value = values.get(keyword);
    if (value != null && !java.util.List.of(allowed).contains(lower(value))) {
      throw new IllegalArgumentException(
          keyword.text() + " must be one of " + String.join(", ", allowed) + ", was " + value);
    }
  }

  private static void set(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private String value(Keyword keyword) {
    return Objects.requireNonNull(values.get(keyword));
  }
}
