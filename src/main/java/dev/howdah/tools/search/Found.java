package dev.howdah.tools.search;

import dev.howdah.tool.Param;
import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Index;
import dev.howdah.tools.search.Inventory.Kind;
import dev.howdah.tools.search.Inventory.Relation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object that a search has found. */
public record Found(
    @Param("table, view, column, function, type, index or schema.") String type,
    @Param(value = "Its schema; not for a schema.", omitNull = true) @Nullable String schema,
    @Param(value = "The table or view of a column or an index.", omitNull = true)
        @Nullable String table,
    @Param("Its name, as it is written in the catalog.") String name,
    @Param(
            "How it fits: exact, prefix, word, substring, comment or similar, the best of all words.")
        String match,
    @Param(
            value =
                "Type of a column, arguments and result of a function, kind of a table or a type,"
                    + " columns of an index.",
            omitNull = true)
        @Nullable String about,
    @Param(value = "Its comment, perhaps only the beginning.", omitNull = true)
        @Nullable String comment,
    @Param(value = "Columns of a table with their types, in order.", omitNull = true)
        @Nullable List<String> columns,
    @Param(value = "Primary key of a table.", omitNull = true) @Nullable List<String> primaryKey,
    @Param(value = "Values of an enum, in order.", omitNull = true) @Nullable List<String> values) {

  private static final int BEGINNING = 160;
  private static final int MOST_COLUMNS = 100;

  static Found of(Hit hit, Detail detail) {
    Target target = hit.target();
    Found names =
        new Found(
            target.type().toString(),
            text(target.schema()),
            text(target.table()),
            target.name().text(),
            hit.match().toString(),
            null,
            null,
            null,
            null,
            null);
    if (detail == Detail.NAMES) {
      return names;
    }
    boolean full = detail == Detail.FULL;
    Found about = names.with(full ? target.comment() : beginning(target.comment()));
    return switch (target.object()) {
      case Target.Of.ASchema _ -> about;
      case Target.Of.ARelation(Relation relation) -> about.relation(relation, full);
      case Target.Of.AColumn(Relation relation, Column column) ->
          about.about(
              column.type()
                  + (column.nullable() ? "" : " not null")
                  + (relation.primaryKey().contains(column.name().text()) ? ", primary key" : ""));
      case Target.Of.AnIndex(_, Index index) -> about.about(written(index));
      case Target.Of.ARoutine(Inventory.Routine routine) ->
          about.about(
              (routine.type().equals("function") ? "" : routine.type() + " ")
                  + routine.signature());
      case Target.Of.AKind(Kind kind) -> about.kind(kind, full);
    };
  }

  private static String written(Index index) {
    return (index.primary() ? "primary key " : index.unique() ? "unique " : "")
        + index.method()
        + " ("
        + String.join(", ", index.columns())
        + ")"
        + (index.partial() ? " of some rows" : "");
  }

  private Found relation(Relation relation, boolean full) {
    List<Column> all = relation.columns();
    String size = all.size() == 1 ? "1 column" : all.size() + " columns";
    Long parts = relation.partitions();
    String said =
        relation.type() + ", " + size + (parts == null ? "" : ", " + parts + " partitions");
    if (!full) {
      return about(said);
    }
    return new Found(
        type,
        schema,
        table,
        name,
        match,
        all.size() > MOST_COLUMNS ? said + ", the first " + MOST_COLUMNS + " here" : said,
        comment,
        all.stream()
            .limit(MOST_COLUMNS)
            .map(column -> column.name() + " " + column.type())
            .toList(),
        relation.primaryKey().isEmpty() ? null : relation.primaryKey(),
        null);
  }

  private Found kind(Kind kind, boolean full) {
    int labels = kind.labels().size();
    String said =
        kind.type()
            + (kind.detail().isEmpty() ? "" : kind.type().equals("composite") ? " " : " over ")
            + kind.detail()
            + (labels == 0 ? "" : " of " + labels + (labels == 1 ? " value" : " values"));
    return new Found(
        type,
        schema,
        table,
        name,
        match,
        said,
        comment,
        null,
        null,
        full && labels > 0 ? kind.labels() : null);
  }

  private Found with(@Nullable String comment) {
    return new Found(type, schema, table, name, match, about, comment, columns, primaryKey, values);
  }

  private Found about(String about) {
    return new Found(type, schema, table, name, match, about, comment, columns, primaryKey, values);
  }

  private static @Nullable String text(@Nullable Name name) {
    return name == null ? null : name.text();
  }

  /** The beginning of a comment, for an overview. */
  static @Nullable String beginning(@Nullable String comment) {
    if (comment == null || comment.length() <= BEGINNING) {
      return comment;
    }
    int end = Character.isHighSurrogate(comment.charAt(BEGINNING - 1)) ? BEGINNING - 1 : BEGINNING;
    return comment.substring(0, end) + "…";
  }
}
