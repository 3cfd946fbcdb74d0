package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatabasesTest {

  private static Database named(String name) {
    var settings = ConnectionSettings.of("postgresql://u:geheim@h/d", Map.of());
    return new Database(name, settings, PoolSettings.DEFAULT);
  }

  @Test
  void findsDatabasesByNameAndTheFirstByDefault() {
    try (var databases = new Databases(List.of(named("main"), named("reports")))) {
      assertThat(databases.get(null).name()).isEqualTo("main");
      assertThat(databases.get("reports").name()).isEqualTo("reports");
      assertThat(databases.names()).containsExactly("main", "reports");
      assertThatThrownBy(() -> databases.get("other"))
          .hasMessage("There is no database other; known are main, reports.")
          .isInstanceOfSatisfying(
              CallException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                assertThat(e.details()).containsEntry("databases", List.of("main", "reports"));
              });
    }
  }

  @Test
  void saysThatNoneIsConfigured() {
    try (var none = new Databases(List.of())) {
      assertThatThrownBy(() -> none.get(null))
          .hasMessage("Database not configured. Provide --dsn or set DATABASE_URL.")
          .isInstanceOfSatisfying(
              CallException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_FAILED));
    }
  }

  @Test
  void refusesTwoOfTheSameName() {
    try (var one = named("main");
        var two = named("main")) {
      assertThatThrownBy(() -> new Databases(List.of(one, two)))
          .hasMessage("two databases are named main");
    }
  }

  @Test
  void neverShowsThePassword() {
    try (var database = named("main")) {
      assertThat(database).hasToString("main");
      assertThat(database.status().toString()).doesNotContain("geheim");
    }
  }
}
