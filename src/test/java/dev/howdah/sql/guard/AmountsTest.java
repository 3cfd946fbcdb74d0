package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parsers;
import dev.howdah.sql.parser.PatientParsers;
import dev.howdah.testing.Quickest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often something is repeated, by numbers that are made in many ways. */
class AmountsTest {

  private static final Parsers PARSERS = PatientParsers.make();

  @AfterAll
  static void close() {
    PARSERS.close();
  }

  private static void check(String sql) {
    var outcome = (Outcome.Tree) PARSERS.forServer(180000).parse(sql);
    LongValues.check(Shapes.of(outcome.parsed(), Door.READ).root());
  }

  private static void refuses(String count, String from) {
    String repeated = "repeat('a', " + count + ")";
    String sql = "select " + repeated + " like '%' || " + repeated + " || 'b%' from " + from;
    assertThatThrownBy(() -> check(sql)).as(sql).isInstanceOf(Refusal.class);
  }

  /** Each is 100,000 or more, most of them beside a column. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "('{\"n\":\"\\u0034\\u0030\\u0030\\u0030\\u0030\\u0030\"}'::jsonb->>'n')::int",
        "('{\"4\\00000\"}'::int[])[1]",
        "b'1'::bit(19)::int",
        "'400,000'::money::numeric::int",
        "concat(id, '00000')::int*4",
        "format('%s00000', id)::int*4",
        "array_upper(array_fill(0,array[3],array[400000]),1)",
        "array_lower(array_fill(0,array[3],array[400000+id*0]),1)",
        "lpad(id::text, 6, '4')::int",
        "rpad('4'||id, 6, '0')::int",
        "repeat('9', 6+id*0)::int",
        "reverse('000004'||id)::int",
        "(chr(52)||repeat(chr(48),5)||substr(name,1,0))::int",
        "translate('abbbbb'||substr(name,1,0), 'ab','40')::int",
        "regexp_replace('4x00000'||substr(name,1,0), 'x', '')::int",
        "extract(day from interval '400000 days' + id*interval '0 day')::int",
        "extract(epoch from interval '400000 seconds' + (id*0)*interval '1 s')::int",
        "(date '3000-01-01' + id*0) - date '2000-01-01'",
        "json_value('{\"n\":400000}', '$.n' returning int)+id*0",
        "(xpath('/r/text()', '<r>400000</r>'))[1]::text::int+id*0",
        "factorial(9+id*0)::int",
        "lcm(500+id*0, 801)",
        "upper('[1,400000)'::int4range)+id*0",
        "('x'||'61A80')::bit(20)::int",
        "to_number('4'||'00000'||substr(name,1,0),'999999')::int",
        "('4e5'::float8+id*0)::int",
        "(jsonb '{\"n\":4e5}'->'n')::int+id*0",
        "'0x61A80'::int + id*0",
        "(sum(400000) over ())::int",
        "(array_agg(400000) over ())[1]",
        "(row(400000,id)).f1",
        "ascii(U&'\\+10FFFF' || name)",
        "current_date - date '1000-01-01' + id*0",
        "least(400000+id*0, 10^9)::int",
        "coalesce(null, 400000+id*0)",
        "jsonb_path_query_first('[400000]','$[0]')::int + id*0",
        "('x'||to_hex(400000+id*0))::bit(32)::int",
        "greatest('400000'::int, id)",
        "id*0+('{\"n\":400000}'::jsonb->>'n')::int",
        "array_position(array_fill(0,array[400000])||1, 1+id*0)",
        "(select n from unnest(array[id,400000]) n where n > 5)",
        "(percentile_disc(0.5) within group (order by 400000+id*0))",
        "to_char(400000+id*0,'999999')::int",
        "to_char(created,'\"400000\"')::int",
        "(select unnest('{400000}'::int[]) offset 0)+id*0",
        "(400000.5/1.0001)::int+id*0",
        "(1/0.0000025+id*0)::int",
        "(id::text||id||id||id||id||id||'0')::int+length(repeat('a',400000))",
      })
  void whatALiteralTakesPartInIsFollowedOrUnknown(String count) {
    refuses(count, "emp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "json_table(jsonb '[1]','$[*]' columns (n int path '$ * 400000')) x",
        "json_table(jsonb '[1]','$[*]' columns (n int path '$.z' default 400000 on empty)) x",
        "xmltable('/r' passing '<r/>' columns n int path '400000*1') x",
        "xmltable('/r' passing '<r/>' columns n int path 'a' default 400000) x",
        "jsonb_to_recordset('[{\"n\":400000}]') x(n int)",
        "string_to_table('1,400000',',') s(n)",
        "(select n from (values ('400000'),('1')) v(n)) q",
        "(select (array[id,400000])[2] n from emp) q",
        "(select '400000'||'' n from emp) q",
      })
  void soIsWhatLiteralsHoldInFrom(String from) {
    refuses("n::int", from);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repeat('█', (100 * count(*) / sum(count(*)) over ())::int) from t",
        "lpad(x, greatest(length(y), 10)) from t",
        "repeat('*', round(amount/1000.0, 0)::int), repeat('*', round(amount, 2)::int) from t",
        "repeat('-', (extract(epoch from now()-created)/86400)::int) from t",
        "repeat('-', (extract(epoch from now()-created)/60)::int) from t",
        "repeat('█', width_bucket(x, 0, 500, 20)), repeat('#', ntile(4) over (order by x)) from t",
        "repeat('#', (10*percentile_cont(0.9) within group (order by x))::int) from t",
        "repeat('#', date_part('day', now() - created)::int) from t",
        "repeat('#', coalesce((meta->>'n')::int, 0)) from t",
        "repeat('#', (regexp_match(name, '(\\d+)'))[1]::int) from t",
        "repeat('#', split_part(version, '.', 2)::int) from t",
        "repeat('#', substring(name from '\\d{3}')::int), repeat('#', substring(name, 5, 2)::int)"
            + " from t",
        "repeat('#', to_char(created, 'DD')::int) from t",
        "rpad(label, 40), repeat('#', n) from (select name || ' (' || id || ')' as label, n from"
            + " t) q",
        "repeat('#', v) from json_to_recordset('[{\"n\":\"a\",\"v\":5}]') x(n text, v int)",
        "repeat('#', (v*40/max(v) over ())::int) from"
            + " jsonb_to_recordset('[{\"n\":\"a\",\"v\":5},{\"n\":\"b\",\"v\":1200}]') x(n text, v"
            + " int)",
        "repeat('·', (lag(x, 1) over (order by y) - x)::int) from t",
        "repeat('#', (x - min(x) over())/10) from t",
        "repeat('#', (stddev(x)*10)::int), repeat('#', round(variance(x) / 2)::int) from t",
        "repeat('#', (similarity(name, 'Cust 12') * 20)::int), repeat('#', (40 * ts_rank(tsv,"
            + " to_tsquery('a & b2')))::int) from t",
        "repeat('#', (20 * (embedding <-> '[1,2,3]'))::int), repeat('#', (20 * (1 - (embedding"
            + " <=> '[0.1,0.25,0.3]')))::int) from t",
        "repeat('#', date_part('year', age(birth))::int), repeat('#', (current_date - created)/7)"
            + " from t",
        "repeat('#', cardinality(tags)), repeat('#', array_length(tags,1)), repeat('#',"
            + " array_length(string_to_array(name, ' 1'),1)) from t",
        "repeat('#', (select count(*) from x where id > 10)::int) from t",
        "repeat('#', case when x > 100000000 then 10 else 1 end) from t",
        "repeat('#', (count(*) filter (where total > 100000000))::int), repeat('#', sum((total >"
            + " 1000000000)::int)::int), repeat('#', sum(case when total between 1 and 1000000000"
            + " then 1 else 0 end)::int) from t",
        "repeat('#', mod(id, 7)), repeat('#', id % 7), repeat('#', ceil(log(10, x))::int),"
            + " repeat('#', power(2, lvl)::int) from t",
        "repeat('#', greatest(1, least(50, round((extract(epoch from finished_at - started_at) *"
            + " 1000)::numeric / 20)))::int) from t",
        "repeat('#', round(extract(epoch from (b - a)) / 60.0)::int) from t",
        "repeat('#', extract(day from (due - interval '3 days' - current_date))::int) from t",
        "repeat('#', (extract(epoch from (at - '2026-01-01'::timestamp))/3600)::int) from t",
        "repeat(' ', (extract(epoch from start_at - timestamp '2026-01-05 08:00') / 60)::int)"
            + " from t",
        "e->>'name', repeat('#', (e->>'v')::int) from jsonb_array_elements('[{\"id\": 20, \"at\":"
            + " \"2026-01-15T10:00:00\", \"v\": 5}]') e",
        "repeat('#', n::int) from regexp_split_to_table('5,6,7', ',') n",
        "a, repeat('#', b::int) from (select split_part(l, ',', 1) a, split_part(l, ',', 2) b"
            + " from unnest(string_to_array('x,5;y,6', ';')) l) q",
        "repeat('#', (case when lag(n) over w is null then 0 else 100 * (n - lag(n) over w) /"
            + " lag(n) over w end)::int) from t window w as (order by d)",
        "repeat('#', (to_char(d, 'YYYY')::int - 2000)) from t",
        "repeat('#', round(100.0 * n / nullif(total, 0), 1)::int) from (select count(*) n,"
            + " sum(count(*)) over () total from t group by g) q",
        "label, repeat('#', n) from (select to_char(d, 'FM999,999,999') label, n from t) q,"
            + " jsonb_each(meta) j",
        "name, repeat('#', n) from (select concat(name, ' 2026-', id, ' ', 5) as name, n from t) q",
        "name, repeat('#', n) from (select format('%s 2026', id) as name, md5(random()::text ||"
            + " '12') as m, substr(md5(id || 'x9'), 1, 8) s, n from t) q",
        "x.name, repeat('#', y.n) from (select upper(name) || ' 400000000' as name from t) x,"
            + " (select count(*)::int n from t) y",
        "repeat('-', level * 4) || name from (with recursive t as (select id, 0 as level from e"
            + " union all select e.id, level + 1 from e join t on true) select * from t) q",
        "lpad(id::text, 8, '0'), rpad(name, 20, '.'), lpad('', 3 * depth) from t",
        "repeat('#', (ln(n + 1) * 10)::int), repeat('#', sqrt(n * 100)::int), repeat('#', (n ^"
            + " 0.5)::int) from t",
        "repeat('#', (50 * percent_rank() over (order by x))::int), repeat('#', (50 * cume_dist()"
            + " over (order by x))::int) from t",
        "repeat('#', jsonb_array_length(meta->'tags')), repeat('#',"
            + " jsonb_array_length('[1,2,3]')) from t",
        "repeat('#', (meta #>> '{a,1}')::int), repeat('#', (meta->'a'->>1)::int), repeat('#',"
            + " jsonb_path_query_first(meta, '$.n')::int) from t",
        "repeat('#', upper(r) - lower(r)), repeat('#', (bounds).hi) from t",
        "repeat('#', (least(100, pct) / 2.5)::int), left(name, 10), right(name, -2) from t",
        "repeat('#', (bytes / 1024 / 1024)::int), repeat('#', (bytes >> 20)::int), repeat('#',"
            + " (pg_relation_size(c.oid) / 1000000)::int) from pg_class c",
        "repeat('▓', (v - mn) * 40 / (mx - mn)) from (select v, min(v) over () mn, max(v) over ()"
            + " mx from (values (3), (700), (1000000)) t(v)) q",
        "repeat('#', h) from (select extract(hour from at)::int h from t) q",
        "repeat('#', (now()::date - d::date)) from t",
        "repeat('#', width) from (select max(length(name)) + 2 as width from t) q",
        "overlay(card placing repeat('*', length(card) - 4) from 1 for length(card) - 4) from t",
        "repeat('*', length(email) - position('@' in email)), regexp_replace(phone,"
            + " '\\d(?=\\d{4})', '*', 'g') from t",
        "repeat('#', floor(amount / 50)::int) || ' ' || to_char(amount, 'FM$999,990.00') from t",
        "repeat('#', (extract(epoch from sum(stop - start)) / 3600)::int) from t",
        "repeat('#', (extract(epoch from date_trunc('day', at) - '2026-01-01') / 86400)::int)"
            + " from t",
        "repeat('#', rank() over (order by x desc)::int), repeat('#', (dense_rank() over (order"
            + " by x))::int) from t",
        "repeat(' ', (d.start - p.first)::int) || repeat('█', d.stop - d.start + 1) from (select"
            + " min(start) first from tasks) p, tasks d",
        "repeat(' ', (lower(r) - date '2026-01-01')) from (select daterange(a, b) r from t) q",
        "repeat('#', (width_bucket(x, array[10, 20, 50]))) from t",
        "repeat('#', trunc(x)::int), repeat('#', (x::numeric(10,2))::int), repeat('#',"
            + " x::bigint::int) from t",
      })
  void ordinaryChartsMay(String expressions) {
    assertThatCode(() -> check("select " + expressions)).doesNotThrowAnyException();
  }

  /** Their square would be seconds. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "1e", "0 ", "1.", "<!DOCTYPE\""})
  void longLiteralsAreReadOnce(String part) throws Exception {
    String literal = "'" + part.repeat(60_000 / part.length()) + "!'";
    soon("select repeat('x', " + literal + "::int)");
  }

  /** Twice as long for each would be for ever. */
  @Test
  void partsOfATextAreLookedAtOnce() throws Exception {
    String parts = "name || ".repeat(300) + "name";
    soon("select repeat('x', (" + parts + ")::int) from t");
  }

  private static void soon(String sql) throws Exception {
    var soon = Duration.ofSeconds(5);
    Quickest.Work work =
        () -> {
          var _ = catchThrowable(() -> check(sql));
        };
    assertThat(Quickest.of(soon, work)).isLessThan(soon);
  }
}
