package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.db.Database;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Sql;
import dev.howdah.testing.Login;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which roles are served to whom. */
@OnPostgres
final class ConfiguredDatabasesTest {

  private static final Sql ONE = Sql.of("select 1 as one");
  private static final String NETWORK =
      "--transport=streamable-http --host=0.0.0.0 --http.allow-unauthenticated";

  private record None() {}

  private record One(int one) {}

  private final TestDatabase own;

  ConfiguredDatabasesTest(TestDatabase own) {
    this.own = own;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--transport=streamable-http",
        "--host=0.0.0.0",
        NETWORK + " --database.allow-powerful-role"
      })
  void servesAPowerfulRole(String options) {
    assertThat(ask(options, own.superuser())).isEqualTo(1);
  }

  @Test
  void refusesAPowerfulRoleOverANetwork() {
    var refusal = catchThrowableOfType(CallException.class, () -> ask(NETWORK, own.superuser()));

    assertThat(refusal.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
    assertThat(refusal)
        .hasMessageContaining("not served over a network with a role this powerful")
        .hasMessageContaining(own.superuser().user() + " is a superuser, whom no privilege");
  }

  @Test
  void servesARightRoleOverANetwork() {
    assertThat(ask(NETWORK, own.reader())).isEqualTo(1);
  }

  @Test
  void takesADatabaseFromTheEnvironment() {
    var settings = settings(List.of());
    var databases = new ConfiguredDatabases(settings, Map.of("PGHOST", "db", "PGUSER", "me"));

    assertThat(databases.all()).containsExactly(settings.database());
    assertThat(databases.connection(settings.database()).display()).isEqualTo("me@db:5432/me");
    assertThat(new ConfiguredDatabases(settings, Map.of()).all()).isEmpty();
  }

  private int ask(String options, Login login) {
    List<String> words = new ArrayList<>(List.of("--dsn=" + own.dsn(login)));
    Arrays.stream(options.split(" ", -1)).filter(word -> !word.isEmpty()).forEach(words::add);
    Settings settings = settings(words);
    try (Database database =
        new ConfiguredDatabases(settings, Map.of()).open(settings.database())) {
      return database.query(ONE, new None(), One.class, new Cancellation()).getFirst().one();
    }
  }

  private static Settings settings(List<String> words) {
    return ((Command.Serve) new CommandLine("1", Map.of()).parse(words)).settings();
  }
}
