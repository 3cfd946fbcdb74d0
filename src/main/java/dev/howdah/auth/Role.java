package dev.howdah.auth;

import dev.howdah.sql.guard.Operation;
import dev.howdah.sql.guard.QualifiedName;
import dev.howdah.sql.guard.QualifiedName.Part;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the callers of one role may do.
 *
 * @param schemas schemas that may be touched, as the catalogue spells them
 * @param tables tables in those schemas; one without its own schema is meant in each of them
 * @param blocked what is denied in spite of that
 * @param databaseRole the role of the database that statements run under; null for the connection's
 * @param databases the databases that may be asked, by the names that tools know
 * @param tools the tools that may be called
 * @param rowLimit most rows of a result; null for the server's limit
 * @param rate how often tools may be called; null for no limit
 */
public record Role(
    String name,
    List<Part> schemas,
    List<QualifiedName> tables,
    Set<Operation> operations,
    RelationRules blocked,
    @Nullable String databaseRole,
    Names databases,
    Names tools,
    @Nullable Integer rowLimit,
    @Nullable Rate rate) {

  /** So many calls in so much time. */
  public record Rate(int requests, Duration window) {}

  public Role {
    schemas = List.copyOf(schemas);
    tables = List.copyOf(tables);
    operations = Set.copyOf(operations);
  }

  /** Whether there is any relation that it does not allow. */
  boolean restricted() {
    return schemas.stream().noneMatch(Part::every)
        || tables.stream().noneMatch(table -> table.parts().size() == 1 && table.last().every())
        || !blocked.isEmpty();
  }

  /** Whether anything in the schema may be touched. */
  boolean opens(String schema) {
    return schemas.stream().anyMatch(part -> part.is(schema));
  }

  /** Whether the table is allowed by its own name. */
  boolean names(String schema, String relation) {
    return allows(schema, relation)
        && tables.stream().anyMatch(table -> !table.last().every() && is(table, schema, relation));
  }

  boolean allows(String schema, String relation) {
    return schemas.stream().anyMatch(part -> part.is(schema))
        && tables.stream().anyMatch(table -> is(table, schema, relation))
        && !blocked.blocks(schema, relation);
  }

  private static boolean is(QualifiedName table, String schema, String relation) {
    return table.last().is(relation)
        && table.qualifier().stream().allMatch(part -> part.is(schema));
  }
}
