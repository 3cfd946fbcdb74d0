package dev.howdah.resource;

import dev.howdah.db.Session;
import dev.howdah.tool.Call;
import dev.howdah.tool.Content.ResourceContents;
import dev.howdah.tool.Resource;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every table has of one kind, by its {@link TableUri}. */
public final class TableResource implements Resource {

  private static final String JSON = "application/json";

  private final TableUri.Kind kind;
  private final boolean anyDatabase;
  private final Sessions sessions;
  private final Completions completions;
  private final Reader reader;

  /** Reads it for a caller. */
  @FunctionalInterface
  public interface Reader {
    /** JSON; empty when there is no such table that the caller may read. */
    Optional<String> read(TableUri table, Session session, Call call);
  }

  /**
   * A template.
   *
   * @param anyDatabase whether its addresses may name a database
   */
  public TableResource(TableUri.Kind kind, boolean anyDatabase, Sessions sessions, Reader reader) {
    this.kind = kind;
    this.anyDatabase = anyDatabase;
    this.sessions = sessions;
    this.completions = new Completions(sessions);
    this.reader = reader;
  }

  @Override
  public String uri() {
    return anyDatabase ? kind.templateOfAll() : kind.template();
  }

  @Override
  public String name() {
    return kind.scheme() + (anyDatabase ? "_in_database" : "");
  }

  @Override
  public String title() {
    return switch (kind) {
          case TABLE -> "First rows of a table";
          case SCHEMA -> "Description of a table";
        }
        + (anyDatabase ? " in any database" : "");
  }

  @Override
  public String description() {
    return switch (kind) {
          case TABLE -> "The first 100 rows of a table or view, as query gives them.";
          case SCHEMA -> "What a table or view is, as describe_table tells it.";
        }
        + " Names are percent-encoded"
        + (anyDatabase ? "; without ?database= it is the default database." : ".");
  }

  @Override
  public String mimeType() {
    return JSON;
  }

  @Override
  public String tool() {
    return switch (kind) {
      case TABLE -> "query";
      case SCHEMA -> "describe_table";
    };
  }

  @Override
  public List<ResourceContents> read(String uri, Map<String, String> variables, Call call) {
    Optional<TableUri> found =
        TableUri.parse(uri).filter(table -> table.kind() == kind && known(table, call));
    return found
        .flatMap(table -> reader.read(table, sessions.of(call, table.database()), call))
        .map(text -> List.of(ResourceContents.text(uri, JSON, text)))
        .orElse(List.of());
  }

  /** A database that is not the caller's is as little there as one that does not exist. */
  private boolean known(TableUri table, Call call) {
    String database = table.database();
    return database == null || sessions.names(call.caller()).contains(database);
  }

  @Override
  public Suggestions complete(String variable, String value, Map<String, String> known, Call call) {
    return switch (variable) {
      case "database" -> completions.databases(value, call);
      case "schema" -> completions.schemas(known.get("database"), value, call);
      case "table" -> completions.tables(known.get("database"), known.get("schema"), value, call);
      default -> Suggestions.NONE;
    };
  }
}
