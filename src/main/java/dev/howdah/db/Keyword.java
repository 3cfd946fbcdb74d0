package dev.howdah.db;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every connection parameter of libpq, what sets it in the environment and what pgjdbc calls it.
 *
 * <p>PostgreSQL manual, libpq: Parameter Key Words; Environment Variables.
 */
enum Keyword {
  HOST("host", "PGHOST", Use.OURS),
  HOSTADDR("hostaddr", "PGHOSTADDR", Use.OURS),
  PORT("port", "PGPORT", Use.OURS),
  DBNAME("dbname", "PGDATABASE", Use.OURS),
  USER("user", "PGUSER", Use.OURS),
  PASSWORD("password", "PGPASSWORD", Use.OURS),
  PASSFILE("passfile", "PGPASSFILE", Use.OURS),
  SERVICE("service", "PGSERVICE", Use.OURS),
  SERVICEFILE("servicefile", "PGSERVICEFILE", Use.OURS),
  OPTIONS("options", "PGOPTIONS", Use.OURS),
  TIMEZONE("timezone", "PGTZ", Use.OURS),
  CONNECT_TIMEOUT("connect_timeout", "PGCONNECT_TIMEOUT", Use.OURS),
  TARGET_SESSION_ATTRS("target_session_attrs", "PGTARGETSESSIONATTRS", Use.OURS),
  LOAD_BALANCE_HOSTS("load_balance_hosts", "PGLOADBALANCEHOSTS", Use.OURS),
  KEEPALIVES("keepalives", null, Use.OURS),
  CLIENT_ENCODING("client_encoding", "PGCLIENTENCODING", Use.OURS),
  SSLROOTCERT("sslrootcert", "PGSSLROOTCERT", Use.OURS),
  APPLICATION_NAME("application_name", "PGAPPNAME", "ApplicationName"),
  SSLMODE("sslmode", "PGSSLMODE", "sslmode"),
  SSLNEGOTIATION("sslnegotiation", "PGSSLNEGOTIATION", "sslNegotiation"),
  SSLCERT("sslcert", "PGSSLCERT", "sslcert"),
  SSLKEY("sslkey", "PGSSLKEY", "sslkey"),
  SSLPASSWORD("sslpassword", null, "sslpassword"),
  CHANNEL_BINDING("channel_binding", "PGCHANNELBINDING", "channelBinding"),
  REQUIRE_AUTH("require_auth", "PGREQUIREAUTH", "requireAuth"),
  GSSENCMODE("gssencmode", "PGGSSENCMODE", "gssEncMode"),
  KRBSRVNAME("krbsrvname", "PGKRBSRVNAME", "kerberosServerName"),
  FALLBACK_APPLICATION_NAME("fallback_application_name", null, Use.WITHOUT_EFFECT),
  KEEPALIVES_IDLE("keepalives_idle", null, Use.WITHOUT_EFFECT),
  KEEPALIVES_INTERVAL("keepalives_interval", null, Use.WITHOUT_EFFECT),
  KEEPALIVES_COUNT("keepalives_count", null, Use.WITHOUT_EFFECT),
  TCP_USER_TIMEOUT("tcp_user_timeout", null, Use.WITHOUT_EFFECT),
  SSLCOMPRESSION("sslcompression", "PGSSLCOMPRESSION", Use.WITHOUT_EFFECT),
  SSLSNI("sslsni", "PGSSLSNI", Use.WITHOUT_EFFECT),
  GSSLIB("gsslib", "PGGSSLIB", Use.WITHOUT_EFFECT),
  GSSDELEGATION("gssdelegation", "PGGSSDELEGATION", Use.WITHOUT_EFFECT),
  REQUIRESSL("requiressl", "PGREQUIRESSL", Use.UNSUPPORTED),
  SSLCERTMODE("sslcertmode", "PGSSLCERTMODE", Use.UNSUPPORTED),
  SSLCRL("sslcrl", "PGSSLCRL", Use.UNSUPPORTED),
  SSLCRLDIR("sslcrldir", "PGSSLCRLDIR", Use.UNSUPPORTED),
  REQUIREPEER("requirepeer", "PGREQUIREPEER", Use.UNSUPPORTED),
  SSL_MIN_PROTOCOL_VERSION("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION", Use.UNSUPPORTED),
  SSL_MAX_PROTOCOL_VERSION("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION", Use.UNSUPPORTED),
  REPLICATION("replication", null, Use.UNSUPPORTED);

  /** What becomes of a parameter that is not passed on under another name. */
  enum Use {
    OURS,
    PASSED_ON,
    WITHOUT_EFFECT,
    UNSUPPORTED
  }

  /** Names that pgjdbc's URLs use for the same things. */
  private static final Map<String, Keyword> ALIASES =
      Map.ofEntries(
          Map.entry("database", DBNAME),
          Map.entry("applicationname", APPLICATION_NAME),
          Map.entry("connecttimeout", CONNECT_TIMEOUT),
          Map.entry("logintimeout", CONNECT_TIMEOUT),
          Map.entry("channelbinding", CHANNEL_BINDING),
          Map.entry("requireauth", REQUIRE_AUTH),
          Map.entry("kerberosservername", KRBSRVNAME),
          Map.entry("tcpkeepalive", KEEPALIVES),
          Map.entry("targetservertype", TARGET_SESSION_ATTRS),
          Map.entry("loadbalancehosts", LOAD_BALANCE_HOSTS));

  private static final Map<String, Keyword> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Keyword::text, Function.identity()));

  private final String text;
  private final @Nullable String variable;
  private final Use use;
  private final @Nullable String property;

  Keyword(String text, @Nullable String variable, Use use) {
    this(text, variable, use, null);
  }

  Keyword(String text, @Nullable String variable, String property) {
    this(text, variable, Use.PASSED_ON, property);
  }

  Keyword(String text, @Nullable String variable, Use use, @Nullable String property) {
    this.text = text;
    this.variable = variable;
    this.use = use;
    this.property = property;
  }

  /** The name in connection strings. */
  String text() {
    return text;
  }

  /** The environment variable, or null when there is none. */
  @Nullable String variable() {
    return variable;
  }

  Use use() {
    return use;
  }

  /** The pgjdbc property that takes the value unchanged, or null. */
  @Nullable String property() {
    return property;
  }

  static Optional<Keyword> named(String name) {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    return Optional.ofNullable(BY_NAME.getOrDefault(lower, ALIASES.get(lower)));
  }

  /** The known name that is most like an unknown one. */
  static String nearest(String name) {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    return Arrays.stream(values())
        .map(Keyword::text)
        .min(java.util.Comparator.comparingInt(known -> distance(lower, known)))
        .orElseThrow();
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
