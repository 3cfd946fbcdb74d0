package dev.howdah.auth;

import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import dev.howdah.sql.guard.StatementKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nothing at all: for a caller without a role, or a database that is not the role's. */
record NoAccess() implements Access {

  @Override
  public boolean allows(Operation operation) {
    return false;
  }

  @Override
  public boolean allows(StatementKind kind) {
    return false;
  }

  @Override
  public boolean restricted() {
    return true;
  }

  @Override
  public boolean opens(String schema) {
    return false;
  }

  @Override
  public boolean allows(Operation operation, String schema, String relation) {
    return false;
  }

  @Override
  public boolean blocked(String schema, String relation) {
    return true;
  }

  @Override
  public boolean named(String schema, String relation) {
    return false;
  }

  @Override
  public Set<String> blockedColumns(String schema, String relation) {
    return Set.of();
  }

  @Override
  public Map<RelationName, Set<String>> blockedColumns() {
    return Map.of();
  }

  @Override
  public Set<RelationName> blockedRelations() {
    return Set.of();
  }

  @Override
  public boolean systemCatalogues() {
    return false;
  }

  @Override
  public Optional<String> databaseRole() {
    return Optional.empty();
  }
}
