package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Scope.Visible;
import dev.howdah.sql.resolve.Uses.Privilege;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** FROM: tables, queries, functions and joins. */
final class FromClause {

  private final Reading reading;
  private final Joins joins;
  private final TableFunctions functions;
  private final TableConstructs constructs;

  FromClause(Reading reading) {
    this.reading = reading;
    this.joins = new Joins(reading, this);
    this.functions = new TableFunctions(reading);
    this.constructs = new TableConstructs(reading);
  }

  /** What one item makes: as which it is joined, and the names that it makes visible. */
  record Part(Item item, List<Visible> names) {}

  /** Reads a list of items into the scope. */
  void read(List<Node> list, Scope scope) {
    for (var node : list) {
      var part = item(node, scope);
      var names = new ArrayList<>(scope.names());
      part.names().forEach(name -> names.add(name.lateral(true)));
      scope.see(names);
    }
    scope.see(scope.names().stream().map(name -> name.lateral(false)).toList());
  }

  Part item(Node node, Scope scope) {
    reading.enter(node);
    var part = node.is("JoinExpr") ? joins.read(node, scope) : alone(single(node, scope));
    reading.leave();
    return part;
  }

  private static Part alone(Item item) {
    return new Part(item, List.of(Visible.of(item)));
  }

  private Item single(Node node, Scope scope) {
    return switch (node.kind()) {
      case "RangeVar" -> table(node, scope);
      case "RangeSubselect" -> subquery(node, scope);
      case "RangeFunction" -> {
        var item = laterally(scope, true, () -> functions.read(node, scope));
        yield aliased(item, node.node("alias"));
      }
      case "RangeTableFunc", "JsonTable" -> {
        var item = laterally(scope, true, () -> constructs.read(node, scope));
        yield aliased(item, node.node("alias"));
      }
      case "RangeTableSample" -> sample(node, scope);
      default -> throw new Unsupported(node.kind(), node.location());
    };
  }

  private Item subquery(Node node, Scope scope) {
    var query = Expressions.required(node, "subquery");
    var fields =
        laterally(scope, node.flag("lateral"), () -> reading.queries.statement(query, scope, true));
    return aliased(Item.of("", fields.stream().map(Column::of).toList()), node.node("alias"));
  }

  /** Reads something that may see the items to its left. */
  private static <T> T laterally(Scope scope, boolean lateral, Supplier<T> read) {
    var before = scope.lateral();
    scope.lateral(lateral);
    var result = read.get();
    scope.lateral(before);
    return result;
  }

  private Item table(Node node, Scope scope) {
    if (node.text("schemaname") == null) {
      var cte = reading.queries.with().find(node.text("relname", ""), scope);
      if (cte.isPresent()) {
        return aliased(cte.get(), node.node("alias"));
      }
    }
    var relation = relation(node);
    reading.notes.relation(relation.oid(), Privilege.SELECT, node.location());
    return item(relation, node);
  }

  /** The relation that is named, which must be there and known. */
  Relation relation(Node node) {
    var name = Identifier.of(node.text("schemaname"), node.text("relname", ""));
    return reading
        .catalogue
        .relation(name)
        .filter(reading.known)
        .orElseThrow(() -> new UnknownName(name, node.location()));
  }

  /** A relation under its alias. */
  Item item(Relation relation, Node node) {
    return aliased(Item.of(relation.name(), false, relation), node.node("alias"));
  }

  static Item aliased(Item item, @Nullable Node alias) {
    return alias == null ? item : item.as(alias.text("aliasname", ""), names(alias));
  }

  static List<String> names(Node alias) {
    return alias.list("colnames").stream().map(name -> TypeNames.text(name, alias)).toList();
  }

  /** TABLESAMPLE runs a function that has one argument of the type {@code internal}. */
  private Item sample(Node node, Scope scope) {
    var part = item(Expressions.required(node, "relation"), scope);
    var method = TypeNames.identifier(node.list("method"), node);
    var call = Call.of(method, List.of(BuiltIn.INTERNAL));
    var handler = reading.overloads.function(call);
    reading.notes.call(handler, call.arguments(), node.location());
    var taken = sampleArgument(handler.candidates());
    laterally(
        scope,
        true,
        () -> {
          for (var arg : node.list("args")) {
            reading.expressions.assign(arg, taken, scope);
          }
          var seed = node.node("repeatable");
          return seed == null
              ? Value.UNKNOWN
              : reading.expressions.assign(seed, BuiltIn.FLOAT8, scope);
        });
    return part.item();
  }

  /** What a method takes only its code knows: the server's own a percentage. */
  private static long sampleArgument(List<Function> handlers) {
    if (handlers.size() != 1) {
      return Types.UNDECIDED;
    }
    var handler = handlers.getFirst();
    if (handler.schema().equals("pg_catalog")) {
      return BuiltIn.FLOAT4;
    }
    return switch (String.valueOf(handler.extension())) {
      case "tsm_system_rows" -> BuiltIn.INT8;
      case "tsm_system_time" -> BuiltIn.FLOAT8;
      default -> Types.UNDECIDED;
    };
  }
}
