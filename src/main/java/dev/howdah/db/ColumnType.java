package dev.howdah.db;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type as far as it matters for reading and writing its values.
 *
 * @param name as PostgreSQL's {@code format_type} prints it
 * @param element the kind of an array's elements, otherwise the same as {@code kind}
 * @param delimiter what stands between an array's elements
 */
record ColumnType(String name, Kind kind, Kind element, char delimiter) {

  /** How a value becomes JSON. */
  enum Kind {
    TEXT,
    BOOLEAN,
    INTEGER,
    NUMERIC,
    FLOAT,
    JSON,
    TIMESTAMP,
    TIMESTAMP_WITH_ZONE,
    BYTES,
    VECTOR,
    ARRAY
  }

  static final ColumnType UNKNOWN = scalar("unknown", Kind.TEXT);

  /** The types that nearly all columns have, to spare them a look into the catalogue. */
  private static final Map<Integer, ColumnType> BUILT_IN =
      Map.ofEntries(
          Map.entry(16, scalar("boolean", Kind.BOOLEAN)),
          Map.entry(17, scalar("bytea", Kind.BYTES)),
          Map.entry(19, scalar("name", Kind.TEXT)),
          Map.entry(20, scalar("bigint", Kind.INTEGER)),
          Map.entry(21, scalar("smallint", Kind.INTEGER)),
          Map.entry(23, scalar("integer", Kind.INTEGER)),
          Map.entry(25, scalar("text", Kind.TEXT)),
          Map.entry(26, scalar("oid", Kind.INTEGER)),
          Map.entry(114, scalar("json", Kind.JSON)),
          Map.entry(700, scalar("real", Kind.FLOAT)),
          Map.entry(701, scalar("double precision", Kind.FLOAT)),
          Map.entry(1043, scalar("character varying", Kind.TEXT)),
          Map.entry(1082, scalar("date", Kind.TEXT)),
          Map.entry(1114, scalar("timestamp without time zone", Kind.TIMESTAMP)),
          Map.entry(1184, scalar("timestamp with time zone", Kind.TIMESTAMP_WITH_ZONE)),
          Map.entry(1186, scalar("interval", Kind.TEXT)),
          Map.entry(1700, scalar("numeric", Kind.NUMERIC)),
          Map.entry(2950, scalar("uuid", Kind.TEXT)),
          Map.entry(3802, scalar("jsonb", Kind.JSON)),
          Map.entry(1000, array("boolean[]", Kind.BOOLEAN)),
          Map.entry(1005, array("smallint[]", Kind.INTEGER)),
          Map.entry(1007, array("integer[]", Kind.INTEGER)),
          Map.entry(1009, array("text[]", Kind.TEXT)),
          Map.entry(1016, array("bigint[]", Kind.INTEGER)),
          Map.entry(1022, array("double precision[]", Kind.FLOAT)));

  static ColumnType scalar(String name, Kind kind) {
    return new ColumnType(name, kind, kind, ',');
  }

  private static ColumnType array(String name, Kind element) {
    return new ColumnType(name, Kind.ARRAY, element, ',');
  }

  /** A type that is the same on every server, or null. */
  static @Nullable ColumnType builtIn(int oid, int modifier) {
    return modifier < 0 ? BUILT_IN.get(oid) : null;
  }

  /** The kind of a type that is no array. */
  static Kind kind(int oid, String name, String category) {
    ColumnType builtIn = BUILT_IN.get(oid);
    if (builtIn != null) {
      return builtIn.kind();
    }
    boolean vector = category.equals("U") && (name.equals("vector") || name.equals("halfvec"));
    return vector ? Kind.VECTOR : Kind.TEXT;
  }

  boolean array() {
    return kind == Kind.ARRAY;
  }
}
