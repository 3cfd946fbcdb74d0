package dev.howdah.queue;

import dev.howdah.sql.Identifier;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an installation looks like to one role. Immutable.
 *
 * @param role the database role that looked
 * @param standby whether the server follows another one and has no rows of unlogged tables
 * @param searchPath the schemas that names were looked for in, separated by commas
 * @param tables those that exist, readable or not
 * @param values the status values, in their order; empty where the status is no enum
 * @param trigger null where there is none of that name
 * @param function null where there is none of that name
 * @param elsewhere where there is no queue: tables that look like one
 */
public record Layout(
    String role,
    boolean standby,
    String searchPath,
    Map<Part, Table> tables,
    List<String> values,
    @Nullable Trigger trigger,
    @Nullable Identifier function,
    List<Elsewhere> elsewhere) {

  public Layout {
    tables = Map.copyOf(tables);
    values = List.copyOf(values);
    elsewhere = List.copyOf(elsewhere);
  }

  /**
   * One table.
   *
   * @param kind as {@code pg_class.relkind} has it
   * @param logged whether it stands a crash
   * @param readable whether the role may use its schema and read some of its columns
   * @param columns by name, in their order
   * @param statusType the type of its column status; null without such a column
   * @param statusEnum whether that type is an enum
   * @param indexes by name, whether each is valid
   * @param unique the columns of each valid unique index that has no condition, joined by commas
   */
  public record Table(
      String schema,
      String name,
      String kind,
      boolean logged,
      boolean readable,
      Map<String, Column> columns,
      @Nullable Identifier statusType,
      boolean statusEnum,
      Map<String, Boolean> indexes,
      Set<String> unique) {

    public Table {
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      indexes = Collections.unmodifiableMap(new LinkedHashMap<>(indexes));
      unique = Set.copyOf(unique);
    }

    /** Whether it is a table, partitioned or not, and no view or foreign table. */
    public boolean stores() {
      return kind.equals("r") || kind.equals("p");
    }

    /** Whether there is such a column and the role may read it. */
    public boolean reads(String column) {
      Column found = columns.get(column);
      return found != null && found.readable();
    }

    /** Columns whose type somebody made, but for the enum of the status. */
    public Map<String, Column> oddlyTyped(Collection<String> of) {
      Map<String, Column> odd = new LinkedHashMap<>(columns);
      odd.keySet().retainAll(of);
      odd.values().removeIf(Column::builtIn);
      if (statusEnum) {
        odd.remove("status");
      }
      return odd;
    }

    public Identifier identifier() {
      return Identifier.of(schema, name);
    }

    @Override
    public String toString() {
      return schema + "." + name;
    }
  }

  /**
   * A column.
   *
   * @param type as PostgreSQL writes it
   * @param builtIn whether the type is one of PostgreSQL's own
   */
  public record Column(String type, boolean builtIn, boolean readable) {}

  /**
   * A table that looks like a queue.
   *
   * @param usable whether the role may use its schema
   */
  public record Elsewhere(Identifier table, boolean usable) {}

  /** The trigger that tells of changes. */
  public record Trigger(String name, boolean enabled) {}

  public Optional<Table> table(Part part) {
    return Optional.ofNullable(tables.get(part));
  }

  /** Whether a job may have that status here; a status that is no enum may be anything. */
  public boolean knows(String status) {
    return values.isEmpty() || values.contains(status);
  }

  /** Whether the table has the column, readable or not. */
  boolean has(Part part, String column) {
    return table(part).filter(table -> table.columns().containsKey(column)).isPresent();
  }
}
