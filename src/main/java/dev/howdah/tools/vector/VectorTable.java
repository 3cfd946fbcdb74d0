package dev.howdah.tools.vector;

import dev.howdah.sql.Identifier;

/**
 * A table with embeddings, and the pgvector that serves it.
 *
 * @param oid its own
 * @param kind as {@code pg_class.relkind}
 * @param columns those that the caller may know of
 * @param extensionSchema where pgvector's types and operators are
 */
record VectorTable(
    long oid,
    String schema,
    String name,
    String kind,
    Columns columns,
    Version version,
    String extensionSchema) {

  Identifier identifier() {
    return Identifier.of(schema, name);
  }

  /** As people write it. */
  String shown() {
    return schema + "." + name;
  }

  boolean isView() {
    return kind.equals("v");
  }

  /** pgvector's operator, wherever the search path leads. */
  String operator(Metric metric) {
    return "OPERATOR(" + Identifier.of(extensionSchema).quoted() + "." + metric.operator() + ")";
  }

  /** A parameter as an embedding. */
  String embedding(int parameter, VectorType type, int dimensions) {
    return type == VectorType.BIT
        ? "CAST($" + parameter + " AS pg_catalog.bit(" + dimensions + "))"
        : "CAST($"
            + parameter
            + " AS "
            + Identifier.of(extensionSchema, type.toString()).quoted()
            + ")";
  }
}
