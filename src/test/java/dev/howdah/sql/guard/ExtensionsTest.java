package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds {@code extensions.txt} against the extensions that each version brings along. */
@OnEveryPostgres(withoutGap = true)
record ExtensionsTest(TestDatabase database) {

  /** What PostgreSQL says where a library that the extension needs is not installed. */
  private static final String UNDEFINED_FILE = "58P01";

  @Test
  void everyFunctionIsDecided() throws SQLException {
    assertThat(makeAll()).hasSizeGreaterThan(40);
    var extensions = new Extensions();
    var catalogue = ServerCatalogue.read(database);
    var undecided = new ArrayList<String>();
    for (var function : catalogue.byOid().values()) {
      String extension = function.extension();
      if (extension != null
          && !BuiltIns.holds(function)
          && !(FunctionPolicy.isUncallable(function) && extensions.knows(extension))
          && extensions.about(extension, function, catalogue).isEmpty()) {
        undecided.add(extension + ": " + catalogue.written(function));
      }
    }
    assertThat(undecided).isEmpty();
  }

  private List<String> makeAll() throws SQLException {
    var made = new ArrayList<String>();
    try (var connection = database.connect(database.superuser())) {
      for (String extension : available(connection)) {
        try (var statement = connection.createStatement()) {
          statement.execute("create extension if not exists \"" + extension + "\" cascade");
          made.add(extension);
        } catch (SQLException e) {
          if (!UNDEFINED_FILE.equals(e.getSQLState())) {
            throw e;
          }
        }
      }
    }
    return made;
  }

  private static List<String> available(Connection connection) throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select name from pg_available_extensions order by 1")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
