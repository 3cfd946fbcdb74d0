package dev.howdah.resource;

import dev.howdah.error.CallException;
import dev.howdah.tool.Bounded;
import dev.howdah.tool.Call;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Suggestions;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names that a client can offer its user: only of what the caller may read. */
public final class Completions {

  private final Sessions sessions;

  public Completions(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Databases that the caller may ask. */
  public Suggestions databases(String begins, Call call) {
    return Suggestions.beginning(begins, sessions.names(call.caller()));
  }

  /**
   * Schemas with tables.
   *
   * @param database null or empty for the default one
   */
  public Suggestions schemas(@Nullable String database, String begins, Call call) {
    return suggest(database, call, names -> names.schemas(begins));
  }

  /**
   * Tables by their own name.
   *
   * @param schema null or empty for any
   */
  public Suggestions tables(
      @Nullable String database, @Nullable String schema, String begins, Call call) {
    String only = schema == null || schema.isEmpty() ? null : schema;
    return suggest(database, call, names -> names.tables(only, begins));
  }

  /** Tables as {@code schema.table}. */
  public Suggestions qualifiedTables(@Nullable String database, String begins, Call call) {
    return suggest(database, call, names -> names.qualified(begins));
  }

  /** A database that does not answer has nothing to offer. */
  private Suggestions suggest(
      @Nullable String database, Call call, Function<TableNames, List<String>> names) {
    String name = database == null || database.isEmpty() ? null : database;
    try (var bounded = new Bounded(call, Bounded.COMPLETION)) {
      var session = sessions.of(call.caller(), bounded.cancellation(), name);
      return Suggestions.among(names.apply(new TableNames(session)));
    } catch (CallException e) {
      return Suggestions.after(e);
    }
  }
}
