package dev.howdah.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * YAML as nested maps, lists and strings; no value is given a type, so none changes how it is
 * written.
 */
final class Yaml {

  private Yaml() {}

  /**
   * The text is no YAML; the message ends a sentence with where, never what: a file has secrets.
   */
  static final class Malformed extends Exception {
    Malformed(String message) {
      super(message);
    }
  }

  static @Nullable Object parse(String text) throws Malformed {
    var settings =
        LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            // "key:" with nothing after it has a type of its own, which that schema does not know.
            .setTagConstructors(Map.of(Tag.NULL, node -> ""))
            .build();
    try {
      return new Load(settings).loadFromString(text);
    } catch (DuplicateKeyException e) {
      throw new Malformed(", the same key twice" + where(e));
    } catch (MarkedYamlEngineException e) {
      throw new Malformed(where(e));
    } catch (YamlEngineException e) {
      throw new Malformed("");
    }
  }

  private static String where(MarkedYamlEngineException e) {
    return e.getProblemMark()
        .map(mark -> ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
        .orElse("");
  }
}
