package dev.howdah.sql.guard;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every relation may be read, none written. */
record ReadAll() implements Access {

  @Override
  public boolean allows(Operation operation) {
    return operation == Operation.SELECT;
  }

  @Override
  public boolean restricted() {
    return false;
  }

  @Override
  public boolean opens(String schema) {
    return true;
  }

  @Override
  public boolean allows(Operation operation, String schema, String relation) {
    return allows(operation);
  }

  @Override
  public boolean blocked(String schema, String relation) {
    return false;
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
    return true;
  }

  @Override
  public Optional<String> databaseRole() {
    return Optional.empty();
  }
}
