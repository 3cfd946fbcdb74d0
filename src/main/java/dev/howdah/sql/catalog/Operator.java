package dev.howdah.sql.catalog;

/**
 * An operator.
 *
 * @param left the type of the left operand, 0 for a prefix operator
 * @param function the OID of the function behind it, 0 for a shell
 */
public record Operator(
    long oid, String schema, String symbol, long left, long right, long result, long function) {}
