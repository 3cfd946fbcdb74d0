package dev.howdah.sql.parser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the parse tree that point to a struct of one kind.
 *
 * <p>The JSON names the kind of a node only where a field may hold any; for these it must be known.
 * The table {@code structs.txt} has a line for each, and one for each kind with a location.
 */
final class Structs {

  private static final String TABLE = "structs.txt";

  private final Map<String, Map<String, String>> kinds = new HashMap<>();
  private final Set<String> located = new HashSet<>();

  Structs() {
    try (InputStream in = Structs.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + TABLE);
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    int dot = line.indexOf('.');
    int space = line.indexOf(' ');
    String kind = line.substring(0, dot);
    if (space < 0) {
      located.add(kind);
    } else {
      kinds
          .computeIfAbsent(kind, k -> new HashMap<>())
          .put(line.substring(dot + 1, space), line.substring(space + 1));
    }
  }

  /** The one kind that the field may hold; null when it may hold any. */
  @Nullable String kind(String kind, String field) {
    Map<String, String> fields = kinds.get(kind);
    return fields == null ? null : fields.get(field);
  }

  /** Whether nodes of that kind say where in the text they stand. */
  boolean located(String kind) {
    return located.contains(kind);
  }
}
