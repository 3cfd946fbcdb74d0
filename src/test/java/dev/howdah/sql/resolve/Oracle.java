package dev.howdah.sql.resolve;

import dev.howdah.sql.parser.PatientParsers;
import dev.howdah.testing.PostgresAnalysis;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Puts statements to PostgreSQL and to the {@link Analyzer}, and writes what came of it to {@code
 * target/resolve}.
 */
final class Oracle {

  private static final Path REPORTS = Path.of("target/resolve");

  private final TestDatabase database;
  private final String searchPath;

  /**
   * An oracle.
   *
   * @param searchPath schemas, as SET takes them
   */
  Oracle(TestDatabase database, String searchPath) {
    this.database = database;
    this.searchPath = searchPath;
  }

  /** One with the tables of {@code zoo.sql}, which it makes when they are not there. */
  static Oracle ofZoo(TestDatabase database) throws SQLException {
    if (database.ask("select to_regnamespace('zoo')") == null) {
      try (var connection = database.connect(database.superuser());
          var statement = connection.createStatement()) {
        statement.execute(text("zoo.sql"));
        if (database.major() >= 18) {
          statement.execute(text("zoo18.sql"));
        }
      }
    }
    return new Oracle(database, "zoo, pg_catalog, attic");
  }

  /** The statements of {@code statements.sql} that a version knows. */
  static List<String> written(int major) {
    List<String> statements = new ArrayList<>();
    text("statements.sql").lines().forEach(statements::add);
    if (major >= 17) {
      text("statements17.sql").lines().forEach(statements::add);
    }
    if (major >= 18) {
      text("statements18.sql").lines().forEach(statements::add);
    }
    return statements;
  }

  /** Compares each statement once. */
  Comparison compare(String kind, List<String> statements) throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement();
        var parsers = PatientParsers.make();
        var postgres = new PostgresAnalysis(database, database.superuser())) {
      var path = "set search_path = " + searchPath;
      statement.execute(path);
      postgres.run(path);
      var catalogue = new WholeCatalogueReader(connection).read();
      var comparison =
          new Comparison(catalogue, parsers.forServer(catalogue.serverVersion()), postgres);
      statements.stream().distinct().forEach(comparison::add);
      report(kind, comparison);
      return comparison;
    }
  }

  private void report(String kind, Comparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.add("compared " + comparison.compared() + ", equal " + comparison.equal());
    lines.add("MISSED");
    lines.addAll(comparison.missed());
    lines.add("REFUSED");
    comparison.refused().forEach((sql, reason) -> lines.add(sql + "\n    " + reason));
    comparison
        .more()
        .forEach(
            (reason, list) -> {
              lines.add("MORE: " + reason);
              lines.addAll(list);
            });
    lines.add("INVALID");
    lines.addAll(comparison.invalid());
    lines.add("NOT ANALYSED");
    lines.addAll(comparison.others());
    report(kind, lines);
  }

  void report(String kind, List<String> lines) {
    try {
      Files.createDirectories(REPORTS);
      Files.write(REPORTS.resolve(kind + "-" + database.major() + ".txt"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) {
    try (var in = Objects.requireNonNull(Oracle.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
