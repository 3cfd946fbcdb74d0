package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configured databases by name; the first one is the default. */
public final class Databases implements AutoCloseable {

  /** Of a name that there is not, in a message. */
  private static final int LONGEST_SHOWN = 100;

  private final Map<String, Database> byName = new LinkedHashMap<>();

  public Databases(List<Database> databases) {
    for (Database database : databases) {
      if (byName.putIfAbsent(database.name(), database) != null) {
        throw new IllegalArgumentException("two databases are named " + database.name());
      }
    }
  }

  /**
   * The database of that name.
   *
   * @param name null for the default one
   * @throws CallException {@code CONNECTION_FAILED} when none is configured, {@code
   *     INVALID_REQUEST} when none has that name
   */
  public Database get(@Nullable String name) {
    if (byName.isEmpty()) {
      throw new CallException(
          ErrorCode.CONNECTION_FAILED,
          "Database not configured. Provide --dsn or set DATABASE_URL.");
    }
    if (name == null) {
      return byName.values().iterator().next();
    }
    Database database = byName.get(name);
    if (database == null) {
      throw unknown(name, names());
    }
    return database;
  }

  /**
   * What a caller is told who names a database that there is not, or not for this caller.
   *
   * @param known the names that the caller may know
   */
  public static CallException unknown(String name, List<String> known) {
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        "There is no database "
            + (name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…")
            + (known.isEmpty() ? "." : "; known are " + String.join(", ", known) + "."),
        Map.of("databases", known));
  }

  /** Whether any of them may be written. */
  public boolean writable() {
    return byName.values().stream().anyMatch(database -> !database.settings().readOnly());
  }

  /** The names, the default one first. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** All of them, the default one first. */
  public Collection<Database> all() {
    return List.copyOf(byName.values());
  }

  @Override
  public void close() {
    byName.values().forEach(Database::close);
  }
}
