package dev.howdah.tools.search;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Four schemas with their keys, and the same four without; the last one was written after the rules
 * and is measured alone.
 */
@OnEveryPostgres
final class FindRelationshipsTest {

  private static final List<String> KNOWN = List.of("rental", "music", "market");
  private static final List<String> UNSEEN = List.of("clinic");
  private static final List<String> SCHEMAS = List.of("rental", "music", "market", "clinic");

  private final TestDatabase database;
  private final ToolClient client;

  FindRelationshipsTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.of(database, database.reader());
  }

  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) {
    for (var schema : SCHEMAS) {
      database.run(script(schema));
      database.run("alter schema %1$s rename to %1$s_keys".formatted(schema));
      database.run(script(schema));
    }
    database.run(
        """
        do $$
        declare found record;
        begin
          for found in
            select conrelid::regclass as relation, conname from pg_constraint
            where contype = 'f' and connamespace::regnamespace::text in
              ('rental', 'music', 'market', 'clinic')
          loop
            execute format('alter table %s drop constraint %I', found.relation, found.conname);
          end loop;
        end $$;
        create schema other;
        create table other.parent (a integer, b integer, primary key (b, a));
        create table other.child (
          id integer primary key, x integer, y integer, boss integer references other.child,
          constraint both_columns foreign key (x, y) references other.parent (b, a));
        create table other.feeding (day date, parent_id integer, primary key (day))
          partition by range (day);
        create table other.feeding_1 partition of other.feeding default;
        create table other.receipt (day date references other.feeding)""");
  }

  private static String script(String schema) {
    try (var in = FindRelationshipsTest.class.getResourceAsStream(schema + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource({"other,feeding_1", ",other.feeding_1", "other,other.feeding_1"})
  void saysOfAPartitionWhomToAskFor(String schema, String table) {
    var arguments = Json.object().put("schema", schema).put("table", table);
    assertThat(client.error("find_relationships", arguments).path("message").stringValue())
        .isEqualTo(
            "\""
                + table
                + "\" is a partition of other.feeding, which has its relationships; ask for that"
                + " one.");
  }

  /** What points at what: {@code table.column → table.column}. */
  private record Edges(Set<String> strong, Set<String> possible, Set<String> declared) {}

  private Edges edges(String schema) {
    Set<String> strong = new TreeSet<>();
    Set<String> possible = new TreeSet<>();
    Set<String> declared = new TreeSet<>();
    for (var table : tables(schema)) {
      var found = find(schema, table);
      for (var implied : found.path("implied").values()) {
        assertThat(implied.path("other_schema").stringValue()).isEqualTo(schema);
        (implied.path("strength").stringValue().equals("strong") ? strong : possible)
            .add(edge(table, implied));
      }
      found.path("explicit").forEach(each -> declared.add(edge(table, each)));
    }
    return new Edges(strong, possible, declared);
  }

  private static String edge(String table, JsonNode found) {
    var here = table + "." + found.path("columns");
    var there = found.path("other_table").stringValue() + "." + found.path("other_columns");
    return found.path("direction").stringValue().equals("outgoing")
        ? here + " → " + there
        : there + " → " + here;
  }

  private List<String> tables(String schema) {
    return client
        .ok("list_tables", "{'schema':'" + schema + "'}")
        .path("tables")
        .valueStream()
        .map(table -> table.path("name").stringValue())
        .toList();
  }

  private JsonNode find(String schema, String table) {
    return client.ok("find_relationships", Json.object().put("schema", schema).put("table", table));
  }

  @ParameterizedTest
  @CsvSource({"known, 59, 1, 0.75, 1, 0.94", "unseen, 25, 1, 0.5, 0.95, 0.8"})
  void guessesWhatTheKeysWouldSay(
      String which, int keys, double sure, double found, double precision, double recall) {
    Set<String> truth = new HashSet<>();
    Set<String> strong = new HashSet<>();
    Set<String> all = new HashSet<>();
    for (var schema : which.equals("known") ? KNOWN : UNSEEN) {
      truth.addAll(edges(schema + "_keys").declared());
      var guessed = edges(schema);
      assertThat(guessed.declared()).isEmpty();
      strong.addAll(guessed.strong());
      all.addAll(guessed.strong());
      all.addAll(guessed.possible());
    }
    var wrong = all.stream().filter(edge -> !truth.contains(edge)).toList();
    var missed =
        truth.stream().filter(edge -> !all.contains(edge)).collect(toCollection(TreeSet::new));
    var figures =
        "strong %d, all %d, true %d; wrong %s; missed %s"
            .formatted(strong.size(), all.size(), truth.size(), wrong, missed);
    assertThat(truth.size()).as(figures).isEqualTo(keys);
    assertThat(part(strong, truth, strong.size())).as(figures).isGreaterThanOrEqualTo(sure);
    assertThat(part(strong, truth, keys)).as(figures).isGreaterThanOrEqualTo(found);
    assertThat(part(all, truth, all.size())).as(figures).isGreaterThanOrEqualTo(precision);
    assertThat(part(all, truth, keys)).as(figures).isGreaterThanOrEqualTo(recall);
  }

  private static double part(Set<String> guessed, Set<String> truth, int of) {
    return (double) guessed.stream().filter(truth::contains).count() / of;
  }

  @Test
  void guessesNothingThatIsDeclared() {
    for (var schema : SCHEMAS) {
      var edges = edges(schema + "_keys");
      var guessed = new TreeSet<>(edges.strong());
      guessed.addAll(edges.possible());
      assertThat(guessed).doesNotContainAnyElementsOf(edges.declared());
      assertThat(guessed).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void keepsCompositeAndOwnKeysWhole() {
    var explicit = find("other", "child").path("explicit");
    assertThat(explicit)
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                [{"name":"both_columns","direction":"outgoing","columns":["x","y"],
                  "other_schema":"other","other_table":"parent","other_columns":["b","a"]},
                 {"name":"child_boss_fkey","direction":"outgoing","columns":["boss"],
                  "other_schema":"other","other_table":"child","other_columns":["id"]},
                 {"name":"child_boss_fkey","direction":"incoming","columns":["id"],
                  "other_schema":"other","other_table":"child","other_columns":["boss"]}]"""));
    assertThat(find("other", "parent").at("/explicit/0/columns").toString())
        .isEqualTo("[\"b\",\"a\"]");
    assertThat(find("other", "feeding").path("explicit")).hasSize(1);
  }

  @Test
  void impliesCompositeKeysAsAWhole() {
    database.run(
        """
        create schema lines;
        create table lines.order_line (order_no integer, line smallint, primary key (order_no, line));
        create table lines.parcel (
          parcel_no integer primary key, line bigint, order_no integer, weight integer);
        create table lines.part (order_no integer, line text);
        create table lines.copied (line smallint, order_no integer, primary key (line, order_no));
        create table lines.half (line smallint);
        create table lines.tenant_a (tenant_no integer, id integer, primary key (tenant_no, id));
        create table lines.tenant_b (tenant_no integer, id integer, note text)""");
    assertThat(find("lines", "parcel").path("implied")).isEmpty();
    database.run("drop table lines.copied");
    assertThat(find("lines", "parcel").path("implied"))
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                [{"direction":"outgoing","columns":["order_no","line"],"other_schema":"lines",
                  "other_table":"order_line","other_columns":["order_no","line"],
                  "strength":"possible",
                  "reason":"order_no and line have the names and types of the primary key of \
                order_line, which no other table has"}]"""));
    assertThat(find("lines", "order_line").at("/implied/0/columns").toString())
        .isEqualTo("[\"order_no\",\"line\"]");
    for (var other : List.of("part", "half", "tenant_b")) {
      assertThat(find("lines", other).path("implied")).isEmpty();
    }
    database.run(
        "alter table lines.parcel alter line type smallint,"
            + " add foreign key (order_no, line) references lines.order_line");
    assertThat(find("lines", "parcel").path("implied")).isEmpty();
    database.run("drop schema lines cascade");
  }

  @Test
  void impliesNothingByNumbersInThePlural() {
    database.run(
        """
        create schema counts;
        create table counts.orders (
          order_id bigint primary key, customers_id integer, species integer, fk_visits integer);
        create table counts.customers (id integer primary key, orders numeric, new_orders bigint);
        create table counts.visits (visits integer primary key);
        create table counts.species (id integer primary key);
        create table counts.people (id uuid primary key);
        create table counts.month (ending date, customers bigint, visits integer, people uuid);
        create view counts.sales as
        select count(*) as orders, sum(order_id) as customers, max(order_id) as "order"
        from counts.orders""");
    assertThat(columns("customers")).isEmpty();
    assertThat(columns("month")).containsExactly("people");
    assertThat(columns("sales")).containsExactly("order");
    assertThat(columns("orders")).containsExactly("customers_id", "species", "fk_visits");
    database.run("drop schema counts cascade");
  }

  private List<String> columns(String table) {
    return find("counts", table)
        .path("implied")
        .valueStream()
        .filter(implied -> implied.path("direction").stringValue().equals("outgoing"))
        .map(implied -> implied.at("/columns/0").stringValue())
        .toList();
  }

  @Test
  void impliesNoCompositeKeyOfATableOfTheSameName() {
    database.run(
        """
        create schema original;
        create table original.playlist_track (
          playlist_no integer, track_no integer, primary key (playlist_no, track_no));
        create schema copy;
        create table copy.playlist_tracks (
          id integer primary key, playlist_no integer, track_no integer);
        create table copy.skipped (id integer primary key, playlist_no integer, track_no integer);
        create view copy.playlist_track as select * from original.playlist_track""");
    assertThat(find("copy", "playlist_tracks").path("implied")).isEmpty();
    for (var other : List.of("skipped", "playlist_track")) {
      assertThat(find("copy", other).at("/implied/0/columns").toString())
          .isEqualTo("[\"playlist_no\",\"track_no\"]");
    }
    database.run("drop schema copy, original cascade");
  }

  @Test
  void givesAReason() {
    var lines = find("rental", "store").path("implied");
    assertThat(
            Stream.of(lines.valueStream().toArray(JsonNode[]::new))
                .map(each -> each.path("reason").stringValue()))
        .contains(
            "address_id names the table address and its primary key by the same name; both are"
                + " integer",
            "manager_staff_id names, after \"manager\", the table staff and ends like its primary"
                + " key staff_id; both are integer");
  }

  @Test
  void saysTheSameOfWhatIsNotThereAndOfWhatIsHidden() {
    database.run(
        "create table other.hidden (id integer); revoke all on other.hidden from "
            + database.reader().user());
    for (var table : List.of("hidden", "missing")) {
      var error = client.error("find_relationships", "{'schema':'other','table':'" + table + "'}");
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
      assertThat(error.path("message").stringValue())
          .isEqualTo(
              "There is no table or view \"%s\" in the schema \"other\" that this role has a privilege on. search_objects finds names; upper and lower case differ."
                  .formatted(table));
    }
    assertThat(client.error("find_relationships", "{'table':'rental.custmer'}").path("message"))
        .asString()
        .contains("Did you mean rental.customer");
  }
}
