package dev.howdah.sql.resolve;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Everything that a statement, a view, a policy or an expression touches by name.
 *
 * <p>Where a name cannot be decided, all that it could mean are here: never less than PostgreSQL
 * would use, perhaps more. Views, functions and domains are named, not looked into.
 *
 * <p>Positions are byte offsets in the statement's UTF-8, -1 when unknown.
 */
public record Uses(
    Set<RelationUse> relations,
    Set<ColumnUse> columns,
    Set<FunctionUse> functions,
    Set<OperatorUse> operators,
    Set<TypeUse> types) {

  /** What is done with a relation or a column. */
  public enum Privilege {
    SELECT,
    INSERT,
    UPDATE,
    DELETE
  }

  /** A relation, and what is done with it. */
  public record RelationUse(long relation, Privilege privilege, int position) {}

  /**
   * A column.
   *
   * @param column its number from 1, a system column's below 0, or 0 for the whole row, which
   *     stands for every column
   */
  public record ColumnUse(long relation, int column, Privilege privilege, int position) {}

  /**
   * A function that is called, by name or behind an operator, a cast, an aggregate or attribute
   * notation.
   *
   * @param certain false when it is one of several that the call may mean
   */
  public record FunctionUse(long function, int position, boolean certain) {}

  /** An operator; its function is among the functions, too. */
  public record OperatorUse(long operator, int position, boolean certain) {}

  /**
   * A type that a value is made of: by a cast, a constant, an argument or a declared column. Not
   * the type of a column that is only read.
   */
  public record TypeUse(long type, int position) {}

  /** None at all; can be added to. */
  public static Uses none() {
    return new Uses(
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>());
  }

  /** Adds another's. */
  public void add(Uses other) {
    relations.addAll(other.relations);
    columns.addAll(other.columns);
    functions.addAll(other.functions);
    operators.addAll(other.operators);
    types.addAll(other.types);
  }
}
