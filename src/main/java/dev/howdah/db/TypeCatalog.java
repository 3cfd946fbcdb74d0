package dev.howdah.db;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The types of one database, each looked up once. Thread-safe. */
final class TypeCatalog {

  /**
   * Statement of the parameters: type OIDs and type modifiers, in parallel. Names are given as
   * along the path that is in use, which must not have a say otherwise: nothing in it is looked for
   * by name alone, and every operator is one that PostgreSQL has for exactly these types.
   */
  static final String LOOK_UP =
      """
      select t.oid::pg_catalog.int8,
             m.modifier,
             pg_catalog.format_type(t.oid, m.modifier),
             t.typname,
             t.typcategory,
             t.typcategory = 'A' and t.typlen = -1::pg_catalog.int2 and t.typelem <> 0::pg_catalog.oid
               and t.oid not in (22::pg_catalog.oid, 30::pg_catalog.oid),
             coalesce(nullif(e.typbasetype, 0::pg_catalog.oid), e.oid)::pg_catalog.int8,
             e.typname,
             e.typcategory,
             e.typdelim
      from rows from (pg_catalog.unnest($1::pg_catalog.oid[]),
                      pg_catalog.unnest($2::pg_catalog.int4[])) m(oid, modifier)
      join pg_catalog.pg_type t on t.oid = m.oid
      left join pg_catalog.pg_type e on e.oid = t.typelem
      """;

  private static final int MOST = 10_000;

  private final Map<Key, ColumnType> types = new ConcurrentHashMap<>();

  /** A type as a statement's columns name it; the modifier is -1 where there is none. */
  record Key(int oid, int modifier) {}

  ColumnType get(int oid, int modifier) {
    ColumnType builtIn = ColumnType.builtIn(oid, modifier);
    if (builtIn != null) {
      return builtIn;
    }
    return types.getOrDefault(new Key(oid, modifier), ColumnType.UNKNOWN);
  }

  /** The types of a reply's columns. */
  static List<Key> keys(Reply reply) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < reply.names().size(); i++) {
      keys.add(new Key(reply.type(i), reply.modifier(i)));
    }
    return keys;
  }

  /** Those of the types that must be looked up. */
  Set<Key> missing(List<Key> wanted) {
    Set<Key> missing = new LinkedHashSet<>();
    for (Key key : wanted) {
      if (ColumnType.builtIn(key.oid(), key.modifier()) == null && !types.containsKey(key)) {
        missing.add(key);
      }
    }
    return missing;
  }

  /** The parameters of {@link #LOOK_UP}. */
  static List<Wire.Value> parameters(Set<Key> missing) {
    return List.of(
        new Wire.Value(
            missing.stream()
                .map(key -> Integer.toUnsignedString(key.oid()))
                .collect(Collectors.joining(",", "{", "}")),
            0),
        new Wire.Value(
            missing.stream()
                .map(key -> Integer.toString(key.modifier()))
                .collect(Collectors.joining(",", "{", "}")),
            0));
  }

  /** Keeps the rows of {@link #LOOK_UP}. */
  void learn(Reply reply) {
    if (types.size() > MOST) {
      types.clear();
    }
    for (int row = 0; row < reply.rowCount(); row++) {
      int oid = (int) Long.parseLong(Texts.text(reply.cell(row, 0)));
      int modifier = Integer.parseInt(Texts.text(reply.cell(row, 1)));
      String name = Texts.text(reply.cell(row, 2));
      ColumnType type;
      if (Texts.text(reply.cell(row, 5)).equals("t")) {
        int element = (int) Long.parseLong(Texts.text(reply.cell(row, 6)));
        var kind =
            ColumnType.kind(
                element, Texts.text(reply.cell(row, 7)), Texts.text(reply.cell(row, 8)));
        char delimiter = Texts.text(reply.cell(row, 9)).charAt(0);
        type = new ColumnType(name, ColumnType.Kind.ARRAY, kind, delimiter);
      } else {
        type =
            ColumnType.scalar(
                name,
                ColumnType.kind(
                    oid, Texts.text(reply.cell(row, 3)), Texts.text(reply.cell(row, 4))));
      }
      types.put(new Key(oid, modifier), type);
    }
  }
}
