package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a {@link WholeCatalogue}. */
final class WholeCatalogueReader {

  private static final String TYPES =
      """
      select t.oid, n.nspname, t.typname, t.typtype, t.typcategory, t.typispreferred, t.typrelid,
             case when t.typsubscript = 'array_subscript_handler'::regproc then t.typelem
                  else 0::oid end,
             t.typarray,
             coalesce(nullif(t.typbasetype, 0), r.rngsubtype, m.rngtypid, 0::oid), t.typtypmod,
             case when t.oid >= 16384
                  then array_remove(array[t.typinput, t.typoutput, coalesce(r.rngsubdiff, 0)]::oid[]::bigint[], 0) else '{}' end
      from pg_type t
      join pg_namespace n on n.oid = t.typnamespace
      left join pg_range r on r.rngtypid = t.oid
      left join pg_range m on m.rngmultitypid = t.oid
      """;

  private static final String FUNCTIONS =
      """
      select p.oid, n.nspname, p.proname, p.prokind, p.proargtypes::oid[]::bigint[],
             case when p.proargnames is null then '{}'
                  when p.proargmodes is null then p.proargnames
                  else array(select coalesce(x.name, '')
                             from unnest(p.proargnames, p.proargmodes) with ordinality
                                  as x(name, mode, at)
                             where x.mode in ('i', 'b', 'v') order by x.at) end,
             p.provariadic, p.pronargdefaults, p.prorettype, p.proretset, a.aggkind,
             a.aggnumdirectargs,
             array(select o.name from unnest(p.proargnames, p.proargmodes) with ordinality
                   as o(name, mode, at) where o.mode in ('o', 'b', 't') order by o.at),
             array(select o.type from unnest(p.proallargtypes::bigint[], p.proargmodes)
                   with ordinality as o(type, mode, at) where o.mode in ('o', 'b', 't')
                   order by o.at)
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      left join pg_aggregate a on a.aggfnoid = p.oid
      """;

  private static final String OPERATORS =
      """
      select o.oid, n.nspname, o.oprname, o.oprleft, o.oprright, o.oprresult, o.oprcode::oid
      from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
      """;

  private static final String CASTS =
      "select castsource, casttarget, castfunc, castcontext, castmethod from pg_cast";

  private static final String RELATIONS =
      """
      select c.oid, n.nspname, c.relname, c.relkind, c.reltype,
             array(select inhparent::bigint from pg_inherits where inhrelid = c.oid),
             array(select attname::text from pg_attribute
                   where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum),
             array(select atttypid::bigint from pg_attribute
                   where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum),
             array(select attnum::bigint from pg_attribute
                   where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum),
             array(select atttypmod::bigint from pg_attribute
                   where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'c', 'v', 'p', 'm', 'S')
      """;

  private final Connection connection;

  WholeCatalogueReader(Connection connection) {
    this.connection = connection;
  }

  WholeCatalogue read() throws SQLException {
    var path = rows("select unnest(current_schemas(true))", row -> row.getString(1));
    return WholeCatalogue.of(
        connection.getMetaData().getDatabaseMajorVersion() * 10_000,
        path,
        rows(TYPES, WholeCatalogueReader::type),
        rows(RELATIONS, WholeCatalogueReader::relation),
        rows(FUNCTIONS, WholeCatalogueReader::function),
        rows(OPERATORS, WholeCatalogueReader::operator),
        rows(CASTS, WholeCatalogueReader::cast));
  }

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String sql, Row<T> reader) throws SQLException {
    List<T> found = new ArrayList<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    }
    return found;
  }

  private static Type type(ResultSet row) throws SQLException {
    var kind =
        switch (row.getString(4)) {
          case "c" -> Type.Kind.COMPOSITE;
          case "d" -> Type.Kind.DOMAIN;
          case "e" -> Type.Kind.ENUM;
          case "p" -> Type.Kind.PSEUDO;
          case "r" -> Type.Kind.RANGE;
          case "m" -> Type.Kind.MULTIRANGE;
          default -> Type.Kind.BASE;
        };
    return new Type(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        kind,
        row.getString(5).charAt(0),
        row.getBoolean(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getInt(11),
        longs(row, 12),
        List.of(),
        null);
  }

  private static Function function(ResultSet row) throws SQLException {
    var kind =
        switch (row.getString(4)) {
          case "p" -> Function.Kind.PROCEDURE;
          case "a" -> Function.Kind.AGGREGATE;
          case "w" -> Function.Kind.WINDOW;
          default -> Function.Kind.FUNCTION;
        };
    var aggregate = row.getString(11);
    var names = strings(row, 13);
    var outputs = longs(row, 14);
    List<Function.Output> columns = new ArrayList<>();
    for (var i = 0; i < outputs.size(); i++) {
      columns.add(new Function.Output(names.get(i), outputs.get(i)));
    }
    return new Function(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        kind,
        longs(row, 5),
        strings(row, 6),
        row.getLong(7),
        row.getInt(8),
        null,
        row.getLong(9),
        row.getBoolean(10),
        columns,
        false,
        false,
        "internal",
        Function.Volatility.IMMUTABLE,
        List.of(),
        aggregate == null ? null : new Function.Aggregate(aggregate.charAt(0), row.getInt(12)),
        null);
  }

  private static Operator operator(ResultSet row) throws SQLException {
    return new Operator(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }

  private static Cast cast(ResultSet row) throws SQLException {
    var context =
        switch (row.getString(4)) {
          case "i" -> Cast.Context.IMPLICIT;
          case "a" -> Cast.Context.ASSIGNMENT;
          default -> Cast.Context.EXPLICIT;
        };
    var method =
        switch (row.getString(5)) {
          case "f" -> Cast.Method.FUNCTION;
          case "b" -> Cast.Method.BINARY;
          default -> Cast.Method.TEXT;
        };
    return new Cast(row.getLong(1), row.getLong(2), row.getLong(3), context, method);
  }

  private static Relation relation(ResultSet row) throws SQLException {
    var names = strings(row, 7);
    var types = longs(row, 8);
    var numbers = longs(row, 9);
    var modifiers = longs(row, 10);
    List<Relation.Column> columns = new ArrayList<>();
    for (var i = 0; i < types.size(); i++) {
      columns.add(
          new Relation.Column(
              numbers.get(i).intValue(),
              names.get(i),
              types.get(i),
              modifiers.get(i).intValue(),
              null));
    }
    return new Relation(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        Relation.Kind.of(row.getString(4).charAt(0)),
        row.getLong(5),
        columns,
        longs(row, 6),
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null);
  }

  private static List<Long> longs(ResultSet row, int column) throws SQLException {
    return Arrays.asList((Long[]) row.getArray(column).getArray());
  }

  private static List<String> strings(ResultSet row, int column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }
}
