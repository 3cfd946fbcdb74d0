package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parsers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is bounded as a call or a cast is so in attribute notation. */
class AttributeWorkTest {

  private static final Parsers PARSERS = new Parsers();

  @AfterAll
  static void close() {
    PARSERS.close();
  }

  private static void check(String sql) {
    var outcome = (Outcome.Tree) PARSERS.forServer(180000).parse(sql);
    LongValues.check(Shapes.of(outcome.parsed(), Door.READ).root());
  }

  private static void refuses(String sql) {
    assertThatThrownBy(() -> check(sql)).as(sql).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(repeat(U&'\\0301', 60000) || repeat(U&'\\0316', 60000)).normalize",
        "(repeat(U&'\\0315\\0300', 5000)).normalize",
        "((repeat('a & ', 30000) || 'a')::text).tsquery",
        "(repeat('a ', 40000)::text).plainto_tsquery",
        "((repeat('a ', 40000)).text).plainto_tsquery",
        "(array[repeat('a ', 40000)])[1].plainto_tsquery",
        "(t).a.b.plainto_tsquery from (select repeat('a ', 40000) t) q",
        "(t).plainto_tsquery from (select repeat('a ', 40000) t) q",
        "s.normalize from repeat(U&'\\0315\\0300', 5000) s",
        "repeat.normalize from repeat(U&'\\0315\\0300', 5000)",
        "s.plainto_tsquery from unnest(array[repeat('a ', 40000)]) s",
        "s.tsquery from unnest(array[repeat('a & ', 40000)]) s(x)",
        "(s.text).plainto_tsquery from string_to_table(repeat('a ', 40000), 'x') s",
        "\"coalesce\".normalize from coalesce(repeat(U&'\\0315\\0300', 5000))",
        "\"greatest\".normalize from greatest(repeat(U&'\\0315\\0300', 5000), null)",
        "\"nullif\".normalize from nullif(repeat(U&'\\0315\\0300', 5000), null)",
        "\"text\".normalize from cast(repeat(U&'\\0315\\0300', 5000) as text)",
        "\"coalesce\".normalize from rows from (coalesce(repeat(U&'\\0315\\0300', 5000), null))",
        "xmlserialize.normalize from"
            + " xmlserialize(content xmlelement(name a, repeat(U&'\\0315\\0300', 5000)) as text)",
        "s.normalize from repeat(U&'\\0315\\0300', 5000) s,"
            + " lateral (select 1 from repeat('a', 1) s(normalize)) q",
        "tsquery(repeat('a & ', 40000)), 1",
        "pg_catalog.tsquery(repeat('a & ', 40000))",
        "* from plainto_tsquery(repeat('a ', 40000))",
        "(repeat('a ', 40000)).my_own",
        "($1::text).normalize",
        "doc @@ (r).tsquery from (select '$.a[*] < $.b[*]'::jsonpath as tsquery) r,"
            + " (select ('[' || repeat('1,', 10000) || '1]')::jsonb doc) d",
      })
  void noCallInAttributeNotationTakesLong(String expressions) {
    refuses("select " + expressions);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((((((((repeat('''', 1000000)).quote_literal).quote_literal).quote_literal).quote_literal)"
            + ".quote_literal).quote_literal).quote_literal)",
        "(repeat('''', 1000000)).quote_literal.quote_literal.quote_literal.quote_literal"
            + ".quote_literal",
        "s.quote_literal from unnest(array[repeat('''', 9000000)]) s",
        "repeat('x', (12).factorial::int)",
        "repeat('x', ('1000000000').text::int)",
        "repeat((('x' || repeat('x', 10000))).upper, 1000)",
        "repeat((select (b).length from (select repeat('x', 10000) as length) b), 10000)",
        "repeat((b).length, 10000) from (select repeat('x', 10000) as length) b",
        "repeat(length(b), 10000) from (select repeat('x', 10000) as length) b",
        "repeat(length(b), 10000) from json_to_record('{}') b(length text), repeat('x', 10000) c",
        "repeat(b.max, 10000) from (select repeat('x', 10000) as max) b",
        "repeat(concat(q.record_out), 10000) from (select repeat('x', 10000) s) q",
        "text(bytea(repeat('x', 8000000)))",
        "((repeat('x', 8000000)).bytea).text",
        "'{1}'::_bit(80000000)",
        "('{' || repeat('1,', 1000) || '1}')::pg_catalog._bpchar(80000)",
        "repeat('x', regclass(t.name)::oid::int) from t",
        "repeat('x', (t.name::text).to_regclass::oid::int) from t",
      })
  void noValueGrowsInAttributeNotation(String expressions) {
    refuses("select " + expressions);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(%s || repeat('<a/>', 3000) || '</r>').xml",
        "((%s || repeat('<a/>', 3000) || '</r>').text).xml",
        "(%s || repeat('<a/>', 30) || '</r>').xml_is_well_formed",
        "xml(%s || repeat('<a/>', 30) || '</r>')",
        "_xml('{\"' || %s || repeat('<a/>', 30) || '</r>\"}')",
        "('{\"' || %s || repeat('<a/>', 30) || '</r>\"}')._xml",
        "('{\"' || %s || repeat('<a/>', 30) || '</r>\"}')::_xml",
        "('{\"' || %s || repeat('<a/>', 30) || '</r>\"}')::pg_catalog._xml",
        "('{\"' || %s || repeat('<a/>', 30) || '</r>\"}')::xml[]",
        "xml_in(textout(%s || repeat('<a/>', 30) || '</r>'))",
        "s.xml from unnest(array[%s || repeat('<a/>', 3000)]) s",
        "* from xml(%s || repeat('<a/>', 30) || '</r>')",
        "* from json_to_record(json_build_object('x', %s || repeat('<a/>', 3000))) as r(x _xml)",
      })
  void declarationsOfADocumentAreFound(String expressions) {
    refuses("select " + expressions.formatted("'<!DOCTYPE r [<!ATTLIST a x CDATA \"\">]><r>'"));
  }

  @Test
  void declarationsInALiteralOfAnArrayMayBeHidden() {
    String document = "<\\!DOCTYPE r [<\\!ATTLIST a x CDATA ''''>]><r>" + "<a/>".repeat(3000);
    refuses("select '{\"" + document + "</r>\"}'::xml[]");
    refuses("select '{\"" + document + "</r>\"}'::_xml");
    refuses("select _xml('{\"" + document + "</r>\"}')");
    check("select '{\"<a/>\", \"<b/>\"}'::xml[], _xml('{\"<a/>\"}')");
  }

  @Test
  void fieldsInEachOtherHaveAnEnd() {
    refuses("select (x)" + ".a".repeat(20_000) + " from t");
    check("select (x)" + ".a".repeat(20) + " from t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(c).name, (c.address).street, (c.phones)[1].number, ((c).address).city[1] from customers c",
        "(c).length, (c).date, (c).text, (c).name.first, repeat('#', (c).width) from customers c",
        "(jsonb_each('{\"a\": 10}')).key, (jsonb_each(doc)).*, (x).y.* from t",
        "e.key, e.value, repeat('#', e.value::int) from t, jsonb_each_text(t.doc) e",
        "repeat('#', f.total) from t, my_report(t.year) f, (select 40 as width) w",
        "r.name, length(r.name), (r).name from jsonb_to_recordset(doc) as r(name text, n int)",
        "s, s.s, s.value, length(s), repeat('-', length(s)) from string_to_table('a 9999999', ' ')"
            + " s",
        "u.a, u.b from unnest(array[1, 2], array['a', 'b']) with ordinality u(a, b)",
        "to_jsonb(q), row_to_json(q), count(q), (q).n from (select 1 n, repeat('x', 50) s) q",
        "(regexp_match(name, '(a)(b)'))[1].x, (array_agg(c))[1].name from customers c",
        "('{1,2}'::_int4)[1], '{a,b}'::_text, '{1.5}'::_numeric(10, 2) from t",
        "(name).upper, (name).length, t.to_json, (t.name).text from t",
        "int4(x), text(x), date(at), regclass(name), repeat('#', (x).region) from t",
        "(left($1, 1000)).normalize",
      })
  void fieldsMay(String expressions) {
    assertThatCode(() -> check("select " + expressions)).doesNotThrowAnyException();
  }
}
