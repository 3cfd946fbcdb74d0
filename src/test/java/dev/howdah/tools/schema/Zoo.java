package dev.howdah.tools.schema;

import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A schema with everything a table can have, some of it hidden from the reader. */
final class Zoo {

  /** As long as a name may be. */
  static final String LONGEST = "é".repeat(31) + "x";

  static final int MOST_COLUMNS = 1600;

  private Zoo() {}

  static void build(TestDatabase database) {
    try (var in = Zoo.class.getResourceAsStream("zoo.sql")) {
      database.run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    database.run("create table zoo.\"%s\" (\"%s\" integer)".formatted(LONGEST, LONGEST));
    database.run(
        "create view zoo.long_view as select '%s' as words".formatted("word ".repeat(600)));
    var wide = new StringBuilder("create table zoo.wide (");
    for (int i = 1; i <= MOST_COLUMNS; i++) {
      wide.append(i == 1 ? "" : ", ").append('c').append(i).append(" smallint");
    }
    database.run(wide.append(")").toString());
    var reader = database.reader().user();
    for (var hidden :
        new String[] {
          "zoo.secret",
          "zoo.secret_child",
          "zoo.part_secret",
          "zoo.hidden_parent",
          "zoo.half",
          "zoo.veiled",
          "zoo.split",
          "zoo.split_a"
        }) {
      database.run("revoke all on %s from %s".formatted(hidden, reader));
    }
    database.run("grant select (seen, sum) on zoo.half to " + reader);
    database.run("grant select (seen, made, during) on zoo.veiled to " + reader);
    database.run("grant select (seen) on zoo.split, zoo.split_a to " + reader);
    database.run("revoke all on schema cellar from " + reader);
  }
}
