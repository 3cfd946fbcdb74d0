package dev.howdah.auth;

import dev.howdah.sql.guard.Access.RelationName;
import dev.howdah.sql.guard.QualifiedName;
import dev.howdah.sql.guard.QualifiedName.Part;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables and columns that are blocked. A table without a schema is blocked in every schema, and a
 * name without quotes also in lower case: who writes {@code Users} may mean either.
 *
 * @param columns by table
 */
public record RelationRules(List<QualifiedName> tables, Map<QualifiedName, List<Part>> columns) {

  static final RelationRules NONE = new RelationRules(List.of(), Map.of());

  public RelationRules {
    tables = List.copyOf(tables);
    columns = Map.copyOf(columns);
  }

  /** Makes the rules of columns as they are named in full. */
  static RelationRules of(List<QualifiedName> tables, List<QualifiedName> columns) {
    var byTable = new LinkedHashMap<QualifiedName, List<Part>>();
    for (QualifiedName column : columns) {
      byTable.merge(
          new QualifiedName(column.qualifier()),
          List.of(column.last()),
          (some, more) -> Stream.of(some, more).flatMap(List::stream).toList());
    }
    return new RelationRules(tables, byTable);
  }

  /**
   * Reads {@code schema.table}, {@code schema.*} or {@code table}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static QualifiedName parseTable(String text) {
    var name = QualifiedName.parse(text);
    if (name.parts().size() > 2 || name.parts().getFirst().every()) {
      throw new IllegalArgumentException("is no table");
    }
    return name;
  }

  /**
   * Reads {@code schema.table.column} or {@code table.column}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static QualifiedName parseColumn(String text) {
    var name = QualifiedName.parse(text);
    if (name.parts().size() < 2
        || name.parts().size() > 3
        || name.parts().stream().anyMatch(Part::every)) {
      throw new IllegalArgumentException("is no column");
    }
    return name;
  }

  boolean isEmpty() {
    return tables.isEmpty() && columns.isEmpty();
  }

  boolean blocks(String schema, String relation) {
    return tables.stream().anyMatch(table -> mayBe(table, schema, relation));
  }

  /** These and others. */
  RelationRules and(RelationRules others) {
    var both = new LinkedHashMap<>(columns);
    others.columns.forEach(
        (table, names) ->
            both.merge(
                table,
                names,
                (some, more) -> Stream.of(some, more).flatMap(List::stream).distinct().toList()));
    return new RelationRules(
        Stream.of(tables, others.tables).flatMap(List::stream).distinct().toList(), both);
  }

  /** Whether every table of a schema is blocked. */
  boolean blocksAll(String schema) {
    return tables.stream()
        .anyMatch(
            table ->
                table.parts().size() == 2
                    && table.last().every()
                    && table.parts().getFirst().mayBe(schema));
  }

  Set<String> blockedColumns(String schema, String relation) {
    var blocked = new LinkedHashSet<String>();
    columns.forEach(
        (table, names) -> {
          if (mayBe(table, schema, relation)) {
            blocked.addAll(spellings(names));
          }
        });
    return blocked;
  }

  /** All of them, as they were written. */
  Map<RelationName, Set<String>> blockedColumns() {
    var blocked = new LinkedHashMap<RelationName, Set<String>>();
    columns.forEach((table, names) -> blocked.put(written(table), spellings(names)));
    return blocked;
  }

  /** Those that are blocked by their own name, as they were written. */
  Set<RelationName> blockedRelations() {
    return tables.stream()
        .filter(table -> !table.last().every())
        .map(RelationRules::written)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static RelationName written(QualifiedName table) {
    String schema = table.parts().size() == 1 ? "*" : table.parts().getFirst().text();
    return new RelationName(schema, table.last().text());
  }

  private static boolean mayBe(QualifiedName table, String schema, String relation) {
    return table.last().mayBe(relation)
        && table.qualifier().stream().allMatch(part -> part.mayBe(schema));
  }

  private static Set<String> spellings(List<Part> names) {
    var spellings = new LinkedHashSet<String>();
    for (Part name : names) {
      spellings.add(name.text());
      if (!name.quoted()) {
        spellings.add(name.folded());
      }
    }
    return spellings;
  }
}
