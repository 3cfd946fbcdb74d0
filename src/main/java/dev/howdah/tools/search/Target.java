package dev.howdah.tools.search;

import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Index;
import dev.howdah.tools.search.Inventory.Kind;
import dev.howdah.tools.search.Inventory.Relation;
import dev.howdah.tools.search.Inventory.Routine;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One object that a search can find.
 *
 * @param schema null for a schema itself
 * @param table what a column or an index belongs to, else null
 * @param signature tells functions of one name apart; else empty
 * @param object what it is in the inventory
 */
record Target(
    ObjectType type,
    @Nullable Name schema,
    @Nullable Name table,
    Name name,
    String signature,
    @Nullable String comment,
    @Nullable String extension,
    Of object) {

  /** What a target is, with the relation that it belongs to. */
  sealed interface Of {
    /** A schema. */
    record ASchema(Inventory.Schema schema) implements Of {}

    /** A table or view. */
    record ARelation(Relation relation) implements Of {}

    /** A column. */
    record AColumn(Relation relation, Column column) implements Of {}

    /** An index. */
    record AnIndex(Relation relation, Index index) implements Of {}

    /** A function. */
    record ARoutine(Routine routine) implements Of {}

    /** A type. */
    record AKind(Kind kind) implements Of {}
  }

  /**
   * Shows everything that can be found.
   *
   * @param wanted null for every type
   * @param schema null for every schema
   */
  static void each(
      Inventory inventory,
      @Nullable ObjectType wanted,
      @Nullable String schema,
      Consumer<Target> eye) {
    if (open(ObjectType.SCHEMA, wanted)) {
      inventory.schemas().stream()
          .filter(each -> schema == null || each.name().text().equals(schema))
          .map(Target::of)
          .forEach(eye);
    }
    for (Relation relation : inventory.relations()) {
      if (in(relation.schema(), schema)) {
        each(relation, wanted, eye);
      }
    }
    if (open(ObjectType.FUNCTION, wanted)) {
      inventory.routines().stream()
          .filter(routine -> in(routine.schema(), schema))
          .map(Target::of)
          .forEach(eye);
    }
    if (open(ObjectType.TYPE, wanted)) {
      inventory.kinds().stream()
          .filter(kind -> in(kind.schema(), schema))
          .map(Target::of)
          .forEach(eye);
    }
  }

  private static void each(Relation relation, @Nullable ObjectType wanted, Consumer<Target> eye) {
    ObjectType own = relation.view() ? ObjectType.VIEW : ObjectType.TABLE;
    if (open(own, wanted)) {
      eye.accept(
          new Target(
              own,
              relation.schema(),
              null,
              relation.name(),
              "",
              relation.comment(),
              relation.extension(),
              new Of.ARelation(relation)));
    }
    if (open(ObjectType.COLUMN, wanted)) {
      for (Column column : relation.columns()) {
        eye.accept(
            new Target(
                ObjectType.COLUMN,
                relation.schema(),
                relation.name(),
                column.name(),
                "",
                column.comment(),
                relation.extension(),
                new Of.AColumn(relation, column)));
      }
    }
    if (open(ObjectType.INDEX, wanted)) {
      for (Index index : relation.indexes()) {
        eye.accept(
            new Target(
                ObjectType.INDEX,
                relation.schema(),
                relation.name(),
                index.name(),
                "",
                index.comment(),
                relation.extension(),
                new Of.AnIndex(relation, index)));
      }
    }
  }

  private static Target of(Inventory.Schema schema) {
    return new Target(
        ObjectType.SCHEMA,
        null,
        null,
        schema.name(),
        "",
        schema.comment(),
        null,
        new Of.ASchema(schema));
  }

  private static Target of(Routine routine) {
    return new Target(
        ObjectType.FUNCTION,
        routine.schema(),
        null,
        routine.name(),
        routine.signature(),
        routine.comment(),
        routine.extension(),
        new Of.ARoutine(routine));
  }

  private static Target of(Kind kind) {
    return new Target(
        ObjectType.TYPE,
        kind.schema(),
        null,
        kind.name(),
        "",
        kind.comment(),
        kind.extension(),
        new Of.AKind(kind));
  }

  private static boolean open(ObjectType type, @Nullable ObjectType wanted) {
    return wanted == null || wanted == type;
  }

  private static boolean in(Name own, @Nullable String schema) {
    return schema == null || own.text().equals(schema);
  }
}
