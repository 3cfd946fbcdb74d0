package dev.howdah.sql.parser;

import java.util.List;
import java.util.Random;

/** Makes up queries that the grammar accepts. */
final class Expressions {

  private static final List<String> LEAVES =
      List.of(
          "a",
          "t.b",
          "\"C d\"",
          "1",
          "2.5",
          "'x'",
          "null",
          "true",
          "$1",
          "t.*",
          "current_date",
          "date '2020-01-01'",
          "array[1, 2]",
          "b'01'",
          "E'\\n'");
  private static final List<String> OPERATORS =
      List.of(
          "+",
          "-",
          "*",
          "/",
          "%",
          "^",
          "||",
          "=",
          "<>",
          "<=",
          ">",
          "and",
          "or",
          "like",
          "ilike",
          "is distinct from",
          "is not distinct from",
          "->>",
          "@>",
          "operator(pg_catalog.+)",
          "at time zone",
          "similar to");
  private static final List<String> TYPES =
      List.of("int", "text", "numeric(10, 2)", "timestamptz", "int[]", "interval day", "s.typ");
  private static final List<String> FUNCTIONS =
      List.of("f", "pg_catalog.lower", "coalesce", "greatest", "count", "row");

  private final Random random;

  Expressions(Random random) {
    this.random = random;
  }

  String select() {
    return select(4);
  }

  private String select(int depth) {
    StringBuilder out = new StringBuilder();
    if (random.nextInt(6) == 0 && depth > 1) {
      out.append("with w as (").append(select(depth - 2)).append(") ");
    }
    out.append(pick("select ", "SELECT ", "select distinct ")).append(some(depth));
    if (random.nextInt(5) > 0) {
      out.append(" from ").append(relation(depth));
    }
    if (random.nextBoolean()) {
      out.append(" where ").append(expression(depth));
    }
    if (random.nextInt(4) == 0) {
      out.append(" group by ").append(some(1)).append(" having ").append(expression(1));
    }
    if (random.nextInt(3) == 0) {
      out.append(" order by ").append(expression(1)).append(pick("", " desc", " asc nulls first"));
    }
    if (random.nextInt(4) == 0) {
      out.append(pick(" limit 5", " offset 3", " fetch first 2 rows only"));
    }
    return out.toString();
  }

  private String relation(int depth) {
    return switch (depth <= 0 ? 0 : random.nextInt(6)) {
      case 0 -> pick("t", "s.t as x", "only t y (a, b)", "\"Q\"");
      case 1 ->
          relation(depth - 1)
              + pick(" join ", " left join ", " full outer join ")
              + relation(depth - 2)
              + " on "
              + expression(depth - 2);
      case 2 -> relation(depth - 1) + pick(", ", " cross join ", " natural join ") + relation(0);
      case 3 -> pick("", "lateral ") + "(" + select(depth - 2) + ") as q";
      case 4 -> "f(" + some(depth - 2) + ") with ordinality as g (x, n)";
      default -> relation(0) + " join " + relation(0) + " using (a, b)";
    };
  }

  private String some(int depth) {
    StringBuilder out = new StringBuilder(expression(depth));
    for (int i = random.nextInt(3); i > 0; i--) {
      out.append(", ").append(expression(depth - 1));
    }
    return out.toString();
  }

  private String expression(int depth) {
    if (depth <= 0) {
      return pick(LEAVES);
    }
    String one = expression(depth - 1);
    return switch (random.nextInt(12)) {
      case 0 -> "(" + one + ")";
      case 1 -> pick("not ", "- ", "@ ") + "(" + one + ")";
      case 2 -> "cast(" + one + " as " + pick(TYPES) + ")";
      case 3 -> "(" + one + ")::" + pick(TYPES);
      case 4 -> pick(FUNCTIONS) + "(" + some(depth - 1) + ")";
      case 5 ->
          "case when " + one + " then " + expression(depth - 2) + " else " + pick(LEAVES) + " end";
      case 6 -> "(" + one + ") in (" + some(depth - 2) + ")";
      case 7 -> "exists (" + select(depth - 2) + ")";
      case 8 -> "(" + one + ") between " + pick(LEAVES) + " and " + pick(LEAVES);
      case 9 -> "(" + one + ") is not null";
      case 10 -> "sum(" + one + ") filter (where a) over (partition by b order by c)";
      default -> "(" + one + ") " + pick(OPERATORS) + " (" + expression(depth - 1) + ")";
    };
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
