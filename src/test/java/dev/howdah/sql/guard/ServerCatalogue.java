package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.catalog.OperatorClass;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.SqlBody;
import dev.howdah.sql.catalog.Type;
import dev.howdah.testing.TestDatabase;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Functions, types and relations of a real server, as far as these tests need them. */
record ServerCatalogue(
    int serverVersion,
    Map<Long, Function> byOid,
    Map<Long, Type> types,
    Map<String, Relation> relations)
    implements Catalogue {

  private static final String FUNCTIONS =
      """
      select p.oid::int8, n.nspname, p.proname, p.prokind, p.proargtypes::oid[]::int8[],
             p.prorettype::int8, p.prosecdef, p.proconfig is not null, l.lanname, e.extname
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      join pg_language l on l.oid = p.prolang
      left join pg_depend d
        on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
      left join pg_extension e on e.oid = d.refobjid
      order by p.oid
      """;

  private static final String TYPES =
      """
      select t.oid::int8, n.nspname, t.typname, t.typtype,
             case when t.typsubscript = 'array_subscript_handler'::regproc
                  then t.typelem::int8 else 0 end
      from pg_type t
      join pg_namespace n on n.oid = t.typnamespace
      """;

  private static final String RELATIONS =
      """
      select c.oid::int8, n.nspname, c.relname, c.relkind, w.fdwname, e.extname
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_foreign_table f on f.ftrelid = c.oid
      left join pg_foreign_server s on s.oid = f.ftserver
      left join pg_foreign_data_wrapper w on w.oid = s.srvfdw
      left join pg_depend d
        on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      left join pg_extension e on e.oid = d.refobjid
      order by n.nspname, c.relname
      """;

  /** What is there now. */
  static ServerCatalogue read(TestDatabase database) throws SQLException {
    var functions = new LinkedHashMap<Long, Function>();
    var types = new LinkedHashMap<Long, Type>();
    var relations = new LinkedHashMap<String, Relation>();
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery(FUNCTIONS)) {
        while (rows.next()) {
          functions.put(rows.getLong(1), function(rows));
        }
      }
      try (var rows = statement.executeQuery(TYPES)) {
        while (rows.next()) {
          types.put(rows.getLong(1), type(rows));
        }
      }
      try (var rows = statement.executeQuery(RELATIONS)) {
        while (rows.next()) {
          relations.put(rows.getString(2) + "." + rows.getString(3), relation(rows));
        }
      }
    }
    return new ServerCatalogue(database.major() * 10_000, functions, types, relations);
  }

  private static Function function(ResultSet row) throws SQLException {
    Array arguments = row.getArray(5);
    return new Function(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        switch (row.getString(4)) {
          case "a" -> Function.Kind.AGGREGATE;
          case "w" -> Function.Kind.WINDOW;
          case "p" -> Function.Kind.PROCEDURE;
          default -> Function.Kind.FUNCTION;
        },
        Arrays.asList((Long[]) arguments.getArray()),
        List.of(),
        0,
        0,
        null,
        row.getLong(6),
        false,
        List.of(),
        row.getBoolean(7),
        row.getBoolean(8),
        row.getString(9),
        Function.Volatility.VOLATILE,
        List.of(),
        null,
        row.getString(10));
  }

  private static Type type(ResultSet row) throws SQLException {
    return new Type(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        switch (row.getString(4)) {
          case "c" -> Type.Kind.COMPOSITE;
          case "d" -> Type.Kind.DOMAIN;
          case "e" -> Type.Kind.ENUM;
          case "p" -> Type.Kind.PSEUDO;
          case "r" -> Type.Kind.RANGE;
          case "m" -> Type.Kind.MULTIRANGE;
          default -> Type.Kind.BASE;
        },
        'U',
        false,
        0,
        row.getLong(5),
        0,
        0,
        -1,
        List.of(),
        List.of(),
        null);
  }

  private static Relation relation(ResultSet row) throws SQLException {
    return new Relation(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        Relation.Kind.of(row.getString(4).charAt(0)),
        0,
        List.of(),
        List.of(),
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        row.getString(5),
        row.getString(6));
  }

  /** The relation of that schema and name, joined by a dot. */
  Relation relation(String written) {
    return Optional.ofNullable(relations.get(written)).orElseThrow();
  }

  /** How a function is called, with the types of its arguments. */
  String written(Function function) {
    return function.schema()
        + "."
        + function.name()
        + "("
        + String.join(", ", function.arguments().stream().map(oid -> type(oid).name()).toList())
        + ")";
  }

  /** The functions that are {@link #written} so. */
  Function function(String written) {
    var found = new ArrayList<Function>();
    for (Function function : byOid.values()) {
      if (written(function).equals(written)) {
        found.add(function);
      }
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException(written + " is there " + found.size() + " times");
    }
    return found.getFirst();
  }

  @Override
  public boolean showsCredentials() {
    return false;
  }

  @Override
  public List<Function> functions(Identifier name) {
    return byOid.values().stream()
        .filter(function -> function.name().equals(name.name()))
        .filter(function -> name.schema() == null || function.schema().equals(name.schema()))
        .toList();
  }

  @Override
  public Optional<Function> function(long oid) {
    return Optional.ofNullable(byOid.get(oid));
  }

  @Override
  public Type type(long oid) {
    return Optional.ofNullable(types.get(oid)).orElseThrow();
  }

  @Override
  public List<String> searchPath() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Relation> relation(Identifier name) {
    return Optional.ofNullable(relations.get(name.schema() + "." + name.name()));
  }

  @Override
  public Relation relation(long oid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Operator> operators(Identifier symbol) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Operator> operator(long oid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Type> type(Identifier name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Cast> cast(long source, long target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Cast> casts() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<OperatorClass> operatorClasses() {
    return List.of();
  }

  @Override
  public Set<Long> dependents(long relation) {
    return Set.of();
  }

  @Override
  public SqlBody body(long function) {
    throw new UnsupportedOperationException();
  }
}
