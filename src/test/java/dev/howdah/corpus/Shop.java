package dev.howdah.corpus;

import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.Map;

/** Fills a database with the shop and its traps. */
final class Shop {

  /** Two sets of secrets that differ in text, length, order, number and in which are the same. */
  static final Map<String, String> SECRETS =
      Map.of(
          "one", "S3CR3T-alpha-1",
          "two", "S3CR3T-bravo-22",
          "three", "S3CR3T-charlie-333",
          "four", "S3CR3T-delta-4444",
          "first", "1",
          "count", "2");

  static final Map<String, String> OTHER_SECRETS =
      Map.of(
          "one", "S3CR3T-zulu-9999999",
          "two", "S3CR3T-yankee",
          "three", "S3CR3T-xray-1",
          "four", "S3CR3T-zulu-9999999",
          "first", "3",
          "count", "7");

  private Shop() {}

  static void fill(TestDatabase database, Map<String, String> secrets) {
    String schema = Corpus.text("schema.sql");
    for (var secret : secrets.entrySet()) {
      schema = schema.replace("${" + secret.getKey() + "}", secret.getValue());
    }
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      for (String extension : Extensions.on(database.major())) {
        statement.execute("create extension \"" + extension + "\"");
      }
      statement.execute("set client_min_messages = warning");
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    database.run(schema);
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(Corpus.text("superuser.sql"));
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
