package dev.howdah.sql.catalog;

import java.util.List;

/**
 * An operator class: how an index compares, hashes or otherwise takes apart values of a type.
 *
 * @param method the access method, such as {@code btree}
 * @param type what it is for
 * @param standard whether it is taken where none is named
 * @param functions OIDs of the functions that it runs; not those that came with the server
 */
public record OperatorClass(
    String method, String name, long type, boolean standard, List<Long> functions) {

  public OperatorClass {
    functions = List.copyOf(functions);
  }
}
