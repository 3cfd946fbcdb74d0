package dev.howdah.db;

import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import dev.howdah.sql.guard.StatementKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The same rules for a SELECT that asks what is open, whether or not one may run: what an INSERT or
 * an EXPLAIN touches, the role has to be able to touch.
 */
record AsReader(Access access) implements Access {

  @Override
  public boolean allows(Operation operation) {
    return operation == Operation.SELECT || access.allows(operation);
  }

  @Override
  public boolean allows(StatementKind kind) {
    return true;
  }

  @Override
  public boolean restricted() {
    return access.restricted();
  }

  @Override
  public boolean opens(String schema) {
    return access.opens(schema);
  }

  @Override
  public boolean allows(Operation operation, String schema, String relation) {
    return operation == Operation.SELECT
        ? Arrays.stream(Operation.values()).anyMatch(any -> access.allows(any, schema, relation))
        : access.allows(operation, schema, relation);
  }

  @Override
  public boolean blocked(String schema, String relation) {
    return access.blocked(schema, relation);
  }

  @Override
  public boolean named(String schema, String relation) {
    return access.named(schema, relation);
  }

  @Override
  public Set<String> blockedColumns(String schema, String relation) {
    return access.blockedColumns(schema, relation);
  }

  @Override
  public Map<RelationName, Set<String>> blockedColumns() {
    return access.blockedColumns();
  }

  @Override
  public Set<RelationName> blockedRelations() {
    return access.blockedRelations();
  }

  @Override
  public boolean systemCatalogues() {
    return access.systemCatalogues();
  }

  @Override
  public Optional<String> databaseRole() {
    return access.databaseRole();
  }
}
