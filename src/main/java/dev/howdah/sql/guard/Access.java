package dev.howdah.sql.guard;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one caller may touch in one database: the server-wide rules and those of the caller's role
 * together. What is denied by either is denied.
 *
 * <p>Names are compared exactly, as the catalogue spells them.
 */
public interface Access {

  /** Whether the operation is open at all. */
  boolean allows(Operation operation);

  /** Whether the operator left statements of this kind open. */
  default boolean allows(StatementKind kind) {
    return true;
  }

  /** Whether there is any rule about relations, so that some may have to stay unknown. */
  boolean restricted();

  /** Whether anything in the schema is open at all. */
  boolean opens(String schema);

  /** Whether the relation may be touched in this way; system catalogues are judged elsewhere. */
  boolean allows(Operation operation, String schema, String relation);

  /** Whether the relation is blocked outright, which nothing that reaches it can lift. */
  boolean blocked(String schema, String relation);

  /** Whether the relation is allowed by its own name, not by a wildcard. */
  boolean named(String schema, String relation);

  /** The blocked columns of a relation; empty for most. */
  Set<String> blockedColumns(String schema, String relation);

  /**
   * Relations with blocked columns, as they were written, and the columns. The schema {@code *}
   * stands for every schema.
   */
  Map<RelationName, Set<String>> blockedColumns();

  /**
   * Relations that are blocked by their own name, as they were written. The schema {@code *} stands
   * for every schema.
   */
  Set<RelationName> blockedRelations();

  /** Whether system catalogues may be read. */
  boolean systemCatalogues();

  /**
   * The role that statements run under by {@code SET LOCAL ROLE}; empty for the connection's own.
   */
  Optional<String> databaseRole();

  /** A relation by schema and name. */
  record RelationName(String schema, String name) {}

  /** No rule at all, for reading only. */
  static Access readAll() {
    return new ReadAll();
  }
}
