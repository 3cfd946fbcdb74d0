package dev.howdah.corpus;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Short calls for endless work: in the lexer, the parser, the planner and the executor. */
final class Bombs {

  private static final String WHY = "Ends soon, by refusal or by a limit.";

  private Bombs() {}

  /** Texts that must not reach PostgreSQL, whose own lexer and parser they keep busy or break. */
  static List<Case> ofText() {
    return List.of(
        bomb("nested-comments", "select 1 " + "/*".repeat(15_000) + "*/".repeat(15_000)),
        bomb("open-comments", "select 1 " + "/*".repeat(30_000)),
        bomb("run-of-plus", "select 1 " + "+".repeat(60_000) + " 1"),
        bomb("run-of-signs", "select 1 " + "<>=~!@#%^&|`?".repeat(4_000) + " 1"),
        bomb("parentheses", "select " + "(".repeat(20_000) + "1" + ")".repeat(20_000)),
        bomb("subqueries", "select " + "(select ".repeat(5_000) + "1" + ")".repeat(5_000)),
        bomb("not", "select " + "not ".repeat(10_000) + "true"),
        bomb("minus", "select " + "- ".repeat(20_000) + "1"),
        bomb("case", "select " + "case when true then ".repeat(2_500) + "1" + " end".repeat(2_500)),
        bomb("arrays", "select " + "array[".repeat(8_000) + "1" + "]".repeat(8_000)),
        bomb("too-long", "select '" + "x".repeat(70_000) + "'"),
        bomb("too-long-of-two-bytes", "select '" + "é".repeat(33_000) + "'"),
        bomb("many-statements", "select 1;".repeat(7_000)));
  }

  /** Statements whose work has to be stopped, or refused before it starts. */
  static List<Case> ofWork() {
    String joins =
        IntStream.range(0, 12).mapToObj(i -> "orders o" + i).collect(Collectors.joining(", "));
    return List.of(
        bomb("casts", "select 1" + "::int".repeat(12_000)),
        bomb("unions", "select 1" + " union select 1".repeat(4_000)),
        bomb("sum", "select 1" + "+1".repeat(4_000)),
        bomb("and", "select true" + " and true".repeat(6_000)),
        bomb("list", "select 1 where 1 in (0" + ",0".repeat(30_000) + ")"),
        bomb("columns", "select 1" + ",1".repeat(1_600)),
        bomb("cross-product", "select count(*) from " + joins),
        bomb("series", "select count(*) from generate_series(1, 100000000000) g"),
        bomb(
            "series-twice",
            "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b"),
        bomb("series-selected", "select generate_series(1, 100000000000)"),
        bomb(
            "endless-recursion",
            "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t"),
        bomb(
            "growing-recursion",
            "with recursive t(n) as (select 'x' union all select n || n from t) select max(length(n)) from t"),
        bomb(
            "doubling-recursion",
            "with recursive t(n) as (select 1 union all select t.n + v.x from t, (values (0), (1)) v(x)) select count(*) from t"),
        bomb("repeat-at-plan-time", "select length(repeat(repeat(repeat('x', 1000), 1000), 900))"),
        bomb("repeat-explained", "explain select repeat(repeat(repeat('x', 1000), 1000), 900)"),
        bomb(
            "repeat-in-where",
            "select 1 from customers where name = repeat(repeat('x', 100000), 9000)"),
        bomb("large-value", "select repeat('x', 500000000)"),
        bomb("large-pad", "select lpad('x', 500000000, 'y')"),
        bomb("large-replace", "select replace(repeat('x', 10000), 'x', repeat('y', 100000))"),
        bomb("large-format", "select format('%1000000000s', 'x')"),
        bomb("large-format-by-argument", "select format('%*s', 1000000000, 'x')"),
        bomb("large-fill", "select array_fill(0, array[10000, 10000])"),
        bomb("large-fill-of-text", "select array_fill(0, '{100000000}'::int[])"),
        bomb(
            "large-aggregate",
            "select length(string_agg(repeat('x', 100000), ',')) from generate_series(1, 9000)"),
        bomb(
            "large-array",
            "select array_length(array_agg(g), 1) from generate_series(1, 100000000) g"),
        bomb("large-json", "select length(jsonb_agg(g)::text) from generate_series(1, 30000000) g"),
        bomb("large-factorial", "select factorial(30000)"),
        bomb("large-power", "select length((9.9 ^ 99999.9)::text), exp(9999.0::numeric)"),
        bomb("regex-backtracking", "select repeat('a', 4000) || 'b' ~ '(a*)*(a*)*(a*)*\\1\\2c'"),
        bomb("regex-nesting", "select 'x' ~ '((((x{1,255}){1,255}){1,255}){1,255})'"),
        bomb(
            "regex-split",
            "select count(*) from regexp_split_to_table(repeat('ab', 5000000), 'b')"),
        bomb("like", "select repeat('a', 30000) like repeat('%a', 3000) || 'b'"),
        bomb(
            "like-of-long-pattern",
            "select repeat('a', 150000) like '%' || repeat('a', 75000) || 'b%'"),
        bomb(
            "position-of-long-text",
            "select position('b' || repeat('a', 150000) in repeat('a', 300000))"),
        bomb("normalize", "explain select normalize(repeat(U&'\\0315\\0300', 200000))"),
        bomb(
            "polygons",
            "select polygon(100000, circle '<(0,0),2>') @> polygon(100000, circle '<(0,0),1>')"),
        bomb("bits", "select position(1::bit(200000) in 0::bit(400000))"),
        bomb("power", "select length((('1.' || repeat('3', 900))::numeric ^ 500000)::text)"),
        bomb(
            "many-large-values",
            "select " + "length(repeat(repeat('x', 4096), 4095)) + ".repeat(100) + "1"),
        bomb(
            "xml-following",
            "select xpath('//a/following::a', ('<r>' || repeat('<a/>', 20000) || '</r>')::xml)"),
        bomb(
            "xml-node-sets",
            "select xpath('//a = //b', ('<r>' || repeat('<a/><b>x</b>', 20000) || '</r>')::xml)"),
        bomb("sort", "select * from generate_series(1, 100000000) g order by md5(g::text)"),
        bomb(
            "window",
            "select sum(g) over (order by g rows between unbounded preceding and unbounded following) from generate_series(1, 100000000) g"),
        bomb(
            "similarity",
            "select levenshtein(repeat('a', 255), repeat('b', 255)) from generate_series(1, 100000000)"),
        bomb(
            "xml",
            "select xpath('//a//a//a//a//a', ('<a>' || repeat('<a/>', 20000) || '</a>')::xml)"),
        bomb(
            "xml-entities",
            "select xmlparse(document '<!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;\"><!ENTITY g \"&f;&f;&f;&f;&f;&f;\"><!ENTITY h \"&g;&g;&g;&g;&g;&g;\">]><a>&h;</a>')"),
        bomb("tree-of-ctes", ctes()),
        bomb(
            "xpath",
            "select xpath('//a[count(//a[count(//a)>0])>0]',"
                + " xmlparse(document '<r>' || repeat('<a/>', 20000) || '</r>'))"),
        bomb(
            "xmltable",
            "select * from xmltable('//a[count(//a[count(//a)>0])>0]'"
                + " passing xmlparse(document '<r>' || repeat('<a/>', 20000) || '</r>')"
                + " columns x text path '.')"),
        bomb("rows-of-rows", nested("select row(1, 1) as r", "select row(r, r) as r from (", 23)),
        bomb(
            "sums-of-sums",
            nested("select a.id as r from orders a", "select r + r as r from (", 23)),
        bomb("rows-of-rows-in-ctes", rowsInCtes()),
        bomb(
            "grouping-sets",
            "select count(*) from orders group by "
                + "cube (id, total, status, placed), ".repeat(2)
                + "cube (parent, customer_id, meta)"));
  }

  private static String nested(String inner, String around, int levels) {
    var sql = inner;
    for (int i = 0; i < levels; i++) {
      sql = around + sql + ") q" + i;
    }
    return sql + " order by r limit 0";
  }

  private static String rowsInCtes() {
    var sql = new StringBuilder("with c0 as materialized (select row(1, 1) as r)");
    for (int i = 1; i < 34; i++) {
      sql.append(", c%d as materialized (select row(r, r) as r from c%d)".formatted(i, i - 1));
    }
    return sql.append(" select r from c33 order by r limit 0").toString();
  }

  /** Each of them reads the one before twice. */
  private static String ctes() {
    var sql = new StringBuilder("with c0 as (select 1 as n)");
    for (int i = 1; i < 30; i++) {
      sql.append(", c%d as (select a.n from c%d a, c%d b)".formatted(i, i - 1, i - 1));
    }
    return sql.append(" select count(*) from c29").toString();
  }

  private static Case bomb(String id, String sql) {
    return Case.of("bombs", id, sql, WHY);
  }
}
