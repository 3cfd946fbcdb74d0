package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.error.CallException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TripwireTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        " ; select 1 ;; ",
        "select 1; -- the end",
        "select 1; /* the end */",
        "-- first\nselect 1",
        "select '{}'::jsonb ? $1 and '{}'::jsonb ?| array['a'] and 1 ?? 2",
        "select $$;$$, $a$ ; $a$, 'a;b', E'\\';', \"a;b\", U&'\\0041'",
        "select {fn ucase('x')}",
        "create function f() returns int language sql begin atomic select 1; select 2; end",
        "select 'never closed",
        "select /* never closed",
        ""
      })
  void letsOneStatementPass(String text) {
    assertThatCode(() -> Tripwire.check(text)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"select 1; select 2", "select 1; /* /* */ */ select 2"})
  void stopsSeveral(String text) {
    assertThatThrownBy(() -> Tripwire.check(text)).isInstanceOf(CallException.class);
  }

  /** Strings in two parts, which not everybody reads alike: some must trip, and none may throw. */
  @Test
  void stopsSomeOfTheStringsThatGoOnInTheNextLine() {
    int stopped = 0;
    for (String kind : List.of("", "E", "U&", "B", "N")) {
      for (String first : List.of("a", "", "''", "\\\\")) {
        for (String second : List.of("b", "''", "\\", "\\\\")) {
          stopped += stopped("select %s'%s'%n'%s'; select 2 --'".formatted(kind, first, second));
        }
      }
    }
    assertThat(stopped).isPositive();
  }

  private static int stopped(String text) {
    try {
      Tripwire.check(text);
      return 0;
    } catch (CallException refused) {
      return 1;
    }
  }
}
