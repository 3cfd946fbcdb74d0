package dev.howdah.sql.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Makes statements over the tables of {@code zoo.sql}; the same ones every time. */
final class Generator {

  /** What a FROM item is called, and its columns by kind: n for numbers, t for texts. */
  record Source(String alias, List<String> numbers, List<String> texts) {}

  private static final List<String> TABLES =
      List.of("keeper", "animal", "dog", "cage", "heads", "attic.cage", "attic.box", "visit");

  private final Random random;
  private int named;

  Generator(long seed) {
    this.random = new Random(seed);
  }

  String statement() {
    named = 0;
    return switch (random.nextInt(10)) {
      case 0 -> withed();
      case 1, 2 -> new WriteGenerator(this).statement();
      default -> select(3, List.of(), random.nextInt(3) + 1, false);
    };
  }

  private String withed() {
    var name = pick(List.of("w", "keeper", "cage"));
    var columns = 2;
    var inner = select(2, List.of(), columns, true);
    var rest = pick(List.of("", " where a is not null", " order by 1", " group by a, b"));
    var whole = rest.contains("group") ? "b" : pick(List.of("*", name + ".*", name));
    return "with "
        + name
        + "(a, b) as "
        + pick(List.of("", "materialized "))
        + "("
        + inner
        + ") select "
        + pick(List.of(whole, "a", whole, "b, a", "count(*)"))
        + " from "
        + name
        + rest;
  }

  /**
   * A query.
   *
   * @param outer what it may refer to
   * @param columns how many, if they are counted, named c1, c2, …; the first a number, then text
   */
  String select(int depth, List<Source> outer, int columns, boolean counted) {
    List<Source> sources = new ArrayList<>();
    var from = from(depth, outer, sources);
    List<Source> visible = new ArrayList<>(sources);
    if (random.nextInt(3) == 0) {
      visible.addAll(outer);
    }
    var list = new StringJoiner(", ");
    for (var i = 0; i < columns; i++) {
      list.add(
          counted
              ? (i % 2 == 0 ? number(depth, visible) : text(depth, visible)) + " as c" + (i + 1)
              : target(depth, visible));
    }
    var sql = new StringBuilder("select ");
    if (random.nextInt(10) == 0 && counted) {
      sql.append("distinct ");
    }
    sql.append(list).append(" from ").append(from);
    if (random.nextInt(2) == 0) {
      sql.append(" where ").append(condition(depth, visible));
    }
    if (counted && random.nextInt(6) == 0 && depth > 1) {
      sql.append(pick(List.of(" union ", " union all ", " intersect ", " except ")))
          .append(select(0, outer, columns, true));
      return sql.toString();
    }
    if (counted && random.nextInt(5) == 0) {
      sql.append(" order by c").append(random.nextInt(columns) + 1);
    } else if (!counted && random.nextInt(5) == 0) {
      sql.append(" order by ").append(number(0, sources));
    }
    if (random.nextInt(8) == 0) {
      sql.append(" limit 3");
    }
    return sql.toString();
  }

  private String target(int depth, List<Source> sources) {
    var source = pick(sources);
    return switch (random.nextInt(12)) {
      case 0 -> "*";
      case 1 -> source.alias() + ".*";
      case 2 -> source.alias();
      case 3 -> "to_jsonb(" + source.alias() + ")";
      case 4 -> "row(" + source.alias() + ".*)";
      case 5, 6, 7 -> text(depth, sources);
      case 8 ->
          "rank() over (partition by " + text(0, sources) + " order by " + number(0, sources) + ")";
      default -> number(depth, sources);
    };
  }

  private String from(int depth, List<Source> outer, List<Source> sources) {
    var sql = new StringBuilder(item(depth, outer, sources));
    for (var i = random.nextInt(3); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> sql.append(", ").append(item(depth, outer, sources));
        case 1 -> {
          var left = sources.getLast();
          var right = item(depth, List.of(), sources);
          sql.append(pick(List.of(" join ", " left join ", " cross join ")));
          var cross = sql.toString().endsWith("cross join ");
          sql.append(right);
          if (!cross) {
            sql.append(" on ")
                .append(pick(left.numbers()))
                .append(" = ")
                .append(pick(sources.getLast().numbers()));
          }
        }
        case 2 -> sql.append(" cross join lateral (").append(lateral(depth, sources));
        default -> sql.append(", ").append(item(0, outer, sources));
      }
    }
    return sql.toString();
  }

  private String lateral(int depth, List<Source> sources) {
    var alias = alias();
    var sql =
        select(
                Math.max(0, depth - 1),
                List.copyOf(sources.subList(sources.size() - 1, sources.size())),
                2,
                true)
            + ") "
            + alias;
    sources.add(new Source(alias, List.of(alias + ".c1"), List.of(alias + ".c2")));
    return sql;
  }

  String item(int depth, List<Source> outer, List<Source> into) {
    var alias = alias();
    if (depth > 0 && random.nextInt(4) == 0) {
      var renamed = random.nextBoolean();
      into.add(
          renamed
              ? new Source(alias, List.of(alias + ".x"), List.of(alias + ".y"))
              : new Source(alias, List.of(alias + ".c1"), List.of(alias + ".c2")));
      return "(" + select(depth - 1, outer, 2, true) + ") " + alias + (renamed ? "(x, y)" : "");
    }
    if (random.nextInt(6) == 0) {
      var call =
          pick(
              List.of(
                  "rows_of(1)",
                  "rows_of(add(1, 2))",
                  "two(3)",
                  "rec(1)",
                  "unnest(array[1], array['a'::text])"));
      into.add(new Source(alias, List.of(alias + ".p"), List.of(alias + ".q")));
      return call + " as " + alias + (call.startsWith("rec") ? "(p int, q text)" : "(p, q)");
    }
    if (random.nextInt(8) == 0) {
      into.add(new Source(alias, List.of(alias + ".id"), List.of(alias + ".name")));
      return "(keeper join cage using (" + pick(List.of("id, name", "name, id")) + ")) " + alias;
    }
    var table = pick(TABLES);
    into.add(columns(table, alias));
    return table + " " + alias;
  }

  static Source columns(String table, String alias) {
    var numbers =
        switch (table) {
          case "keeper" -> List.of("id", "boss", "pay");
          case "animal", "dog" -> List.of("id", "keeper", "legs", "weight", "twin.a");
          case "cage" -> List.of("id", "keeper");
          case "heads" -> List.of("id", "animals");
          case "visit" -> List.of("animal", "visitors");
          default -> List.of("id");
        };
    var texts =
        switch (table) {
          case "keeper" -> List.of("name", "mail");
          case "animal" -> List.of("name", "tags[1]", "twin.b");
          case "dog" -> List.of("name", "breed");
          case "attic.cage" -> List.of("junk");
          case "attic.box" -> List.of("label", "content.name");
          case "visit" -> List.of("day::text");
          default -> List.of("name");
        };
    return new Source(
        alias,
        numbers.stream().map(name -> path(alias, name)).toList(),
        texts.stream().map(name -> path(alias, name)).toList());
  }

  private static String path(String alias, String name) {
    var dot = name.indexOf('.');
    return dot < 0
        ? alias + "." + name
        : "(" + alias + "." + name.substring(0, dot) + ")" + name.substring(dot);
  }

  String number(int depth, List<Source> sources) {
    var column = pick(pick(sources).numbers());
    if (depth == 0) {
      return column;
    }
    return switch (random.nextInt(14)) {
      case 0 -> "add(" + column + "::int)";
      case 1 -> column + " + " + number(depth - 1, sources);
      case 2 -> "coalesce(" + column + ", " + number(depth - 1, sources) + ")";
      case 3 -> "(" + column + ")::numeric(6,2)";
      case 4 -> "case when " + condition(depth - 1, sources) + " then " + column + " else 1.5 end";
      case 5 -> "length(" + text(depth - 1, sources) + ")";
      case 6 ->
          "(select max(c1) from (" + select(depth - 1, sources, 1, true) + ") " + alias() + ")";
      case 7 -> "(two(" + random.nextInt(9) + ")).one";
      case 8 -> "same(" + column + ")";
      case 9 -> "greatest(" + column + ", 3)";
      case 10 -> "-" + column;
      default -> column;
    };
  }

  String text(int depth, List<Source> sources) {
    var column = pick(pick(sources).texts());
    if (depth == 0) {
      return column;
    }
    return switch (random.nextInt(14)) {
      case 0 -> "upper(" + column + ")";
      case 1 -> column + " || 'x'";
      case 2 -> "add(" + column + ", 'b')";
      case 3 -> "join_all(" + column + ", " + text(depth - 1, sources) + ")";
      case 4 -> "(" + column + ")::varchar(5)";
      case 5 -> "(" + number(depth - 1, sources) + ")::text";
      case 6 -> "nullif(" + column + ", 'q')";
      case 7 -> "(row(1, " + column + ")::pair).b";
      case 8 -> "substring(" + column + " from 1 for 2)";
      case 9 -> "5::mood::text";
      default -> column;
    };
  }

  String condition(int depth, List<Source> sources) {
    return switch (random.nextInt(depth > 0 ? 13 : 5)) {
      case 0 -> number(0, sources) + " = " + number(0, sources);
      case 1 -> text(0, sources) + " like 'a%'";
      case 2 -> number(0, sources) + " in (1, 2, " + number(0, sources) + ")";
      case 3 -> text(0, sources) + " in ('a', 'b')";
      case 4 -> number(0, sources) + " between 1 and 2.5";
      case 5 -> "exists (" + select(depth - 1, sources, 1, false) + ")";
      case 6 -> number(0, sources) + " in (" + select(depth - 1, sources, 1, true) + ")";
      case 7 -> text(depth - 1, sources) + " is distinct from " + text(0, sources);
      case 8 ->
          "("
              + number(0, sources)
              + ", "
              + text(0, sources)
              + ") = ("
              + select(depth - 1, sources, 2, true)
              + ")";
      case 9 -> number(depth - 1, sources) + " = any (array[1, 2])";
      case 10 -> "(" + number(0, sources) + "::int ### 2 or " + text(0, sources) + "::text ### 1)";
      case 11 -> "not (" + condition(depth - 1, sources) + ")";
      default -> condition(depth - 1, sources) + " and " + condition(depth - 1, sources);
    };
  }

  private String alias() {
    return "s" + named++;
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
