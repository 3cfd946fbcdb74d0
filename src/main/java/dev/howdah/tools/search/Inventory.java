package dev.howdah.tools.search;

import dev.howdah.error.CallException;
import dev.howdah.known.Known;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one role of a database may know of its schema, or what one caller may, at one moment.
 *
 * <p>System schemas and partitions are not in it. Comments have 1000 characters at most.
 *
 * @param loadedAt when it was read, in ISO 8601 by the clock of the database
 * @param relations tables and views, by schema and name
 */
record Inventory(
    String loadedAt,
    List<Schema> schemas,
    List<Relation> relations,
    List<Routine> routines,
    List<Kind> kinds) {

  Inventory {
    schemas = List.copyOf(schemas);
    relations = List.copyOf(relations);
    routines = List.copyOf(routines);
    kinds = List.copyOf(kinds);
  }

  /**
   * Lets pass a schema that it has, and null.
   *
   * @throws CallException the same for one that does not exist and one that is closed
   */
  void require(@Nullable String schema) {
    List<String> names = schemas.stream().map(each -> each.name().text()).toList();
    if (schema != null && !names.contains(schema)) {
      throw Known.noSchema(schema, names);
    }
  }

  /** The same number as long as it tells the same, whenever it was read. */
  int content() {
    return Objects.hash(schemas, relations, routines, kinds);
  }

  /** The same, said to be of another moment. */
  Inventory readAt(String moment) {
    return new Inventory(moment, schemas, relations, routines, kinds);
  }

  /** The oids of the types that are in it or that its columns have, some more than once. */
  Stream<Long> types() {
    return Stream.concat(
        kinds.stream().map(Kind::oid),
        relations.stream().flatMap(each -> each.columns().stream()).map(Column::typeOid));
  }

  /** A schema that the role may use. */
  record Schema(Name name, @Nullable String comment) {}

  /**
   * A table or view.
   *
   * @param type table, partitioned table, view, materialized view or foreign table
   * @param visible whether it is found along the search path
   * @param partitions one level below; null for what is not partitioned
   * @param whole whether {@code columns} are all that there are
   * @param columns those that may be known
   * @param indexes those whose columns may be known, as are those of the foreign keys
   */
  record Relation(
      long oid,
      Name schema,
      Name name,
      String type,
      @Nullable String comment,
      @Nullable String extension,
      boolean visible,
      @Nullable Long partitions,
      boolean whole,
      List<Column> columns,
      List<Index> indexes,
      List<Reference> references) {

    Relation {
      columns = List.copyOf(columns);
      indexes = List.copyOf(indexes);
      references = List.copyOf(references);
    }

    boolean view() {
      return type.endsWith("view");
    }

    @Nullable Column column(String name) {
      for (Column column : columns) {
        if (column.name().text().equals(name)) {
          return column;
        }
      }
      return null;
    }

    /** The columns of the primary key; empty without one. */
    List<String> primaryKey() {
      return indexes.stream()
          .filter(index -> index.key() && index.primary())
          .map(Index::columns)
          .findFirst()
          .orElse(List.of());
    }

    String qualified() {
      return schema + "." + name;
    }
  }

  /**
   * A column.
   *
   * @param type as PostgreSQL writes it
   * @param plain the same without length and precision; of a domain, the type below it
   * @param typeOid of the elements, for an array
   */
  record Column(
      Name name,
      String type,
      String plain,
      long typeOid,
      boolean nullable,
      @Nullable String comment) {}

  /**
   * An index.
   *
   * @param columns names; an expression stands as it is written
   * @param uses all columns that it rests on
   * @param every whether it may rest on any column
   * @param key whether its columns tell rows apart: unique, valid, no expression, no condition
   */
  record Index(
      Name name,
      List<String> columns,
      List<String> uses,
      boolean every,
      String method,
      boolean key,
      boolean primary,
      boolean unique,
      boolean partial,
      @Nullable String comment) {}

  /**
   * A foreign key of a relation.
   *
   * @param other the oid of the relation that it points at
   */
  record Reference(String name, List<String> columns, long other, List<String> otherColumns) {}

  /**
   * A function, procedure or aggregate.
   *
   * @param signature arguments and result
   * @param relations oids of the tables in its signature
   */
  record Routine(
      String type,
      Name schema,
      Name name,
      String signature,
      List<Long> relations,
      @Nullable String comment,
      @Nullable String extension) {}

  /**
   * A type that somebody made.
   *
   * @param type enum, domain, range or composite
   * @param detail the type below a domain or a range, the attributes of a composite type, else
   *     empty
   * @param labels of an enum, in order
   * @param base the oid of the type below a domain, of its elements where that is an array; else 0
   */
  record Kind(
      long oid,
      String type,
      Name schema,
      Name name,
      String detail,
      List<String> labels,
      long base,
      @Nullable String comment,
      @Nullable String extension) {}
}
