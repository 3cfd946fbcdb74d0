package dev.howdah.auth;

import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import dev.howdah.sql.guard.StatementKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for everybody and those of one role, together.
 *
 * @param statements kinds of statements that are open; empty for all
 * @param operations what the caller may do, before the kinds of statements are looked at
 * @param role empty for a caller who has none and needs none
 */
record AccessRules(
    RelationRules blocked,
    List<StatementKind> statements,
    boolean systemCatalogues,
    Set<Operation> operations,
    Optional<Role> role)
    implements Access {

  AccessRules {
    statements = List.copyOf(statements);
    operations = Set.copyOf(operations);
  }

  @Override
  public boolean allows(Operation operation) {
    return operations.contains(operation)
        && switch (operation) {
          case SELECT ->
              true; // INSERT … SELECT reads, too; the statement itself is judged by its kind.
          case INSERT -> allows(StatementKind.INSERT) || allows(StatementKind.MERGE);
          case UPDATE -> allows(StatementKind.UPDATE) || allows(StatementKind.MERGE);
          case DELETE -> allows(StatementKind.DELETE) || allows(StatementKind.MERGE);
          case DDL -> allows(StatementKind.DDL);
        };
  }

  @Override
  public boolean allows(StatementKind kind) {
    return statements.isEmpty() || statements.contains(kind);
  }

  @Override
  public boolean restricted() {
    return !blocked.isEmpty() || role.filter(Role::restricted).isPresent();
  }

  @Override
  public boolean opens(String schema) {
    return !blocked.blocksAll(schema)
        && role.map(each -> each.opens(schema) && !each.blocked().blocksAll(schema)).orElse(true);
  }

  @Override
  public boolean allows(Operation operation, String schema, String relation) {
    return allows(operation)
        && !blocked.blocks(schema, relation)
        && role.map(each -> each.allows(schema, relation)).orElse(true);
  }

  @Override
  public boolean blocked(String schema, String relation) {
    return blocked.blocks(schema, relation)
        || role.map(each -> each.blocked().blocks(schema, relation)).orElse(false);
  }

  @Override
  public boolean named(String schema, String relation) {
    return role.map(each -> each.names(schema, relation)).orElse(false);
  }

  @Override
  public Set<String> blockedColumns(String schema, String relation) {
    var columns = new LinkedHashSet<>(blocked.blockedColumns(schema, relation));
    role.ifPresent(each -> columns.addAll(each.blocked().blockedColumns(schema, relation)));
    return columns;
  }

  @Override
  public Map<RelationName, Set<String>> blockedColumns() {
    var columns = new LinkedHashMap<>(blocked.blockedColumns());
    role.ifPresent(
        each ->
            each.blocked()
                .blockedColumns()
                .forEach(
                    (table, more) ->
                        columns.merge(
                            table,
                            more,
                            (some, others) -> {
                              var both = new LinkedHashSet<>(some);
                              both.addAll(others);
                              return both;
                            })));
    return columns;
  }

  @Override
  public Set<RelationName> blockedRelations() {
    var relations = new LinkedHashSet<>(blocked.blockedRelations());
    role.ifPresent(each -> relations.addAll(each.blocked().blockedRelations()));
    return relations;
  }

  @Override
  public Optional<String> databaseRole() {
    return role.flatMap(each -> Optional.ofNullable(each.databaseRole()));
  }
}
