package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Holds {@code built-ins.txt} against the functions that each version brings along. */
@OnEveryPostgres(withoutGap = true)
record BuiltInsTest(TestDatabase database) {

  /** What somebody who has to decide about a function wants to know first. */
  private static final String FACTS =
      """
      select p.oid::int8,
             format('%s(%s) returns %s, %s, %s, behind an operator or cast: %s, granted to: %s',
               p.proname, pg_get_function_identity_arguments(p.oid),
               format_type(p.prorettype, null), l.lanname,
               case p.provolatile when 'i' then 'immutable' when 's' then 'stable'
                 else 'volatile' end,
               exists (select from pg_operator o where o.oprcode = p.oid)
                 or exists (select from pg_cast c where c.castfunc = p.oid),
               coalesce(p.proacl::text, 'everybody'))
      from pg_proc p
      join pg_language l on l.oid = p.prolang
      where p.oid < 16384
      order by p.proname, p.oid
      """;

  @Test
  void everyFunctionIsDecided() throws SQLException {
    var builtIns = new BuiltIns();
    var catalogue = ServerCatalogue.read(database);
    var undecided = new ArrayList<String>();
    int decided = 0;
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(FACTS)) {
      while (rows.next()) {
        var function = catalogue.function(rows.getLong(1)).orElseThrow();
        if (builtIns.about(function, catalogue).isPresent()) {
          decided++;
        } else if (!FunctionPolicy.isUncallable(function)) {
          undecided.add(rows.getString(2));
        }
      }
    }
    assertThat(undecided).isEmpty();
    assertThat(decided).isGreaterThan(2500);
  }

  /** A cast is bounded, and not what it runs. */
  @Test
  void noTypeIsReadByItsInputFunction() throws SQLException {
    var policy = FunctionPolicy.of(FunctionRules.NONE);
    var catalogue = ServerCatalogue.read(database);
    var allowed = new ArrayList<String>();
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("select oid::int8 from pg_proc where 2275 = any(proargtypes)")) {
      while (rows.next()) {
        var function = catalogue.function(rows.getLong(1)).orElseThrow();
        if (policy.judge(function, catalogue, true) instanceof FunctionPolicy.Allowed) {
          allowed.add(function.name());
        }
      }
    }
    assertThat(allowed).isEmpty();
  }
}
