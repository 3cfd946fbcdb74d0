package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Changes of what others rest on, for callers with rules: what a default counts by, a foreign key
 * refers to, a view or a policy reads. All of these must be open to them, too. What rests on a type
 * is not known here, so that they change none.
 */
final class SharedChanges {

  private static final Set<String> OF_TYPES =
      Set.of("OBJECT_TYPE", "OBJECT_DOMAIN", "OBJECT_ATTRIBUTE", "OBJECT_DOMCONSTRAINT");

  private final Catalogue catalogue;
  private final Predicate<Relation> open;

  SharedChanges(Catalogue catalogue, Predicate<Relation> open) {
    this.catalogue = catalogue;
    this.open = open;
  }

  /**
   * Looks at a definition.
   *
   * @throws Refusal when something that is closed may rest on what it changes
   * @throws Catalogue.Missing when something has to be loaded first
   */
  void check(Node root) {
    switch (root.kind()) {
      case "AlterEnumStmt" -> throw type();
      case "RenameStmt" -> {
        if (OF_TYPES.contains(root.text("renameType", ""))) {
          throw type();
        }
      }
      case "AlterTableStmt" -> {
        if (root.text("objtype", "").equals("OBJECT_TYPE")) {
          throw type();
        }
        boolean retyped =
            root.list("cmds").stream()
                .anyMatch(each -> each.text("subtype", "").equals("AT_AlterColumnType"));
        changed(root.child("relation"), retyped);
      }
      case "AlterSeqStmt" -> changed(root.child("sequence"), true);
      case "ViewStmt" -> changed(root.child("view"), true);
      default -> {}
    }
  }

  private static Refusal type() {
    return Refusal.access(
        "A type is not changed here: tables that are not open to you may have it. Make a new one.",
        null,
        -1);
  }

  /** A table keeps what rests on it as it is, but where a column gets another type. */
  private void changed(Node range, boolean always) {
    Relation relation = catalogue.relation(Definitions.name(range)).orElse(null);
    if (relation != null && (always || relation.kind() == Relation.Kind.VIEW)) {
      dependents(relation, range.location());
    }
  }

  private void dependents(Relation changed, int offset) {
    Set<Long> seen = new HashSet<>(Set.of(changed.oid()));
    Deque<Long> left = new ArrayDeque<>(seen);
    while (!left.isEmpty()) {
      long each = left.remove();
      Set<Long> next = new HashSet<>(catalogue.dependents(each));
      next.addAll(catalogue.relation(each).children());
      load(next);
      for (long oid : next) {
        if (!open.test(catalogue.relation(oid))) {
          throw Refusal.access(
              "\""
                  + changed.name()
                  + "\" is not changed here: something that is not open to you may rest on it.",
              changed.name(),
              offset);
        }
        if (seen.add(oid)) {
          left.add(oid);
        }
      }
    }
  }

  /** All at once, because each time that something is missing everything begins anew. */
  private void load(Set<Long> oids) {
    Set<Long> missing = new HashSet<>();
    for (long oid : oids) {
      try {
        catalogue.relation(oid);
      } catch (Catalogue.Missing e) {
        missing.addAll(e.needs().relations());
      }
    }
    if (!missing.isEmpty()) {
      throw new Catalogue.Missing(Catalogue.Needs.relations(missing));
    }
  }
}
