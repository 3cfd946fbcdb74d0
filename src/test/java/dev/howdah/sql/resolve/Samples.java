package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes arguments of all kinds of types, from a fixed seed. */
final class Samples {

  private static final String[] SPREAD = {
    "int2",
    "int4",
    "int8",
    "float4",
    "float8",
    "numeric",
    "money",
    "text",
    "varchar",
    "bpchar",
    "name",
    "\"char\"",
    "bytea",
    "bool",
    "date",
    "time",
    "timetz",
    "timestamp",
    "timestamptz",
    "interval",
    "inet",
    "cidr",
    "macaddr",
    "uuid",
    "json",
    "jsonb",
    "xml",
    "oid",
    "regclass",
    "pg_catalog.\"bit\"",
    "varbit",
    "point",
    "box",
    "tsvector",
    "tsquery",
    "pg_lsn",
    "xid",
    "int4range",
    "daterange",
    "numrange",
    "int4multirange",
    "nummultirange",
    "int4[]",
    "int8[]",
    "text[]",
    "varchar[]",
    "numeric[]",
    "float8[]",
    "jsonb[]",
    "int2vector",
    "oidvector",
    "first.mood",
    "first.mood[]",
    "first.positive",
    "first.positive[]",
    "first.email",
    "first.numbers",
    "first.span",
    "first.pair",
    "first.pair[]",
    "first.animal",
    "first.dog",
    "first.hound",
    "first.dog[]",
    "first.typed",
    "first.untyped",
    "first.textrange",
    "first.words",
    "first.chapters",
    "record"
  };

  /** What to pass for a pseudo-type; those for one family fit together. */
  private static final Map<Long, String> STAND_INS =
      Map.ofEntries(
          Map.entry(Types.ANY, "int4"),
          Map.entry(Types.ANYELEMENT, "int4"),
          Map.entry(Types.ANYNONARRAY, "int4"),
          Map.entry(Types.ANYARRAY, "int4[]"),
          Map.entry(Types.ANYENUM, "first.mood"),
          Map.entry(Types.ANYRANGE, "int4range"),
          Map.entry(Types.ANYMULTIRANGE, "int4multirange"),
          Map.entry(Types.ANYCOMPATIBLE, "int4"),
          Map.entry(Types.ANYCOMPATIBLENONARRAY, "int4"),
          Map.entry(Types.ANYCOMPATIBLEARRAY, "int4[]"),
          Map.entry(Types.ANYCOMPATIBLERANGE, "int4range"),
          Map.entry(Types.ANYCOMPATIBLEMULTIRANGE, "int4multirange"));

  private static final long SEED = 20_250_923;

  private final WholeCatalogue catalogue;
  private final Random random = new Random(SEED);
  private final Map<String, Long> spread = new LinkedHashMap<>();
  private final Map<Long, String> names = new HashMap<>();

  Samples(Connection connection, WholeCatalogue catalogue) throws SQLException {
    this.catalogue = catalogue;
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select oid, format_type(oid, null) from pg_type")) {
      while (rows.next()) {
        names.put(rows.getLong(1), rows.getString(2));
      }
    }
    for (var name : SPREAD) {
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("select '%s'::regtype::oid".formatted(name))) {
        rows.next();
        spread.put(name, rows.getLong(1));
        names.put(rows.getLong(1), name);
      }
    }
  }

  /** Arguments of exactly the declared types, as near as can be written. */
  List<Long> exact(List<Long> declared) {
    return declared.stream().map(this::standIn).toList();
  }

  /** Arguments near the declared types: of the same category, untyped, or anything. */
  List<Long> near(List<Long> declared) {
    return declared.stream().map(this::near).toList();
  }

  private long near(long declared) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> standIn(declared);
      case 3, 4, 5 -> sibling(declared);
      case 6, 7 -> Types.UNKNOWN;
      case 8 -> Types.PARAMETER;
      default -> any();
    };
  }

  /** All types that are tried where any will do. */
  List<Long> spread() {
    return List.copyOf(spread.values());
  }

  /** A type out of the spread. */
  long any() {
    return type(SPREAD[random.nextInt(SPREAD.length)]);
  }

  /** The same with some made undecided. */
  List<Long> blurred(List<Long> arguments) {
    return arguments.stream().map(type -> random.nextBoolean() ? type : Types.UNDECIDED).toList();
  }

  private long type(String name) {
    return Objects.requireNonNull(spread.get(name));
  }

  private long sibling(long declared) {
    var category = catalogue.type(standIn(declared)).category();
    var siblings =
        spread.values().stream()
            .filter(type -> catalogue.type(type).category() == category)
            .toList();
    return siblings.isEmpty() ? standIn(declared) : siblings.get(random.nextInt(siblings.size()));
  }

  private long standIn(long declared) {
    var name = STAND_INS.get(declared);
    if (name != null) {
      return type(name);
    }
    var pseudo = catalogue.type(declared).kind() == Type.Kind.PSEUDO;
    return pseudo && declared != Types.RECORD ? Types.UNKNOWN : declared;
  }

  /** The lists of declared types that a function can be called with. */
  List<List<Long>> forms(Function function) {
    var declared = function.arguments();
    List<List<Long>> forms = new ArrayList<>();
    for (var left = 0; left <= function.defaults(); left++) {
      forms.add(List.copyOf(declared.subList(0, declared.size() - left)));
    }
    if (function.variadic() != Types.NONE) {
      var more = new ArrayList<>(declared.subList(0, declared.size() - 1));
      for (var i = 0; i < 3; i++) {
        more.add(function.variadic());
        forms.add(List.copyOf(more));
      }
    }
    return forms;
  }

  /** An expression for each type; parameters are numbered as they stand. */
  List<String> expressions(List<Long> types) {
    return IntStream.range(0, types.size())
        .mapToObj(at -> expression(types.get(at), at + 1))
        .toList();
  }

  /** A null of a type. */
  String expression(long type) {
    return expression(type, 1);
  }

  String name(long type) {
    return Objects.requireNonNull(names.get(type));
  }

  private String expression(long type, int at) {
    if (type == Types.UNKNOWN) {
      return "null";
    }
    if (type == Types.PARAMETER) {
      return "$" + at;
    }
    return "null::" + names.get(type);
  }
}
