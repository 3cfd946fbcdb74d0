package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.StoredTrees;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is stored and runs by a definition that does not say it: the query of a materialised view
 * that is refreshed, and where a column gets another type the conditions and indexes of its table.
 * Their text is read anew then, so that a name in it can come to mean another function.
 */
final class ReadAgain {

  private final Catalogue catalogue;
  private final StoredTrees trees;
  private final Uses uses = Uses.none();
  private final Set<Long> seen = new HashSet<>();

  ReadAgain(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.trees = new StoredTrees(catalogue);
  }

  Uses uses(Node root) {
    Node range = root.node("relation");
    Relation relation =
        range == null ? null : catalogue.relation(Definitions.name(range)).orElse(null);
    if (relation == null) {
      return uses;
    }
    if (root.is("RefreshMatViewStmt")) {
      query(relation);
    } else if (root.is("AlterTableStmt")
        && root.list("cmds").stream()
            .anyMatch(each -> each.text("subtype", "").equals("AT_AlterColumnType"))) {
      retyped(relation);
    }
    return uses;
  }

  /** Only what it runs: whose rows it has is said when it is read. */
  private void query(Relation view) {
    if (!seen.add(view.oid())) {
      return;
    }
    view.actions().stream()
        .flatMap(rule -> rule.tree().stream())
        .map(trees::uses)
        .forEach(
            inside -> {
              uses.functions().addAll(inside.functions());
              inside.relations().stream()
                  .map(use -> catalogue.relation(use.relation()))
                  .filter(each -> each.kind() == Relation.Kind.VIEW)
                  .forEach(this::query);
            });
  }

  /** Of every child, too. */
  private void retyped(Relation table) {
    if (!seen.add(table.oid())) {
      return;
    }
    Stream.concat(
            table.expressions().stream(),
            table.columns().stream().flatMap(column -> Stream.ofNullable(column.generated())))
        .map(trees::uses)
        .forEach(
            inside -> {
              inside.functions().forEach(use -> named(use.function()));
              inside.operators().forEach(use -> symbol(use.operator()));
            });
    table.children().stream().map(catalogue::relation).forEach(this::retyped);
  }

  private void named(long oid) {
    catalogue.function(oid).map(Function::name).stream()
        .flatMap(name -> catalogue.functions(Identifier.of(name)).stream())
        .forEach(each -> add(each.oid()));
  }

  private void symbol(long oid) {
    catalogue.operator(oid).map(Operator::symbol).stream()
        .flatMap(symbol -> catalogue.operators(Identifier.of(symbol)).stream())
        .filter(each -> each.function() != 0)
        .forEach(each -> add(each.function()));
  }

  private void add(long function) {
    uses.functions().add(new FunctionUse(function, -1, false));
  }
}
