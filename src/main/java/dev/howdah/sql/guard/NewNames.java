package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names that a definition gives to relations, beside the one that it makes.
 *
 * @param renamed those that tables, views and sequences get instead of another one
 * @param beside those of indexes, and of constraints and identities, which make some
 */
record NewNames(List<Identifier> renamed, List<Identifier> beside) {

  private static final Set<String> RELATIONS =
      Set.of("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE");

  private static final Set<String> BESIDE = Set.of("OBJECT_INDEX", "OBJECT_TABCONSTRAINT");

  private static final Set<String> INDEXED =
      Set.of("CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION");

  static NewNames of(Node root, Catalogue catalogue) {
    NewNames names = new NewNames(new ArrayList<>(), new ArrayList<>());
    Node range = root.node("relation");
    if (range != null) {
      names.in(root, schema(Definitions.name(range), catalogue));
    }
    if (root.is("RenameStmt") && range != null) {
      String kind = root.text("renameType", "");
      Identifier name =
          Identifier.of(schema(Definitions.name(range), catalogue), root.text("newname", "?"));
      if (RELATIONS.contains(kind)) {
        names.renamed.add(name);
      } else if (BESIDE.contains(kind)) {
        names.beside.add(name);
      }
    }
    return names;
  }

  /** What belongs to a table is in its schema. */
  private static @Nullable String schema(Identifier table, Catalogue catalogue) {
    return table.schema() != null
        ? table.schema()
        : catalogue.relation(table).map(Relation::schema).orElse(null);
  }

  private void in(Node node, @Nullable String schema) {
    switch (node.kind()) {
      case "SelectStmt" -> {
        return;
      }
      case "IndexStmt" -> add(node.text("idxname"), schema);
      case "Constraint" -> {
        if (INDEXED.contains(node.text("contype", ""))) {
          add(node.text("conname"), schema);
          add(node.text("indexname"), schema);
        }
      }
      case "DefElem" -> {
        Node name = node.node("arg");
        if (node.text("defname", "").equals("sequence_name") && name != null) {
          Definitions.Named named = Definitions.named(name.list("items"), node.location());
          String own = named.name().schema();
          beside.add(Identifier.of(own == null ? schema : own, named.name().name()));
        }
      }
      default -> {}
    }
    node.children().forEach(child -> in(child, schema));
  }

  private void add(@Nullable String name, @Nullable String schema) {
    if (name != null) {
      beside.add(Identifier.of(schema, name));
    }
  }
}
