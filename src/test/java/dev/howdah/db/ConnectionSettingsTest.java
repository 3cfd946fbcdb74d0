package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionSettingsTest {

  private static final Map<String, String> NOTHING = Map.of("USER", "os", "HOME", "/nowhere");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "postgresql://u:p@h:1/d | u@h:1/d | p",
        "postgres://u@h/d | u@h:5432/d | ",
        "postgresql+asyncpg://u:p@h/d | u@h:5432/d | p",
        "jdbc:postgresql://h:1/d?user=u&password=p | u@h:1/d | p",
        "jdbc:postgresql:d | os@localhost:5432/d | ",
        "postgresql:// | os@localhost:5432/os | ",
        "postgresql:///d | os@localhost:5432/d | ",
        "postgresql://h | os@h:5432/os | ",
        "postgresql://u@ | u@localhost:5432/u | ",
        "postgresql://u:p%40%2F%3A@h/d%20e | u@h:5432/d e | p@/:",
        "postgresql://u:p@ss@h/d | u@h:5432/d | p@ss",
        "postgresql://u:p/w@h:1/d | u@h:1/d | p/w",
        "postgresql://u:a:b#c%d+e@h/d | u@h:5432/d | a:b#c%d+e",
        "postgresql://u:p?w@h/d?sslmode=disable | u@h:5432/d | p?w",
        "postgresql://h:1/d?user=a@b | a@b@h:1/d | ",
        "postgresql://u@a:1,b:2,c/d | u@a,b,c:1,2,/d | ",
        "postgresql://u@[2001:db8::1]:1/d | u@2001:db8::1:1/d | ",
        "postgresql://u@%2Frun%2Fpg/d | u@/run/pg:5432/d | ",
        "postgresql:///d?host=/run/pg&port=6 | os@/run/pg:6/d | ",
        "host=h port=1 user=u dbname=d password='a b\\'c\\\\' | u@h:1/d | a b'c\\",
        "host = h  dbname = d user=u | u@h:5432/d | ",
        "d | os@localhost:5432/d | ",
      })
  void readsConnectionStrings(String dsn, String display, String password) {
    var settings = ConnectionSettings.of(dsn, NOTHING);

    assertThat(settings).hasToString(display);
    assertThat(settings.properties().getProperty("password")).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://h/d?sslmod=require | did you mean sslmode?",
        "postgresql://h/d?shema=x | unknown parameter shema",
        "host=h passwort=geheim | did you mean password?",
        "host=h sslmode=on | sslmode must be one of disable, allow, prefer",
        "host=h connect_timeout=soon | connect_timeout must be a number of seconds, was soon",
        "host=h port=70000 | port must be a number from 1 to 65535, was 70000",
        "host=a,b port=1,2,3 | 3 ports for 2 hosts",
        "host=h sslcrl=x | sslcrl, which is not supported here",
        "host=/a,/b | cannot be one of several hosts",
        "host=h sslrootcert=system | needs sslmode=verify-full",
        "host=h timezone='x y' | not the name of a time zone",
        "host=h client_encoding=latin1 | client_encoding must be one of utf8",
        "host=h rest | is not keyword=value",
        "mysql://h/d | another scheme than postgresql://",
        "postgresql://h/d?sslmode | has no value",
        "host='h | has no end",
      })
  void refusesWhatItCannotHonour(String dsn, String why) {
    assertThatThrownBy(() -> ConnectionSettings.of(dsn, NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @CsvSource({
    "PGSSLMODE, verify-full, sslmode",
    "PGSSLCERT, /c, sslcert",
    "PGSSLKEY, /k, sslkey",
    "PGSSLROOTCERT, /r, sslrootcert",
    "PGSSLNEGOTIATION, direct, sslNegotiation",
    "PGCHANNELBINDING, require, channelBinding",
    "PGREQUIREAUTH, scram-sha-256, requireAuth",
    "PGGSSENCMODE, require, gssEncMode",
    "PGKRBSRVNAME, pg, kerberosServerName",
    "PGOPTIONS, -c work_mem=1MB, options",
    "PGAPPNAME, mine, ApplicationName",
    "PGCONNECT_TIMEOUT, 3, connectTimeout",
    "PGUSER, u, user",
    "PGPASSWORD, p, password",
  })
  void takesTheEnvironmentOfLibpq(String variable, String value, String property) {
    var settings = ConnectionSettings.of(null, Map.of(variable, value));

    assertThat(settings.properties().getProperty(property)).isEqualTo(value);
  }

  @Test
  void readsThePlaceFromTheEnvironment() {
    var environment = Map.of("PGHOST", "h", "PGPORT", "1", "PGDATABASE", "d", "PGUSER", "u");

    assertThat(ConnectionSettings.of(null, environment)).hasToString("u@h:1/d");
    assertThat(ConnectionSettings.inEnvironment(environment)).isTrue();
    assertThat(ConnectionSettings.inEnvironment(NOTHING)).isFalse();
    assertThat(ConnectionSettings.of(null, Map.of("PGHOSTADDR", "::1", "PGHOST", "name")).url())
        .startsWith("jdbc:postgresql://[::1]:5432/");
  }

  @Test
  void prefersStringToServiceToEnvironmentToPasswordFile(@TempDir Path folder) throws IOException {
    Path services =
        Files.writeString(
            folder.resolve("services"),
            "# ours\n[other]\nhost=x\n[mine]\nhost=service-host\nport=7\nuser=service-user\n");
    Path passwords =
        Files.writeString(
            folder.resolve("pgpass"),
            "# no\nh:1:d:u:a\nservice-host:7:*:string-user:p\\:w\n*:*:*:*:last\n");
    Map<String, String> environment = new HashMap<>();
    environment.put("PGSERVICEFILE", services.toString());
    environment.put("PGPASSFILE", passwords.toString());
    environment.put("PGSERVICE", "mine");
    environment.put("PGHOST", "environment-host");
    environment.put("PGDATABASE", "environment-database");

    var settings = ConnectionSettings.of("user=string-user", environment);

    assertThat(settings).hasToString("string-user@service-host:7/environment-database");
    assertThat(settings.properties().getProperty("password")).isEqualTo("p:w");
    environment.put("PGPASSWORD", "from environment");
    assertThat(ConnectionSettings.of(null, environment).properties())
        .containsEntry("password", "from environment");
    assertThatThrownBy(() -> ConnectionSettings.of("service=none", environment))
        .hasMessageContaining("Add a section [none]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"se cret|se cret", "PGPASSWORD=x=y|x=y", "export PGPASSWORD='a b'|a b"})
  void readsAMountedSecret(String content, String password, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), content + "\n");
    Map<String, String> environment = new HashMap<>(NOTHING);
    environment.put("PGPASSWORD_FILE", file.toString());

    assertThat(ConnectionSettings.of("host=h", environment).properties())
        .containsEntry("password", password);
    environment.put("PGPASSWORD", "x");
    assertThatThrownBy(() -> ConnectionSettings.of("host=h", environment))
        .hasMessage("PGPASSWORD and PGPASSWORD_FILE are both set; unset one of them.");
  }

  @Test
  void reachesUnixSocketsWithoutTls() {
    var properties =
        ConnectionSettings.of("host=/run/pg port=6 sslmode=require", NOTHING).properties();

    assertThat(properties)
        .containsEntry("socketFactoryArg", "/run/pg/.s.PGSQL.6")
        .containsEntry("sslmode", "disable");
  }

  @Test
  void usesTheSystemsCertificates() {
    var properties =
        ConnectionSettings.of("host=h sslrootcert=system sslmode=verify-full", NOTHING)
            .properties();

    assertThat(properties).containsKey("sslfactory").doesNotContainKey("sslrootcert");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, UTC",
        "Asia/Kathmandu, -, Asia/Kathmandu",
        "-, -c work_mem=1MB -c TimeZone=Asia/Tokyo, Asia/Tokyo",
        "Asia/Kathmandu, --timezone=Asia/Tokyo, Asia/Kathmandu",
      })
  void takesTheTimeZoneFromPgtzOrOptions(
      @Nullable String zone, @Nullable String options, String expected) {
    Map<String, String> environment = new HashMap<>(NOTHING);
    if (zone != null) {
      environment.put("PGTZ", zone);
    }
    if (options != null) {
      environment.put("PGOPTIONS", options);
    }

    assertThat(ConnectionSettings.of("host=h", environment).timeZone()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reader@127.0.0.1:5432/sales", "postgres//x", "host:5432"})
  void asksForTheSchemeThatIsMissing(String text) {
    assertThatThrownBy(() -> ConnectionSettings.of(text, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The connection string has no scheme")
        .hasMessageNotContainingAny("reader", "sales");
  }
}
