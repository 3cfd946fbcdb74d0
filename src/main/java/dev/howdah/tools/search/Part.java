package dev.howdah.tools.search;

import static java.util.stream.Collectors.toMap;

import dev.howdah.tool.Tokens;
import dev.howdah.tools.search.Inventory.Kind;
import dev.howdah.tools.search.Inventory.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a page of the schema can hold: a schema, a table or view, or an enum.
 *
 * @param key where it stands: its rank, its schema and its name
 * @param shape makes the item when it is wanted
 */
record Part(List<String> key, Supplier<Object> shape) {

  /** All of them, in order. */
  static List<Part> of(Inventory inventory, boolean full) {
    Map<Long, Relation> byOid =
        inventory.relations().stream().collect(toMap(Relation::oid, Function.identity()));
    List<Part> parts = new ArrayList<>();
    for (Inventory.Schema schema : inventory.schemas()) {
      parts.add(
          new Part(
              List.of("0", schema.name().text(), ""),
              () ->
                  new SchemaPage.Schema(schema.name().text(), Found.beginning(schema.comment()))));
    }
    for (Relation relation : inventory.relations()) {
      parts.add(
          new Part(
              List.of("1", relation.schema().text(), relation.name().text()),
              () -> full ? full(relation, byOid) : summary(relation)));
    }
    for (Kind kind : inventory.kinds()) {
      if (kind.type().equals("enum")) {
        parts.add(
            new Part(
                List.of("2", kind.schema().text(), kind.name().text()),
                () ->
                    new SchemaPage.EnumType(
                        kind.schema().text(), kind.name().text(), kind.labels(), null)));
      }
    }
    parts.sort((one, other) -> compare(one.key(), other.key()));
    return parts;
  }

  /** Orders keys. */
  static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      int compared = one.get(i).compareTo(other.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** Whether it is this schema or something in it. */
  boolean in(@Nullable String schema) {
    return key.get(1).equals(schema);
  }

  Object item() {
    return shape.get();
  }

  /** The item, or as much of a table or an enum as fits. */
  Object within(int tokens) {
    Object item = shape.get();
    if (Tokens.of(item) <= tokens) {
      return item;
    }
    return switch (item) {
      case SchemaPage.Table table -> shorter(table, tokens);
      case SchemaPage.EnumType type -> shorter(type, tokens);
      default -> item;
    };
  }

  private static SchemaPage.EnumType shorter(SchemaPage.EnumType type, int tokens) {
    List<String> some = new ArrayList<>();
    int all = type.values().size();
    int left = tokens - Tokens.of(new SchemaPage.EnumType(type.schema(), type.name(), some, all));
    for (String value : type.values()) {
      left -= Tokens.of(value) + 1;
      if (left < 0) {
        break;
      }
      some.add(value);
    }
    return new SchemaPage.EnumType(type.schema(), type.name(), some, all - some.size());
  }

  private static SchemaPage.Table shorter(SchemaPage.Table table, int tokens) {
    List<SchemaPage.Column> all = table.columns();
    if (all == null) {
      return table;
    }
    List<SchemaPage.Column> some = new ArrayList<>();
    int left = tokens - Tokens.of(with(table, List.of(), cut(all.size(), all.size())));
    for (SchemaPage.Column column : all) {
      left -= Tokens.of(column) + 1;
      if (left < 0) {
        break;
      }
      some.add(column);
    }
    return with(table, some, cut(some.size(), all.size()));
  }

  private static String cut(int shown, int all) {
    return shown + " of " + all + " columns, no keys and indexes; describe_table has all";
  }

  private static SchemaPage.Table with(
      SchemaPage.Table table, @Nullable List<SchemaPage.Column> columns, @Nullable String cut) {
    return new SchemaPage.Table(
        table.schema(),
        table.name(),
        table.type(),
        table.comment(),
        table.columnsCount(),
        columns,
        null,
        null,
        null,
        cut);
  }

  private static SchemaPage.Table summary(Relation relation) {
    return new SchemaPage.Table(
        relation.schema().text(),
        relation.name().text(),
        relation.type(),
        Found.beginning(relation.comment()),
        relation.columns().size(),
        null,
        null,
        null,
        null,
        null);
  }

  private static SchemaPage.Table full(Relation relation, Map<Long, Relation> byOid) {
    return new SchemaPage.Table(
        relation.schema().text(),
        relation.name().text(),
        relation.type(),
        Found.beginning(relation.comment()),
        relation.columns().size(),
        relation.columns().stream()
            .map(
                column ->
                    new SchemaPage.Column(
                        column.name().text(),
                        column.type(),
                        column.nullable(),
                        Found.beginning(column.comment())))
            .toList(),
        orNull(relation.primaryKey()),
        orNull(
            relation.references().stream()
                .filter(reference -> byOid.containsKey(reference.other()))
                .map(
                    reference -> {
                      Relation other = Objects.requireNonNull(byOid.get(reference.other()));
                      return new SchemaPage.ForeignKey(
                          reference.columns(),
                          other.schema().text(),
                          other.name().text(),
                          reference.otherColumns());
                    })
                .toList()),
        orNull(
            relation.indexes().stream()
                .filter(index -> !index.primary())
                .map(
                    index ->
                        new SchemaPage.Index(index.name().text(), index.columns(), index.unique()))
                .toList()),
        null);
  }

  private static <T> @Nullable List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
