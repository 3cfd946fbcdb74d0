package dev.howdah.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Function;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way to write a call means what PostgreSQL takes it for. */
@OnEveryPostgres
final class NotationTest {

  /** Each argument is {@code [variadic] [name =>] type}; {@code unknown} is a literal. */
  private static final String ONE_FUNCTION =
      """
      named | a => int4
      named | int4, c => numeric
      named | int4, c => int2, b => unknown
      named | c => numeric, a => int4
      named | c => unknown, a => unknown
      second.named | c => numeric, a => int4
      named | int4, variadic b => text[]
      named | a => int4, variadic b => text[]
      second.f | int4
      second.g | int4
      second.g | int4, int4, int4
      g | int4
      g | variadic int4[]
      g | int4, int4
      first.text | int4
      v | variadic text[]
      v | variadic varchar[]
      v | text
      v | unknown, unknown
      v | int4, int4, numeric
      concat | variadic text[]
      concat | int4, text, unknown
      format | unknown, variadic int4[]
      format | text, int4, unknown
      json_build_array | variadic first.numbers
      couple | record
      pg_catalog.abs | int4
      abs | int4
      lower | first.email
      many | first.words
      many | first.textrange
      many | int4range, int2
      one_of | first.chapters
      columns | first.positive
      make_interval | days => int4, mins => int4
      make_interval | int4, secs => float4
      jsonb_path_query | jsonb, unknown, silent => bool
      named | int4, a => int4
      first.takes | first.dog
      first.takes | first.hound
      first.couple | first.typed
      """;

  private static final String AMBIGUOUS =
      """
      h | int4
      torn | int4, int4
      torn | unknown, unknown
      takes | first.dog
      takes | first.hound
      couple | first.typed
      """;

  private static final String MISSING =
      """
      named | b => text
      named | int4, nobody => int4
      torn | text, int4
      abs | int4, int4
      first.upper | text
      hidden | int4
      takes | int4
      """;

  private static final String CASTS =
      """
      text | varchar
      text | int4range
      first.positive | int4
      positive | unknown
      date | unknown
      mood | text
      name | int4
      """;

  private final Connection connection;
  private final Overloads overloads;

  NotationTest(TestDatabase own) throws SQLException {
    this.connection = Overloaded.in(own);
    this.overloads = new Overloads(new WholeCatalogueReader(connection).read());
    Described.switchOn(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void aCallIsOneFunction() {
    each(
        ONE_FUNCTION,
        (theirs, ours) -> {
          assertThat(theirs.failure()).isNull();
          assertThat(ours.certain()).isTrue();
          assertThat(ours.candidates()).extracting(Function::oid).containsOnly(theirs.object());
          assertThat(ours.result()).isIn(theirs.type(), Types.UNDECIDED);
        });
  }

  @Test
  void anAmbiguousCallKeepsItsCandidates() {
    each(
        AMBIGUOUS,
        (theirs, ours) -> {
          assertThat(theirs.failure()).isEqualTo("42725");
          assertThat(ours.certain()).isFalse();
          assertThat(ours.candidates()).hasSize(2);
        });
  }

  @Test
  void aCallOfNothingHasNoCandidates() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create function pg_temp.hidden(int4) returns int4 return $1");
    }
    each(
        MISSING,
        (theirs, ours) -> {
          assertThat(theirs.failure()).isEqualTo("42883");
          assertThat(ours.missing()).isTrue();
        });
  }

  @Test
  void aCallOfATypeIsACast() {
    each(
        CASTS,
        (theirs, ours) -> {
          assertThat(theirs.failure()).isNull();
          assertThat(theirs.object()).isZero();
          assertThat(ours.certain()).isTrue();
          assertThat(ours.candidates()).isEmpty();
          assertThat(ours.cast()).isEqualTo(ours.result()).isPositive();
        });
  }

  private void each(String calls, BiConsumer<Described, Resolution<Function>> check) {
    calls
        .lines()
        .map(line -> line.split(" \\| "))
        .forEach(
            parts -> {
              var ours = overloads.function(call(parts[0], parts[1]));
              assertThat(ours)
                  .as(String.join(" ", parts))
                  .satisfies(_ -> check.accept(analyse(parts[0], parts[1]), ours));
            });
  }

  @Test
  void polymorphicColumnsHaveTheTypesOfTheCall() {
    var call = call("columns", "first.mood");
    var function = overloads.function(call).candidates().getFirst();

    assertThat(overloads.outputs(function, call))
        .containsExactly(
            new Function.Output("a", type("first.mood")),
            new Function.Output("b", type("first._mood")));
  }

  @Test
  void aHypotheticalArgumentIsConvertedToWhatItIsSortedAmong() {
    var call =
        new Call(
            Identifier.of("rank"),
            List.of(type("first.mood"), type("pg_catalog.int4")),
            List.of(),
            false,
            1);

    assertThat(overloads.function(call).candidates()).hasSize(1);
    var mixed =
        new Call(
            call.name(),
            List.of(type("pg_catalog.int4"), type("pg_catalog.int8")),
            List.of(),
            false,
            1);
    var theirs =
        Described.of(connection, "select rank(null::int4) within group (order by null::int8)");
    assertThat(theirs.functions()).isNotEmpty();
    assertThat(overloads.function(mixed).conversions()).isEqualTo(theirs.functions());
  }

  @Test
  void anUndecidedArgumentKeepsWhatCouldBeMeant() {
    var open = overloads.function(Call.of(Identifier.of("f"), List.of(Types.UNDECIDED)));
    var half = overloads.operator(Identifier.of("@@"), Types.UNDECIDED, type("pg_catalog.tsquery"));
    var text = overloads.function(Call.of(Identifier.of("text"), List.of(Types.UNDECIDED)));

    assertThat(open.certain()).isFalse();
    assertThat(open.candidates()).extracting(Function::schema).contains("first", "second");
    assertThat(half.candidates()).isNotEmpty().allMatch(one -> one.result() == Types.BOOL);
    assertThat(half.result()).isEqualTo(Types.BOOL);
    assertThat(text.cast()).isEqualTo(Types.TEXT);
    assertThat(text.candidates()).isNotEmpty();
  }

  private Described analyse(String name, String arguments) {
    var list =
        parts(arguments)
            .map(
                part ->
                    part.replaceFirst("unknown$", "null")
                        .replaceFirst("([\\w.\\[\\]]+)$", "null::$1")
                        .replace("null::null", "null"))
            .collect(Collectors.joining(", "));
    return Described.of(connection, "select %s(%s)".formatted(name, list));
  }

  private Call call(String name, String arguments) {
    var parts = parts(arguments).toList();
    var dot = name.indexOf('.');
    return new Call(
        dot < 0
            ? Identifier.of(name)
            : Identifier.of(name.substring(0, dot), name.substring(dot + 1)),
        parts.stream().map(part -> type(part.replaceFirst(".* ", ""))).toList(),
        parts.stream()
            .filter(part -> part.contains("=>"))
            .map(part -> part.replaceFirst("variadic ", "").replaceFirst(" =>.*", ""))
            .toList(),
        parts.stream().anyMatch(part -> part.startsWith("variadic ")),
        0);
  }

  private static Stream<String> parts(String arguments) {
    return Stream.of(arguments.split(", "));
  }

  private long type(String name) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select '%s'::regtype::oid".formatted(name))) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
