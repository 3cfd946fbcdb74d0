package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Uses.Privilege;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE, DELETE and MERGE. */
final class Modifications {

  private final Reading reading;
  private final WithClauses with;
  private final Assignments assignments;

  Modifications(Reading reading, WithClauses with) {
    this.reading = reading;
    this.with = with;
    this.assignments = new Assignments(reading);
  }

  /** The columns that RETURNING gives. */
  List<Field> read(Node node, Scope scope) {
    with.enter(node.node("withClause"), scope);
    var target = Expressions.required(node, "relation");
    var relation = reading.from.relation(target);
    var item = reading.from.item(relation, target);
    reading.notes.named(relation.oid());
    return switch (node.kind()) {
      case "InsertStmt" -> insert(node, relation, item, scope);
      case "UpdateStmt" -> update(node, relation, item, scope);
      case "DeleteStmt" -> delete(node, relation, item, scope);
      default -> merge(node, relation, item, scope);
    };
  }

  private List<Field> insert(Node node, Relation relation, Item item, Scope scope) {
    var position = Expressions.required(node, "relation").location();
    reading.notes.relation(relation.oid(), Privilege.INSERT, position);
    var query = node.node("selectStmt");
    var columns = assignments.targets(node.list("cols"), relation, scope, position);
    if (query != null) {
      assignments.insert(rows(query, scope), columns, node.list("cols").isEmpty(), position);
    }
    var conflict = node.node("onConflictClause");
    if (conflict != null) {
      var inner = new Scope(scope);
      inner.add(item);
      conflict(conflict, relation, item, inner);
    }
    scope.add(item);
    return returning(node, item, scope);
  }

  /** The values that are inserted: each row of VALUES by itself. */
  private List<List<Value>> rows(Node query, Scope scope) {
    var plain =
        !query.list("valuesLists").isEmpty()
            && !query.has("withClause")
            && !query.has("sortClause")
            && !query.has("limitCount")
            && !query.has("limitOffset")
            && !query.has("lockingClause");
    if (plain) {
      return query.list("valuesLists").stream()
          .map(row -> reading.targets.values(row.list("items"), scope))
          .toList();
    }
    return List.of(
        reading.queries.statement(query, scope, false).stream().map(Field::value).toList());
  }

  private void conflict(Node clause, Relation relation, Item item, Scope scope) {
    var infer = clause.node("infer");
    if (infer != null) {
      for (var element : infer.list("indexElems")) {
        var name = element.text("name");
        var expression = element.node("expr");
        if (name != null) {
          if (reading.names.unqualified(name, scope, infer.location()).isEmpty()) {
            reading.notes.unknown(name, infer.location());
          }
        } else if (expression != null) {
          reading.expressions.read(expression, scope);
        }
      }
      reading.expressions.bool(infer.node("whereClause"), scope);
      if (infer.text("conname") != null) {
        // Which columns a constraint is on is not known here.
        reading.notes.read(item.origins(), infer.location());
      }
    }
    if ("ONCONFLICT_UPDATE".equals(clause.text("action"))) {
      reading.notes.relation(relation.oid(), Privilege.UPDATE, clause.location());
      var excluded = Item.of("excluded", true, relation);
      scope.names().add(new Scope.Visible(excluded, true, true, false));
      assignments.update(clause.list("targetList"), relation, scope);
      reading.expressions.bool(clause.node("whereClause"), scope);
    }
  }

  private List<Field> update(Node node, Relation relation, Item item, Scope scope) {
    var position = Expressions.required(node, "relation").location();
    reading.notes.relation(relation.oid(), Privilege.UPDATE, position);
    scope.add(item);
    around(node.list("fromClause"), scope);
    reading.expressions.bool(node.node("whereClause"), scope);
    assignments.update(node.list("targetList"), relation, scope);
    return returning(node, item, scope);
  }

  /** The target is not visible to LATERAL. */
  private void around(List<Node> from, Scope scope) {
    var targets = List.copyOf(scope.names());
    scope.see(List.of());
    reading.from.read(from, scope);
    List<Scope.Visible> all = new ArrayList<>(targets);
    all.addAll(scope.names());
    scope.see(all);
  }

  private List<Field> delete(Node node, Relation relation, Item item, Scope scope) {
    var position = Expressions.required(node, "relation").location();
    reading.notes.relation(relation.oid(), Privilege.DELETE, position);
    scope.add(item);
    around(node.list("usingClause"), scope);
    reading.expressions.bool(node.node("whereClause"), scope);
    return returning(node, item, scope);
  }

  private List<Field> merge(Node node, Relation relation, Item item, Scope scope) {
    reading.from.read(List.of(Expressions.required(node, "sourceRelation")), scope);
    var source = List.copyOf(scope.names());
    scope.add(item);
    var both = List.copyOf(scope.names());
    reading.expressions.bool(node.node("joinCondition"), scope);
    for (var when : node.list("mergeWhenClauses")) {
      var kind = when.text("matchKind", "");
      scope.see(
          kind.equals("MERGE_WHEN_NOT_MATCHED_BY_TARGET")
              ? source
              : kind.equals("MERGE_WHEN_NOT_MATCHED_BY_SOURCE")
                  ? List.of(Scope.Visible.of(item))
                  : both);
      action(when, relation, scope, Expressions.required(node, "relation").location());
    }
    scope.see(both);
    return returning(node, item, scope);
  }

  private void action(Node when, Relation relation, Scope scope, int position) {
    reading.expressions.bool(when.node("condition"), scope);
    switch (when.text("commandType", "")) {
      case "CMD_INSERT" -> {
        reading.notes.relation(relation.oid(), Privilege.INSERT, position);
        var list = when.list("targetList");
        var columns = assignments.targets(list, relation, scope, position);
        var values = reading.targets.values(when.list("values"), scope);
        if (!values.isEmpty()) {
          assignments.insert(List.of(values), columns, list.isEmpty(), position);
        }
      }
      case "CMD_UPDATE" -> {
        reading.notes.relation(relation.oid(), Privilege.UPDATE, position);
        assignments.update(when.list("targetList"), relation, scope);
      }
      case "CMD_DELETE" -> reading.notes.relation(relation.oid(), Privilege.DELETE, position);
      case "CMD_NOTHING" -> {}
      default -> throw new Unsupported("MergeWhenClause." + when.text("commandType", ""), position);
    }
  }

  private List<Field> returning(Node node, Item item, Scope scope) {
    var clause = node.node("returningClause");
    var list = clause == null ? node.list("returningList") : clause.list("exprs");
    if (list.isEmpty()) {
      return List.of();
    }
    var old = clause == null ? null : option(clause, "RETURNING_OPTION_OLD");
    var changed = clause == null ? null : option(clause, "RETURNING_OPTION_NEW");
    if (clause != null) {
      version(old, "old", item, scope);
      version(changed, "new", item, scope);
    }
    return reading.targets.read(list, scope);
  }

  private static @Nullable String option(Node clause, String wanted) {
    return clause.list("options").stream()
        .filter(option -> wanted.equals(option.text("option")))
        .map(option -> option.text("value", ""))
        .findFirst()
        .orElse(null);
  }

  private void version(@Nullable String alias, String byDefault, Item item, Scope scope) {
    var name = alias == null ? byDefault : alias;
    var taken = scope.names().stream().anyMatch(seen -> seen.item().name().equals(name));
    if (alias != null || !taken) {
      scope.names().add(new Scope.Visible(item.as(name, List.of()), true, false, false));
    }
  }
}
