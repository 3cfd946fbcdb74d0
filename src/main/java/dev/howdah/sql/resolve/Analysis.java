package dev.howdah.sql.resolve;

import java.util.List;

/**
 * What a statement means.
 *
 * @param uses everything that it touches by name
 * @param unknownColumns names that PostgreSQL will not find either
 * @param unknownTypes names of types that are not there
 * @param unknownFunctions those that are called and are not there, or not known
 * @param stars every star, in the order of reading
 * @param locks whether it locks rows, anywhere
 * @param columns the names of the columns that it returns
 * @param types OIDs of their types, {@link Stored#UNDECIDED} where nobody knows
 */
public record Analysis(
    Uses uses,
    List<UnknownColumn> unknownColumns,
    List<UnknownType> unknownTypes,
    List<UnknownFunction> unknownFunctions,
    List<Star> stars,
    boolean locks,
    List<String> columns,
    List<Long> types) {

  public Analysis {
    unknownColumns = List.copyOf(unknownColumns);
    unknownTypes = List.copyOf(unknownTypes);
    unknownFunctions = List.copyOf(unknownFunctions);
    stars = List.copyOf(stars);
    columns = List.copyOf(columns);
    types = List.copyOf(types);
  }
}
