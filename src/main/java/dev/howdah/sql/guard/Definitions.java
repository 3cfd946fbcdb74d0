package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Takes statements that define objects apart, for operators who allow DDL. */
final class Definitions {

  /** Statements that are judged here. */
  static final Set<String> KINDS =
      Set.of(
          "CreateStmt",
          "CreateTableAsStmt",
          "AlterTableStmt",
          "IndexStmt",
          "ViewStmt",
          "CreateSchemaStmt",
          "CreateSeqStmt",
          "AlterSeqStmt",
          "CreateEnumStmt",
          "CompositeTypeStmt",
          "AlterEnumStmt",
          "CreateDomainStmt",
          "DropStmt",
          "TruncateStmt",
          "CommentStmt",
          "RenameStmt",
          "RefreshMatViewStmt");

  /** What stands around expressions; all else in it is judged as if it were one. */
  private static final Set<String> AROUND =
      Set.of(
          "CreateStmt",
          "CreateDomainStmt",
          "AlterTableStmt",
          "AlterTableCmd",
          "IndexStmt",
          "IndexElem",
          "ColumnDef",
          "Constraint",
          "PartitionSpec",
          "PartitionElem",
          "PartitionBoundSpec",
          "PartitionCmd",
          "List");

  /** What stands beside expressions, and only names and sets. */
  private static final Set<String> BESIDE =
      Set.of("RangeVar", "TypeName", "TableLikeClause", "DefElem", "RoleSpec", "String", "Integer");

  private Definitions() {}

  /**
   * What a definition is made of.
   *
   * @param relations relations that it names, to make, change or refer to
   * @param made the one among them that it makes, if any
   * @param lenient whether it passes over what is not there
   * @param queries queries in it
   * @param expressions whole ones
   * @param exclusions symbols of operators that exclusions compare by
   * @param types names of types
   * @param others schemas (under the name {@code *}) and types that it makes or changes
   */
  record Parts(
      List<Named> relations,
      Optional<Identifier> made,
      boolean lenient,
      List<Node> queries,
      List<Node> expressions,
      List<Named> exclusions,
      List<Named> types,
      List<Named> others) {}

  /** A name and where it stands, in bytes. */
  record Named(Identifier name, int offset) {}

  /**
   * Takes a definition apart.
   *
   * @throws Refusal when it does what none may
   */
  static Parts parts(Node root) {
    DefinitionLimits.check(root);
    Parts parts =
        new Parts(
            new ArrayList<>(),
            made(root).map(Definitions::name),
            root.flag("missing_ok"),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    walk(root, !AROUND.contains(root.kind()), parts);
    objects(root, parts.relations()::add, parts.others()::add);
    others(root, parts.others()::add);
    return parts;
  }

  /** What a statement makes, where that is a relation that it names. */
  private static Optional<Node> made(Node root) {
    Node into = root.node("into");
    return Optional.ofNullable(
        switch (root.kind()) {
          case "CreateStmt" -> root.node("relation");
          case "ViewStmt" -> root.node("view");
          case "CreateSeqStmt" -> root.node("sequence");
          case "CompositeTypeStmt" -> root.node("typevar");
          case "CreateTableAsStmt" -> into == null ? null : into.node("rel");
          default -> null;
        });
  }

  static Identifier name(Node range) {
    return Identifier.of(range.text("schemaname"), range.text("relname", "?"));
  }

  private static void walk(Node node, boolean within, Parts parts) {
    boolean expression = within || !AROUND.contains(node.kind());
    boolean beside = BESIDE.contains(node.kind()) || (node.is("CollateClause") && !node.has("arg"));
    if (expression && !within && !beside) {
      parts.expressions().add(node);
    }
    switch (node.kind()) {
      case "SelectStmt" -> {
        parts.queries().add(node);
        return;
      }
      case "RangeVar" -> {
        if (node.text("relpersistence", "p").equals("t")) {
          throw DefinitionLimits.refusal(
              "TEMPORARY", "a temporary object, which would outlive the call");
        }
        if (node.has("catalogname")) {
          throw Refusal.gate(
              "Leave the database's name out of " + node.text("relname", "") + ".", null, -1);
        }
        parts.relations().add(new Named(name(node), node.location()));
      }
      case "DefElem" -> owner(node, parts);
      // What an exclusion compares by stands beside the column as a list of names.
      case "Constraint" ->
          node.list("exclusions").stream()
              .map(each -> each.list("items").getLast().list("items"))
              .filter(names -> !names.isEmpty())
              .forEach(names -> parts.exclusions().add(named(names, node.location())));
      case "TypeName" -> parts.types().add(named(node.list("names"), node.location()));
      default -> {}
    }
    for (Node child : node.children()) {
      walk(child, expression, parts);
    }
  }

  /** The table that a sequence is to belong to; NONE stands alone. */
  private static void owner(Node option, Parts parts) {
    Node column = option.node("arg");
    if (option.text("defname", "").equals("owned_by") && column != null) {
      List<Node> names = column.list("items");
      if (names.size() > 1) {
        parts.relations().add(named(names.subList(0, names.size() - 1), option.location()));
      }
    }
  }

  /** DROP and COMMENT name their objects as lists of strings. */
  private static void objects(Node root, Consumer<Named> relations, Consumer<Named> others) {
    String object = root.text("removeType", root.text("objtype", ""));
    boolean relation =
        Set.of("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE")
            .contains(object);
    boolean part = Set.of("OBJECT_COLUMN", "OBJECT_TABCONSTRAINT").contains(object);
    if (root.is("DropStmt")) {
      for (Node each : root.list("objects")) {
        if (relation) {
          relations.accept(named(each.list("items"), -1));
        } else if (object.equals("OBJECT_SCHEMA")) {
          others.accept(schema(each.text("sval", "?")));
        } else {
          types(each, others);
        }
      }
    } else if (root.is("CommentStmt")) {
      Node each = root.node("object");
      if (each != null && relation) {
        relations.accept(named(each.list("items"), -1));
      } else if (each != null && part) {
        List<Node> items = each.list("items");
        relations.accept(named(items.subList(0, items.size() - 1), -1));
      }
    }
  }

  /** What is no relation stands in fields of its own. */
  private static void others(Node root, Consumer<Named> others) {
    switch (root.kind()) {
      case "CreateSchemaStmt" -> others.accept(schema(root.text("schemaname", "?")));
      case "CreateEnumStmt", "AlterEnumStmt" -> others.accept(named(root.list("typeName"), -1));
      case "CreateDomainStmt" -> others.accept(named(root.list("domainname"), -1));
      case "RenameStmt" -> {
        Node object = root.node("object");
        if (root.text("renameType", "").equals("OBJECT_SCHEMA")) {
          others.accept(schema(root.text("subname", "?")));
        } else if (object != null) {
          types(object, others);
        }
      }
      case "CommentStmt" -> {
        Node object = root.node("object");
        if (object != null && object.is("String")) {
          others.accept(schema(object.text("sval", "?")));
        } else if (object != null && object.is("TypeName")) {
          types(object, others);
        }
      }
      default -> {}
    }
  }

  private static Named schema(String name) {
    return new Named(Identifier.of(name, "*"), -1);
  }

  private static void types(Node each, Consumer<Named> others) {
    List<Node> names = each.list(each.is("TypeName") ? "names" : "items");
    if (!names.isEmpty()) {
      others.accept(named(names, -1));
    }
  }

  static Named named(List<Node> parts, int offset) {
    List<String> names = parts.stream().map(part -> part.text("sval", "?")).toList();
    if (names.isEmpty() || names.size() > 2) {
      throw Refusal.gate(
          "Write names as schema.name, not " + String.join(".", names) + ".", null, offset);
    }
    return new Named(
        Identifier.of(names.size() == 2 ? names.getFirst() : null, names.getLast()), offset);
  }
}
