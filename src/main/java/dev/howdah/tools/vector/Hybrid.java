package dev.howdah.tools.vector;

import dev.howdah.sql.Identifier;

/**
 * The half of a hybrid search that goes by words. PostgreSQL manual, Full Text Search.
 *
 * @param column of text, or of what {@code to_tsvector} made of one
 * @param language a text search configuration that exists, of lower-case letters, digits and _
 */
record Hybrid(Columns.Column column, String language) {

  /**
   * Added to each place before it is inverted: how much first places count. Cormack et al., 2009.
   */
  static final int SMOOTHING = 60;

  /** The column as it is searched. */
  String document(Identifier alias) {
    String name = alias.quoted() + "." + Identifier.of(column.name()).quoted();
    return column.type().equals("tsvector")
        ? name
        : "pg_catalog.to_tsvector(" + configuration() + ", " + name + ")";
  }

  /** What is looked for. */
  String query(int parameter) {
    return "pg_catalog.websearch_to_tsquery(" + configuration() + ", $" + parameter + ")";
  }

  private String configuration() {
    return "CAST('" + language + "' AS pg_catalog.regconfig)";
  }
}
