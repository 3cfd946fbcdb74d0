package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Stored;
import dev.howdah.sql.resolve.StoredTrees;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is stored and runs by a definition that does not say it: where a column gets another type,
 * or its values are generated anew, the conditions, indexes and foreign keys of its table. Their
 * text is read anew then, so that a name in it can come to mean another function, and a value can
 * be converted that was not before.
 */
final class ReadAgain {

  private final Catalogue catalogue;
  private final StoredTrees trees;
  private final Stored stored;
  private final Uses uses = Uses.none();
  private final Set<Long> seen = new HashSet<>();
  private final Set<Long> passed = new HashSet<>();
  private final Set<Long> types = new HashSet<>();
  private boolean read;

  ReadAgain(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.trees = new StoredTrees(catalogue);
    this.stored = new Stored(catalogue);
  }

  Uses uses(Node root) {
    if (root.is("AlterTableStmt")) {
      catalogue
          .relation(Definitions.name(root.child("relation")))
          .ifPresent(table -> root.list("cmds").forEach(each -> command(each, table)));
      catalogue.casts().stream().filter(this::mayRun).forEach(cast -> add(cast.function()));
    }
    return uses;
  }

  private void command(Node command, Relation table) {
    String name = command.text("name", "");
    switch (command.text("subtype", "")) {
      case "AT_AlterColumnType" -> {
        Node written = command.child("def").node("typeName");
        collect(written == null ? Stored.UNDECIDED : stored.type(written));
        again(table, name);
      }
      case "AT_SetExpression" -> {
        collect(table.column(name).map(Relation.Column::type).orElse(Stored.UNDECIDED));
        again(table, name);
      }
      default -> {}
    }
  }

  /** Of every child, too. */
  private void again(Relation table, String column) {
    // What was a field of its value can become a function.
    table.column(column).ifPresent(each -> fields(each.type()));
    if (!seen.add(table.oid())) {
      return;
    }
    Stream.concat(
            table.expressions().stream(),
            table.columns().stream().flatMap(each -> Stream.ofNullable(each.generated())))
        .map(trees::uses)
        .forEach(
            inside -> {
              read = true;
              inside.functions().forEach(use -> named(use.function()));
              inside.operators().forEach(use -> symbol(use.operator()));
            });
    table.children().stream().map(catalogue::relation).forEach(each -> again(each, column));
  }

  private void named(long oid) {
    catalogue
        .function(oid)
        .ifPresent(
            function ->
                Stream.of(
                        Identifier.of(function.name()),
                        Identifier.of(function.schema(), function.name()))
                    .flatMap(name -> catalogue.functions(name).stream())
                    .forEach(each -> instead(function, each)));
  }

  private void symbol(long oid) {
    catalogue
        .operator(oid)
        .ifPresent(
            operator ->
                Stream.of(
                        Identifier.of(operator.symbol()),
                        Identifier.of(operator.schema(), operator.symbol()))
                    .flatMap(symbol -> catalogue.operators(symbol).stream())
                    .filter(each -> each.function() != 0)
                    .forEach(
                        each -> {
                          add(each.function());
                          if (each.result() != operator.result()) {
                            collect(each.result());
                          }
                        }));
  }

  private void instead(Function before, Function now) {
    add(now.oid());
    if (now.result() != before.result()) {
      collect(now.result());
    }
  }

  /**
   * Whether it can be among the conversions. No more is known of foreign keys than that there may
   * be some, and these convert only where nothing is said.
   */
  private boolean mayRun(Cast cast) {
    boolean from = types.contains(Stored.UNDECIDED) || types.contains(cast.source());
    boolean to = types.contains(Stored.UNDECIDED) || types.contains(cast.target());
    boolean implicit = cast.context() == Cast.Context.IMPLICIT;
    return (from && (read || implicit)) || (to && implicit);
  }

  /** A type, what it is made of, and arrays of it. */
  private void collect(long oid) {
    if (!types.add(oid) || oid <= 0) {
      return;
    }
    Type type = catalogue.type(oid);
    Stream.of(type.element(), type.base(), type.array())
        .filter(each -> each != 0)
        .forEach(this::collect);
    if (type.relation() != 0) {
      catalogue.relation(type.relation()).columns().forEach(each -> collect(each.type()));
    }
  }

  private void fields(long oid) {
    if (oid <= 0 || !passed.add(oid)) {
      return;
    }
    Type type = catalogue.type(oid);
    fields(type.element());
    fields(type.base());
    if (type.relation() != 0) {
      for (Relation.Column field : catalogue.relation(type.relation()).columns()) {
        catalogue.functions(Identifier.of(field.name())).forEach(each -> add(each.oid()));
        fields(field.type());
      }
    }
  }

  private void add(long function) {
    if (function != 0) {
      uses.functions().add(new FunctionUse(function, -1, false));
    }
  }
}
