package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parsers;
import dev.howdah.sql.parser.PatientParsers;
import dev.howdah.testing.Quickest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BombsTest {

  private static final Parsers PARSERS = PatientParsers.make();

  @AfterAll
  static void close() {
    PARSERS.close();
  }

  private static void check(String sql) {
    check(sql, Door.READ);
  }

  private static void check(String sql, Door door) {
    var outcome = (Outcome.Tree) PARSERS.forServer(180000).parse(sql);
    LongValues.check(Shapes.of(outcome.parsed(), door).root());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repeat(repeat('x', 10000), 10000)",
        "replace(repeat('x', 10000), 'x', repeat('y', 10000))",
        "regexp_replace(repeat('x', 10000), 'x', repeat('y', 10000), 'g')",
        "format('%1000000000s', 'x')",
        "format('%1$-100000000s', 'x')",
        "format('%*s', 1000000000, 'x')",
        "array_fill(0, array[10000, 10000])",
        "array_fill(0, '{100000000}'::int[])",
        "lpad('x', 1000 * 100000)",
        "repeat('x', '1000000000')",
        "repeat('x', (10 ^ 9)::int)",
        "repeat('x', abs(-1000000000))",
        "repeat('x', 1 << 30)",
        "repeat('x', ('1' || '000000000')::int)",
        "repeat('x', n) from (values (1000000000)) v(n)",
        "repeat(s, 10000) from (select repeat('x', 10000) s) q",
        "s || s from (select s || s s from (select repeat('x', 8000000) s) a) b",
        "repeat(t, 100) from (select repeat(s, 1000) t from (select repeat('x', 1000) s) a) b",
        "repeat('x', n) from (select 1000 * 1000 * 1000 n) q",
        "repeat('x', n) from (select power(10, 9)::int n) q",
        "repeat('x', m) from (select power(10, 9)::int) q(m)",
        "repeat('x', n) from (select n * 1000 n from (select 1000 * 1000 n) a) b",
        "repeat('x', (a.b).n) from (select 1000000000 n) b, lateral (select b) a",
        "repeat('x', power) from (select power(10, 9)::int) q",
        "repeat('x', \"case\") from (select case when true then 1000000000 end) q",
        "repeat('x', n) from (select n from few union select 1000000000) q",
        "repeat('x', a) from (select 1 a union all (select 2 b union all select 1000000000)) q",
        "repeat('x', column1) from (values (1000000000)) v",
        "repeat('x', extract(epoch from now())::int)",
        "repeat('x', (select 1000000000))",
        "repeat('a', n::int) from (select factorial(12)) s(n)",
        "repeat('a', x'3F000000'::int), 1",
        "repeat('a', (400000000 / x)::int) from (select 0.001 x) s",
        "repeat('a', exp(x)::int) from (select 18.0 x) s",
        "repeat('x', least(1000000000, 900000000))",
        "repeat('x', n) from (values (1), (1000000000)) v(n)",
        "repeat('x', ' 1_000_000_000 '::int), 1",
        "repeat('x', '0x3B9ACA00'::int), 1",
        "repeat('x', n) from (values ('1e9')) v(n)",
        "repeat('x', date '5000000-01-01' - date '2000-01-01')",
        "repeat('x', (n::text || '00000000')::int) from (select 1 n) q",
        "repeat('x', my_width(n)) from (select 3 n) q",
        "repeat('x', (9 / n)::int) from (select 0.000000001 n) q",
        "repeat('x', (9 / n)::int) from (select 1 - 0.999999999 n) q",
        "repeat(q.to_json::text, 1000) from (select repeat('x', 100000) s) q",
        "repeat(value, 1000) from jsonb_each_text(('{\"a\": \"' || repeat('x', 100000) || '\"}')::jsonb)",
        "repeat(t, 1000) from xmltable('/a' passing (('<a>' || repeat('x', 100000) || '</a>')::xml)"
            + " columns t text path '.') x",
        "repeat(c9, 4000) from (select c8 c9 from (select c7 c8 from (select c6 c7 from (select c5 c6"
            + " from (select c4 c5 from (select c3 c4 from (select c2 c3 from (select c1 c2 from"
            + " (select repeat('x', 100000) c1) a) b) c) d) e) f) g) h) i",
        "repeat(s, 1000) from (with w as (select repeat('x', 100000) s) select v.s from w v) q",
        "repeat(j.s, 1000) from ((select repeat('x', 100000) s) a join (select 'x' s) b using (s)) j",
        "jsonb_pretty((repeat('[', 5000) || repeat(']', 5000))::jsonb)",
        "(array[repeat('x', 100000000)])[1]",
        "polygon(20000000, circle '<(0,0),1>')",
        "polygon(abs(20000000), circle '<(0,0),1>')",
        "polygon(n, circle '<(0,0),1>') from numbers",
        "1::bit(80000000)",
        "'1'::char(80000000)",
        "pg_catalog.bpchar('x', 80000004, true)",
        "array[1, 2]::bit(8000000)[]",
        "encode(encode(repeat('x', 8000000)::bytea, 'hex')::bytea, 'hex')",
        "quote_literal(quote_literal(quote_literal(repeat('a', 4000000))))",
        "quote_ident(repeat('a', 10000000))",
        "to_json(to_json(to_json(repeat('a', 100000))::text)::text)",
        "xmlelement(name a, xmlelement(name b, repeat('&', 1000000))::text)",
        "format('%1$s%1$s%1$s', repeat('x', 8000000))",
        "format(repeat('%1$s', 10000), repeat('x', 10000))",
        "format('%1' || '000000000s', 'x')",
        "concat_ws(repeat('x', 8000000), 1, 2, 3)",
        "array_to_string(array_fill(1, array[100000]), repeat('x', 1000))",
      })
  void noStringGrowsWhileItIsPlanned(String expression) {
    assertThatThrownBy(() -> check("select " + expression))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("make it smaller");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format('call %s on 004912345678901', name)",
        "format('%s of %s', 123456789, 987654321)",
        "format('%10s|%-20s', name, 2000000000)",
        "replace(name, 'x', 'yyyyyyyyyyyyyyyy')",
        "array_fill(0, array[100, 100])",
        "repeat('-', 80)",
        "repeat('-', length('a title') + 2)",
        "repeat('*', count(*)::int / 10)",
        "repeat('*', (random() * 10)::int)",
        "lpad(name, greatest(10, length(name)))",
        "repeat('#', (count(*) * 10 / sum(count(*)) over ())::int)",
        "repeat('#', (20 * count(*) / max(count(*)) over (order by 1))::int)",
        "(select repeat('#', (n * 40 / nullif(most, 0) / step)::int) from"
            + " (select count(*) n, sqrt(max(id)) most from t) a, (select 10 step) b)",
        "(select repeat('#', extract(day from d)::int) || repeat('-', my_width(n)) from"
            + " generate_series(date '2024-01-01', '2024-03-01', '1 day') d, numbers)",
        "repeat('-', extract(day from now())::int), lpad('', (row_number() over ())::int)",
        "(select repeat('x', width) from (select 1000000000 as big, repeat('x', 100) as s) q)",
        "repeat('x', (extract(epoch from now() - created) / 86400)::int)",
        "rpad('', least(60, extract(epoch from now() - placed)::int / 86400), '#')",
        "repeat('x', least(60, 1000000000)), repeat('x', 1000000000 % 40), repeat('*', log(1000)::int)",
        "repeat(' ', placed - date '2026-01-01') || repeat('#', current_date - placed)",
        "(with b as (select date '2026-01-01' as start, date '2026-03-01' as stop), n as (select stop -"
            + " start as days from b) select repeat('.', days) || rpad('', days, 'ab') from n)",
        "(with p(label, v) as (values ('a', 1250000), ('b', 4000000)) select rpad(label, 10) ||"
            + " repeat('#', (v / (select max(v) from p) * 40)::int) from p limit 1)",
        "(with p(label, a, b) as (values ('task 1', date '2026-01-01', date '2026-01-05'), ('task 2',"
            + " '2026-01-04', '2026-01-20')) select repeat(' ', a - (select min(a) from p)) || repeat('█',"
            + " b - a) from p limit 1)",
        "(with p(label, a, b) as (values ('task 1', 1, 5), ('task 2', 4, 20)) select repeat(' ', a -"
            + " (select min(a) from p)) || repeat('#', b - a) from p limit 1)",
        "repeat('*', pi()::int), repeat('*', sqrt(400)::int)",
        "(select repeat(b, 5) from (select a as b from (select b as a from t) q) r)",
        "(with t(d, n) as (values ('2026-01-01'::date, 5), (now(), 6)) select repeat('x', n) from t)",
        "jsonb_pretty(meta), jsonb_pretty('{\"a\": [1, 2, {\"b\": 3}]}')",
        "polygon(12, circle '<(0,0),1>')",
        "5::bit(8) & 3::bit(8), name::char(20), 1.5::numeric(10, 2)",
        "quote_literal(name), quote_ident(name), to_json(name)::text",
        "encode(sha256(name::bytea), 'hex')",
        "format('%s-%s', name, format('%L', city))",
        "concat_ws(', ', name, city), array_to_string(array['a', 'b'], ', ')",
      })
  void ordinaryStringsMay(String expression) {
    assertThatCode(() -> check("select " + expression + " from customers"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select repeat('a', 200000) like '%' || repeat('a', 100000) || 'b%'",
        "select repeat('a', 200000) not ilike '%' || repeat('a', 100000) || 'b%'",
        "select repeat('a', 200000) ~~ any (array['b', '%' || repeat('a', 100000) || 'b%'])",
        "select textlike(repeat('a', 200000), '%' || repeat('a', 100000) || 'b%')",
        "select position('b' || repeat('a', 150000) in repeat('a', 300000))",
        "select strpos(repeat('a', 300000), 'b' || repeat('a', 150000))",
        "select replace(lpad('a', 300000), 'b' || rpad('a', 150000), '')",
        "select split_part(repeat('a', 300000), 'b' || repeat('a', 150000), 2)",
        "select * from string_to_table(repeat('a', 300000), 'b' || repeat('a', 150000))",
        "select translate(repeat('a', 40000), repeat('b', 20000) || 'a', 'x')",
        "select trim(both repeat('b', 20000) || 'a' from repeat('a', 40000))",
        "select array_fill(1, array[20000]) && array_fill(2, array[20000])",
        "with a as (select repeat('a', 200000) s, repeat('b', 100000) p) select s like p from a",
        "select s like s from (values (repeat('a', 200000))) v(s)",
        "select s like s from repeat('a', 200000) s",
        "select (select repeat('a', 200000)) like (select repeat('a', 200000))",
        "select normalize(repeat(U&'\\0315\\0300', 5000))",
        "select normalize(s, nfd) from (select repeat(U&'\\0315\\0300', 5000) s) q",
        "select repeat(U&'\\0315\\0300', 5000) is nfc normalized",
        "select polygon(5000, circle '<(0,0),1>') && polygon(5000, circle '<(0,0),2>')",
        "select polygon(5000, circle '<(0,0),1>') <-> polygon(5000, circle '<(0,0),2>')",
        "select polygon(5000, circle '<(0,0),1>') ~= polygon(5000, circle '<(0,0),2>')",
        "select path(polygon(5000, circle '<(0,0),1>')) ?# path(polygon(5000, circle '<(0,0),2>'))",
        "select poly_contain(polygon(5000, circle '<(0,0),1>'), polygon(5000, circle '<(0,0),2>'))",
        "select position(1::bit(200000) in 0::bit(400000))",
        "select position('1'::varbit(200000) || 1::bit(200000) in 0::bit(400000))",
        "select strpos('a'::char(400000)::text, 'b'::bpchar(200000)::text || 'x')",
        "select repeat('9', 100000)::numeric * repeat('9', 100000)::numeric",
        "select ('[' || repeat('1,', 40000) || '1]')::jsonb ?| string_to_array(repeat('z,', 40000), ',')",
        "select ('[' || repeat('1,', 40000) || '1]')::jsonb ?& string_to_array(repeat('z,', 40000), ',')",
        "select ('[' || repeat('1,', 40000) || '1]')::jsonb - string_to_array(repeat('z,', 40000), ',')",
        "select jsonb_exists_any(d, k) from (select ('[' || repeat('1,', 40000) || '1]')::jsonb d,"
            + " string_to_array(repeat('z,', 40000), ',') k) q",
        "select mine(repeat('a', 40000), repeat('b', 40000))",
        "select repeat('a', 40000) <<>> repeat('b', 40000)",
        "select '{\"a\": [1, 2]}'::jsonb @@ ('$.a[*] < ' || repeat(' ', 70000) || '$.a[*]')::jsonpath",
        "select ('{\"a\":[' || repeat('1,', 20000) || '1]}')::jsonb @@ '$.a[*] < $.a[*]'",
        "select ('{\"a\":[' || repeat('1,', 20000) || '1]}')::jsonb @? '$ ? (@.a[*] < /**/ (@.a[*]))'",
        "select jsonb_path_match(('{\"a\":[' || repeat('1,', 20000) || '1]}')::jsonb, p) from"
            + " (select '$.a[*] == $.a[*]'::jsonpath p) q",
        "select jsonb_path_exists(('{\"a\":[' || repeat('1,', 20000) || '1]}')::jsonb, ('$.a[*] '"
            + " || '== $.a[*]')::jsonpath)",
        "select jsonb_path_exists('1', '$v[*] == $w[*]', ('{\"v\":[' || repeat('1,', 20000) || '1]}')::jsonb)",
        "select jsonb_path_exists(path => '$.a[*] < $.a[*]', target => ('{\"a\":[' || repeat('1,', 20000)"
            + " || '1]}')::jsonb)",
        "select jsonb_path_exists(('{\"a\":[' || repeat('1,', 20000) || '1]}')::jsonb,"
            + " jsonpath(concat('$.a[*] ', '== $.a[*]')))",
        "select json_exists(('{\"a\":[' || repeat('1,', 20000) || '1]}')::jsonb, '$ ? (@.a[*] == @.b[*])')",
        "select json_value(d, '$.a[*] == $.b[*]') from (select ('{\"a\":[' || repeat('1,', 20000) ||"
            + " '1]}')::jsonb d) q",
        "select json_query(jsonb '1', '$ ? ($v[*] == $w[*])' passing ('[' || repeat('1,', 20000) ||"
            + " '1]')::jsonb as v, 1 as w)",
        "select * from json_table(('{\"a\":[' || repeat('1,', 20000) || '1]}')::jsonb,"
            + " '$ ? (@.a[*] == @.b[*])' columns (c int path '$.z'))",
        "select * from json_table(('{\"a\":[' || repeat('1,', 20000) || '1]}')::jsonb, '$' columns"
            + " (nested path '$.a' columns (c bool path '$[*] == $[*]')))",
        "select q from json_to_record(json_build_object('q', repeat('a|', 40000))) as x(q tsquery)",
        "select x from rows from (jsonb_to_recordset(jsonb_build_array(repeat('a|', 40000))) as (q tsquery)) x",
        "select c from json_table(jsonb_build_array(repeat('a|', 20000)), '$' columns (c tsquery path '$')) x",
        "select json_value(jsonb_build_array(repeat('a|', 20000)), '$[0]' returning tsquery)",
        "select repeat('a b ', 1000) @@ repeat('x y ', 300000)",
        "select plainto_tsquery('simple', repeat('word ', 100000))",
        "select ('{\"' || repeat('a & ', 300000) || 'a\"}')::tsquery[]",
        "select repeat('a', x'61A80'::int) like '%' || repeat('a', x'186A0'::int) || 'b%'",
        "select repeat('a', b'1100001101010000000'::int) like '%' || repeat('a', 100000) || 'b%'",
        "select x.text like x.text from (select (case when true then repeat('a', 400000) end)::text) x",
        "select x.varchar like x.varchar from (select (repeat('a', 400000) || '')::text::varchar) x",
        "select x.\"case\" like x.\"case\" from (select case when true then repeat('a', 400000) else"
            + " 'x'::text end) x",
        "select value like value from jsonb_each_text(jsonb_build_object('k', repeat('a', 400000)))",
        "select body like body from json_populate_record(null::docs, json_build_object('body',"
            + " repeat('a', 400000)))",
        "select body like body from (select (jsonb_populate_record(null::docs, jsonb_build_object("
            + "'body', repeat('a', 400000)))).*) x",
        "select a like a from (select 'x' union all select repeat('a', 400000)) x(a)",
        "select array(select unnest(a)) && array(select unnest(a)) from (select"
            + " string_to_array(repeat('a,', 40000), ',') a) q",
        "select b like b from unnest(array['x'], array[repeat('a', 400000)]) x(a, b)",
        "select x like x from rows from (generate_series(1, 2), repeat('a', 400000)) r(n, x)",
        "select a like a from (values (1, 'x'), (2, repeat('a', 400000))) x(n, a)",
        "select a like a from (select *, 1 from (select repeat('a', 400000) b) y) x(a, c)",
        "select f1 like f1 from (select (r).* from (select row(repeat('a', 400000)) r) y) x",
        "select f1 like f1 from (select (y.r).* from (select row(repeat('a', 400000)) r) y) x",
        "select value like value from (select (j).* from (select jsonb_each_text(jsonb_build_object('k',"
            + " repeat('a', 400000))) j) y) x",
        "select body like body from (select * from docs union all select 1, repeat('a', 400000)) x",
        "select body like body from (select * from docs union all values (1, repeat('a', 400000))) x",
        "with x as (table docs union select 1, repeat('a', 400000)) select body like body from x",
        "select a like a from (select a, b from t union all select * from (select 'x', repeat('a', 400000)) y) x",
        "with o(s) as (select repeat('a', 400000)) select o::text like o::text from o",
        "select show_trgm(repeat('ab cd ', 2500000))",
        "select to_char(now(), repeat('x', 15000000))",
        "select plainto_tsquery('simple', repeat('word ', 100000)), mine(repeat('x', 70000))",
        "select mine(s || s) from (select s || s s from (select repeat('x', 20000) s) a) b",
        "select repeat('a & ', 100000)::tsquery",
        "select !!repeat('a & ', 100000)",
      })
  void noLongTextIsSearchedForALongOne(String sql) {
    assertThatThrownBy(() -> check(sql))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("make them shorter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update docs set body = repeat('a', 400000) where id = 1 returning body like body",
        "insert into docs (id, body) select 1, repeat('a', 400000) returning docs.body like body",
        "insert into docs values (1, repeat('a', 400000)) returning body like body",
        "insert into docs (body) values ('a') on conflict (id) do update set body ="
            + " repeat('a', 400000) returning body like body",
        "with i as (select repeat('a', 400000) z) update docs set body = z from i returning"
            + " new.body like new.body",
        "merge into docs d using (select 1 i) s on d.id = s.i when matched then update set body ="
            + " repeat('a', 400000) returning d.body like d.body",
        "merge into docs d using (select 1 i) s on d.id = s.i when not matched then insert (id, body)"
            + " values (1, repeat('a', 400000)) returning d.body like d.body",
        "with x as (update docs set body = repeat('a', 400000) returning body as b) select"
            + " b like b from x",
      })
  void norIsWhatAChangeMakesLong(String sql) {
    assertThatThrownBy(() -> check(sql, Door.WRITE))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("make them shorter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ('1.' || repeat('3', 900))::numeric ^ 500000",
        "select power(('1.' || repeat('3', 900))::numeric, 500000)",
        "select x ^ n from (values (('1.' || repeat('3', 900))::numeric, 500000)) v(x, n)",
        "select 9.9 ^ 130000 + 9.9 ^ 130000",
      })
  void noLongNumberIsRaised(String sql) {
    assertThatThrownBy(() -> check(sql))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("double precision");
  }

  @ParameterizedTest
  @ValueSource(strings = {"normalize($1)", "normalize(x) from (select $1::text x) q"})
  void noParameterIsNormalizedWhole(String expression) {
    assertThatThrownBy(() -> check("select " + expression))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("left($1, 1000)");
  }

  @Test
  void allValuesTogetherAreBounded() {
    String one = "length(repeat(repeat('x', 4096), 2048))";

    assertThatCode(() -> check("select " + one + " + " + one)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("select " + (one + " + ").repeat(100) + "1"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("or fewer");
    String inside = "length(s) + ".repeat(100) + "1";
    assertThatThrownBy(() -> check("select " + inside + " from (select repeat('x', 9000000) s) q"))
        .isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//a/following::a",
        "//a/preceding :: a",
        "//a/following-sibling::a",
        "//a = //b",
        "boolean(//a != //b)",
        "/r[a != b]",
        "/r[not(a < b)]",
        "//a[//b]",
        "//a[1 or /r/b]",
        "//a[../b]",
        "//a[count(/r/b) > 1]",
      })
  void noPathGoesFromEachElementToAll(String path) {
    for (String sql :
        List.of(
            "select xpath('%s', doc) from t",
            "select xmlexists('%s' passing doc) from t",
            "select x.* from t, xmltable('%s' passing doc columns n text path '.') x",
            "select xpath('%s', $1)",
            "select xpath('%s', ('<r>' || repeat('<a/>', 100000) || '</r>')::xml)",
            "select xpath('%s', '<!DOCTYPE r [<!ENTITY a \"<a/>\">]><r>&a;</r>')")) {
      assertThatThrownBy(() -> check(sql.formatted(path.replace("'", "''"))))
          .as(sql)
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("step by step");
    }
    assertThatCode(() -> check("select xpath('" + path + "', '<r><a/></r>')"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//a//b//c",
        "//a//b/ancestor::c",
        "//a/ancestor::b",
        "//a/descendant::b",
        "//a[.//b]//c",
        "(//a//b | //c)//d",
        "//a | //b//c//d",
      })
  void noPathSearchesBelowAllThatItFinds(String path) {
    String deep = "<a>".repeat(200) + "</a>".repeat(200);
    String hidden = "<a b=\"/>\">".repeat(200) + "</a>".repeat(200);
    for (String document :
        List.of("doc", "$1", "('<r>' || doc || '</r>')::xml", "'" + deep.repeat(40) + "'")) {
      String sql = "select xpath('" + path + "', " + document + ") from t";
      assertThatThrownBy(() -> check(sql))
          .as(sql)
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("one //");
    }
    for (String document : List.of(deep, hidden, "<!-- -->" + deep)) {
      assertThatThrownBy(() -> check("select xpath('//a//a//a//a', '" + document + "')"))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("one //");
    }
    String flat = "<r>" + "<a><b><c/></b></a>".repeat(1000) + "</r>";
    assertThatCode(() -> check("select xpath('" + path + "', '" + flat + "')"))
        .doesNotThrowAnyException();
  }

  @Test
  void theColumnsOfATableOfXmlGoOnWhereItsRowsAre() {
    String sql = "select x.* from t, xmltable('//a//b' passing doc columns n text path '%s') x";
    assertThatThrownBy(() -> check(sql.formatted(".//c")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("one //");
    assertThatCode(() -> check(sql.formatted("c/d"))).doesNotThrowAnyException();
  }

  @Test
  void aQuotedBracketHidesNoCondition() {
    assertThatThrownBy(() -> check("select xpath('//a[\"]\" and //b[count(//c) > 0]]', '<a/>')"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("condition within a condition");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xpath('count(//b/..)', ('<r>' || repeat('<p><b/></p>', 300000) || '</r>')::xml)",
        "xmlexists('/r/p/b/..' passing (('<r>' || repeat('<p><b/></p>', 300000) || '</r>')::xml))",
        "xpath('contains(/r/x, /r/y)', ('<r><x>' || repeat('a', 2000000) || '</x></r>')::xml)",
        "xpath('/r/text()', ('<r>' || repeat('a<!---->', 50000) || '</r>')::xml)",
        "xpath('//*', (repeat('<a>', 200) || repeat('<b/>', 300000) || repeat('</a>', 200))::xml)",
        "xpath('//a', d) from (select ('<r>' || repeat('<a/>', 100000) || '</r>')::xml d) q",
      })
  void noPathGoesThroughADocumentThatIsMadeLong(String sql) {
    assertThatThrownBy(() -> check("select " + sql))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("make the document shorter");
  }

  @Test
  void noPathIsLongInALongDocument() {
    String deep = "<a>".repeat(200) + "a".repeat(20_000) + "</a>".repeat(200);
    String flat = "<r>" + "<item><name>x</name></item>".repeat(1500) + "</r>";
    for (String path :
        List.of(
            "count(//*[contains(., \"" + "a".repeat(20_000) + "b\")])",
            "string-length(concat(" + "/r,".repeat(2000) + "/r))",
            "count(//name/namespace::*)")) {
      assertThatThrownBy(() -> check("select xpath('" + path + "', '" + deep + "')"))
          .isInstanceOf(Refusal.class);
      assertThatThrownBy(() -> check("select xpath('" + path + "', '" + flat + "')"))
          .isInstanceOf(Refusal.class);
    }
    String ordinary = "xpath('//item[contains(name, ''x'')]/name/text()', ";
    assertThatCode(() -> check("select " + ordinary + "'" + flat + "')"))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                check(
                    "with d as (select '"
                        + flat
                        + "'::xml as doc) select "
                        + ordinary
                        + "doc), x.* from d, xmltable('//item' passing d.doc columns n text path"
                        + " './/name') x"))
        .doesNotThrowAnyException();
    String parts =
        "with d as (select '"
            + flat
            + "'::xml as doc), i as (select unnest("
            + "xpath('/r/item', doc)) as item from d) select (xpath('//name/text()', item))[1] from i";
    assertThatCode(() -> check(parts)).doesNotThrowAnyException();
    assertThatCode(() -> check(parts.replace("i as (", "item as (").replace("from i", "from item")))
        .doesNotThrowAnyException();
    String once = "with d as (select '" + deep + "'::xml as doc) select " + ordinary + "doc)";
    assertThatCode(() -> check(once + " from d")).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(once + ", " + ordinary + "doc) from d"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("make the document shorter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//b/text()",
        "//book//title",
        "/r/item[price > 10]/@id",
        "//item[@id = 'a=b']",
        "//item[@id = ../@first]",
        "//item[.//name]",
        "//item[contains(name, 'x') and position() < 3]",
        "//item[string(name) = string(title)]",
        "count(//item) > 3",
        "//a | //b",
      })
  void ordinaryPathsMay(String path) {
    assertThatCode(
            () -> check("select xpath('" + path.replace("'", "''") + "', doc) from documents"))
        .doesNotThrowAnyException();
  }

  /** They give each element attributes. */
  @Test
  void noLongDocumentHasDeclarations() {
    String declared =
        "<!DOCTYPE r SYSTEM \"a>b\" [<!ATTLIST a " + "x CDATA \"\" ".repeat(100) + ">]>";
    String flat = "<r>" + "<a/>".repeat(1000) + "</r>";
    for (String sql :
        List.of(
            "select ('%s')::xml",
            "select xmlparse(document '%s')",
            "select xpath('/r', '%s')",
            "insert into docs (doc) values ('%s')",
            "select xml_is_well_formed(d) from (select '%s' d) q")) {
      Door door = sql.startsWith("insert") ? Door.WRITE : Door.READ;
      assertThatThrownBy(() -> check(sql.formatted(declared + flat), door))
          .as(sql)
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("leave the declarations out");
      for (String document :
          List.of(declared + "<r/>", flat.repeat(8), "<!DOCTYPE html>" + flat + "[1]")) {
        assertThatCode(() -> check(sql.formatted(document), door)).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xmlparse(document '%s' || (select string_agg('<a/>', '') from t) || '</r>')",
        "('%s' || body || '</r>')::xml from t",
        "xml_is_well_formed_document('%s' || t || '</r>') from r",
      })
  void noTextThatIsPutTogetherHasDeclarations(String expression) {
    String sql = "select " + expression;

    assertThatThrownBy(() -> check(sql.formatted("<!DOCTYPE r [<!ATTLIST a x CDATA \"v\">]><r>")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no declarations");
    assertThatCode(() -> check(sql.formatted("<!DOCTYPE r><r>"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "('<r>' || repeat('<a/>', 10000) || '</r>')::xml",
        "xmlparse(document '<r>' || repeat('<a/>', 10000) || '</r>')",
        "xml('<r>' || repeat('<a/>', 10000) || '</r>')",
        "xml_is_well_formed_document('<r>' || repeat('<a/>', 10000) || '</r>')",
        "string_to_array(repeat('<a/>,', 10000), ',')::xml[]",
        "xmlelement(name r, repeat('a', 10000))::text::xml",
        "d::xml from (select '<r>' || repeat('<a/>', 10000) || '</r>' d) q",
        "d from json_to_record(json_build_object('d', repeat('<a/>', 10000))) as x(d xml)",
        "d from json_table(jsonb_build_array(repeat('<a/>', 10000)), '$' columns (d xml path '$')) x",
      })
  void noTextThatIsPutTogetherIsALongDocument(String expression) {
    assertThatThrownBy(() -> check("select " + expression))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("xmlelement() and xmlagg()");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "('<r>' || doc || '</r>')::xml",
        "('<r>' || string_agg(format('<a n=\"%s\">%s</a>', id, name), '') || '</r>')::xml",
        "xmlparse(content body), xmlparse(document '<r>' || repeat('<a/>', 100) || '</r>')",
        "xmlelement(name r, xmlagg(xmlelement(name a, name)))",
        "xmlelement(name r, repeat('a', 20000))",
        "$1::xml",
      })
  void ordinaryDocumentsMay(String expression) {
    assertThatCode(() -> check("select " + expression + " from documents"))
        .doesNotThrowAnyException();
  }

  @Test
  void whatASubqueryComputesCountsForEachOfItsCopies() {
    String inside = "select repeat('a', 20000) like '%' || repeat('a', 10000) || 'b%' as p";

    assertThatThrownBy(() -> check("select p or p or p from (" + inside + ") q"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("make them shorter");
    assertThatCode(() -> check("select p from (" + inside + ") q")).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("select x * x from (select 9::numeric ^ 100000 as x) q"))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void manySearchesAreAsMuchAsALongOne() {
    String one = "repeat('a', 20000) like '%' || repeat('a', 10000) || 'b%'";

    assertThatCode(() -> check("select " + one)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("select " + one + " or " + one + " or " + one))
        .isInstanceOf(Refusal.class);
  }

  /** Twice as long for each would be for ever. */
  @Test
  void fractionsOfFractionsAreLookedAtOnce() {
    String fractions = "(n / ".repeat(200) + "n" + ")".repeat(200);
    assertThatCode(() -> check("select repeat('x', " + fractions + "::int) from t"))
        .doesNotThrowAnyException();
  }

  @Test
  void manyPartsOfAUnionAreLookedAtOnce() throws Exception {
    String parts = "select 1 as n, 'x' as s, 1, 2, 3, 4, 5, 6, 7, 8, 9 union all ".repeat(500);
    var soon = Duration.ofSeconds(5);
    var sql = "select repeat('x', n) like s from (" + parts + "table t) q";
    assertThat(Quickest.of(soon, () -> check(sql))).isLessThan(soon);
  }

  @Test
  void longLiteralsMayBeTakenToPieces() {
    String text = "the quick brown fox jumps over the lazy dog ".repeat(1000);
    String csv = "k1,".repeat(10_000) + "k2";
    String documents = "[" + "{\"id\": 1, \"tags\": [\"a]\", \"\\\"\"]},".repeat(800) + "1]";

    for (String sql :
        List.of(
            "select to_tsvector('english', '" + text + "') @@ to_tsquery('english', 'fox & dog')",
            "with csv as (select '"
                + csv
                + "' as data), rows as (select trim(r) as r from csv, unnest(string_to_array(data,"
                + " ',')) r), parsed as (select r, replace(r, 'k', '')::int as n, r like 'k1%' as"
                + " one from rows) select count(*), sum(n) from parsed",
            "select jsonb_pretty('" + documents + "'::jsonb -> 3)")) {
      assertThatCode(() -> check(sql)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select a.name like b.name from (select * from a union all select * from b) a, b",
        "select name like note from (select (x).* from t x) y, (select repeat('a', 100000) s) z",
        "with t as (select * from a union select * from b) select count(*) from t where name like '%x%'",
        "with recursive t as (select e.*, 1 as level from emp e union all select e.*, t.level + 1 from emp e"
            + " join t on e.boss = t.id) select repeat('  ', level) || name from t where name like '%x%'",
        "select name like '%a%' and repeat(name, 1000) like '%b%' from customers",
        "select split_part(repeat('a,', 100000), ',', 3), translate(repeat('a', 100000), 'abc', '')",
        "select array_fill(1, array[1000]) @> array[1, 2, 3]",
        "select count(*) from (select repeat('a', 10000) s) t where s like '%b'",
        "select normalize(name), name is normalized from customers",
        "select meta ?| array['a', 'b'], meta ?& array['a'], meta - array['a'], meta - 'a' from t",
        "select o.total - o.paid, o.a * o.b, o.text like o.pattern from orders o where o.id = any ("
            + "select unnest(ids) from (select string_to_array(repeat('1,', 40000), ',') as ids) q)",
        "with w as (select repeat('x', 100000) s), o as (select * from orders), p as (select total,"
            + " paid from orders) select o.total - o.paid, p.total - p.paid, total * paid from o, p, w",
        "select n * m / 3 from (select unnest(string_to_array(repeat('1,', 40000), ',')::int[]) n) q, t",
        "select meta @@ '$.a[*] < $.b[*]', meta @? '$ ? (@.start < @.end)' from t",
        "select '{\"a\": [1, 2], \"b\": [3]}'::jsonb @@ '$.a[*] < $.b[*]'",
        "select jsonb_path_query(('[' || repeat('{\"a\": 1},', 4000) || '1]')::jsonb, '$[*] ? (@.a > 0)')",
        "select json_exists(meta, '$ ? (@.a[*] < @.b[*])'), json_value(meta, '$.n' returning int),"
            + " json_query(meta, '$.a[*] ? (@ > $least)' passing 3 as least) from t",
        "select j.* from t, json_table(meta, '$.lines[*]' columns (n for ordinality, name text path '$.name',"
            + " nested path '$.tags[*]' columns (tag text path '$'))) j",
        "select jsonb_path_exists(meta, '$.a[*] ? (@ >= $least)', '{\"least\": 2}', silent => true) from t",
        "select x.* from jsonb_to_recordset(('[' || repeat('{\"a\": 1},', 4000) || '{}]')::jsonb) as x(a int, b text, c jsonb)",
        "select x.q from documents, json_to_record(doc) as x(q tsquery)",
        "select trim(repeat(' ', 100000) || 'x'), md5(repeat('x', 1000000))",
        "select to_tsvector('english', body) @@ websearch_to_tsquery($1) from documents",
        "select normalize(left($1, 1000)), normalize('e' || U&'\\0301', nfc)",
        "select name from customers where normalize(name) = normalize($1::varchar(100))",
        "select path '((0,0),(1,1))' ?# path '((0,1),(1,0))', area <-> point(1, 2) from places",
        "select polygon(circle '<(0,0),1>') @> polygon(100, circle '<(0,0),1>')",
        "select position(b'1' in 5::bit(8)), 1.05 ^ 360, power(2, 62), 2 ^ n, price * 1.19 from t",
      })
  void ordinarySearchesMay(String sql) {
    assertThatCode(() -> check(sql)).doesNotThrowAnyException();
  }
}
