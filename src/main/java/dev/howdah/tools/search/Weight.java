package dev.howdah.tools.search;

import dev.howdah.known.Lineage;
import dev.howdah.known.TypeLineage;
import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Index;
import dev.howdah.tools.search.Inventory.Kind;
import dev.howdah.tools.search.Inventory.Reference;
import dev.howdah.tools.search.Inventory.Relation;
import dev.howdah.tools.search.Inventory.Routine;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About how many bytes an inventory takes in memory; rather too many. */
final class Weight {

  /** An object, its header and its fields. */
  private static final long OBJECT = 64;

  /** A name with its words; the same name is counted wherever it stands. */
  private static final long NAME = 16;

  private Weight() {}

  static long of(Inventory inventory) {
    long bytes = OBJECT;
    for (Inventory.Schema schema : inventory.schemas()) {
      bytes += OBJECT + NAME + of(schema.comment());
    }
    for (Relation relation : inventory.relations()) {
      bytes += of(relation);
    }
    for (Routine routine : inventory.routines()) {
      bytes += 4 * OBJECT + NAME + of(routine.signature()) + of(routine.comment());
    }
    for (Kind kind : inventory.kinds()) {
      bytes += 4 * OBJECT + NAME + of(kind.detail()) + of(kind.labels()) + of(kind.comment());
    }
    return bytes;
  }

  static long of(Collection<Lineage> lineage) {
    return lineage.stream()
        .mapToLong(
            each ->
                8 * OBJECT
                    + of(each.name())
                    + of(each.schema())
                    + of(each.parents())
                    + of(each.reads())
                    + of(each.generated()))
        .sum();
  }

  static long ofTypes(Collection<TypeLineage> types) {
    return types.stream().mapToLong(each -> 4 * OBJECT + of(each.uses())).sum();
  }

  private static long of(Relation relation) {
    long bytes = 6 * OBJECT + NAME + of(relation.comment());
    for (Column column : relation.columns()) {
      bytes += OBJECT + NAME + of(column.comment()) + of(column.name().text());
    }
    for (Index index : relation.indexes()) {
      bytes += 6 * OBJECT + of(index.columns()) + of(index.comment());
    }
    for (Reference reference : relation.references()) {
      bytes += 4 * OBJECT + of(reference.name());
    }
    return bytes;
  }

  private static long of(List<String> texts) {
    return texts.stream().mapToLong(text -> OBJECT + of(text)).sum();
  }

  private static long of(@Nullable String text) {
    return text == null ? 0 : 2L * text.length();
  }
}
