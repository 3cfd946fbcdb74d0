package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Reading;
import dev.howdah.config.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code deploy/} says is right where it can be seen without a cluster. */
final class DeployTest {

  private static final Path DEPLOY = Path.of("deploy");
  private static final String PREFIX = "HOWDAH_";

  /** Those that the proxy's configuration reads. */
  private static final Set<String> OF_THE_PROXY = Set.of("HOWDAH_REPLICAS", "HOWDAH_SERVICE");

  private static List<Object> documents(String file) throws IOException {
    var load = new Load(LoadSettings.builder().build());
    List<Object> documents = new ArrayList<>();
    load.loadAllFromString(Files.readString(DEPLOY.resolve(file))).forEach(documents::add);
    return documents;
  }

  /** All variables of Howdah with their values; null where the value is kept elsewhere. */
  private static Map<String, @Nullable String> variables(String file) throws IOException {
    Map<String, @Nullable String> found = new TreeMap<>();
    documents(file).forEach(document -> collect(document, found));
    OF_THE_PROXY.forEach(found::remove);
    return found;
  }

  private static void collect(Object node, Map<String, @Nullable String> found) {
    if (node instanceof Map<?, ?> map) {
      if (map.get("name") instanceof String name && name.startsWith(PREFIX)) {
        found.put(name, map.get("value") instanceof String value ? value : null);
      }
      map.forEach(
          (key, value) -> {
            if (key instanceof String name && name.startsWith(PREFIX)) {
              found.put(name, Objects.toString(value));
            } else if (value != null) {
              collect(value, found);
            }
          });
    } else if (node instanceof List<?> list) {
      list.stream().filter(Objects::nonNull).forEach(each -> collect(each, found));
    }
  }

  private static final Map<String, String> SECRETS =
      Map.of(
          "HOWDAH_HTTP_STATE_KEY", "0123456789abcdef0123456789abcdef",
          "HOWDAH_DATABASE_DSN", "postgresql://agent@db.test/shop",
          "HOWDAH_TASKS_DSN", "postgresql://tasks@db.test/tasks",
          "HOWDAH_TASKS_BROKER", "amqp://howdah:secret@broker.test");

  @ParameterizedTest
  @ValueSource(strings = {"compose.yaml", "kubernetes/howdah.yaml"})
  void theServerTakesEverySetting(String file) throws IOException {
    Map<String, @Nullable String> given = variables(file);
    assertThat(given).containsKeys(SECRETS.keySet().toArray(String[]::new));
    Map<String, String> environment = new TreeMap<>();
    given.forEach((name, value) -> environment.put(name, SECRETS.getOrDefault(name, value)));

    var reading = read(environment);

    assertThat(reading)
        .as("%s", reading)
        .isInstanceOfSatisfying(
            Reading.Accepted.class,
            accepted -> {
              var settings = (Settings) accepted.settings();
              assertThat(settings.transport()).isEqualTo(Settings.Transport.STREAMABLE_HTTP);
              assertThat(settings.http().isLoopback()).isFalse();
              assertThat(settings.configuredDatabases()).hasSize(1);
            });
  }

  @Test
  void secretsAreNoPartOfTheFiles() throws IOException {
    assertThat(variables("compose.yaml").entrySet())
        .filteredOn(entry -> SECRETS.containsKey(entry.getKey()))
        .allMatch(entry -> Objects.toString(entry.getValue()).startsWith("@/run/secrets/"));
    assertThat(variables("kubernetes/howdah.yaml").entrySet())
        .filteredOn(entry -> SECRETS.containsKey(entry.getKey()))
        .allMatch(entry -> entry.getValue() == null);
  }

  private static Reading<Settings> read(Map<String, String> environment) {
    var reader = new SettingsReader<>(Settings.class);
    return reader.read(reader.arguments(List.of(), Set.of()), environment);
  }
}
