package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * What query refuses, the other tools that take SQL refuse, too. The database may be written here,
 * but its login has no right to write a table, so that plain writing ends there and all else must
 * end at the gate.
 */
@OnPostgres
final class OtherDoorsTest {

  /** Where writing is allowed: ids of transactions, and a MERGE that does nothing. */
  private static final Set<String> HARMLESS_TO_WRITERS = Set.of("transaction-ids", "writes/merge");

  private final TestDatabase database;

  OtherDoorsTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void nothingIsMeasured() throws SQLException {
    try (var shop = shop();
        var door = Door.readOnly(shop, shop.superuser())) {
      refused("explain", shop, door, Door::measure, cases(Set.of()));
    }
  }

  @Test
  void nothingRunsInATransaction() throws SQLException {
    try (var shop = shop();
        var door = Door.writer(shop, shop.reader())) {
      refused("transaction", shop, door, Door::transaction, cases(HARMLESS_TO_WRITERS));
    }
  }

  @Test
  void nothingIsExecuted() throws SQLException {
    try (var shop = shop();
        var door = Door.writer(shop, shop.reader())) {
      refused("execute", shop, door, Door::execute, cases(HARMLESS_TO_WRITERS));
    }
  }

  private TestDatabase shop() {
    TestDatabase shop = database.another(OtherDoorsTest.class);
    Shop.fill(shop, Shop.SECRETS);
    return shop;
  }

  private List<Case> cases(Set<String> without) {
    return Corpus.attacks().stream()
        .filter(attack -> attack.needs().metBy(database.major()))
        .filter(attack -> !without.contains(attack.group()) && !without.contains(attack.name()))
        .toList();
  }

  private void refused(
      String tool,
      TestDatabase shop,
      Door door,
      BiFunction<Door, Case, Outcome> call,
      List<Case> attacks)
      throws SQLException {
    var findings = new Findings("Attacks by %s on %s".formatted(tool, database));
    try (var watch = new Watch(shop, shop.superuser())) {
      for (Case attack : attacks) {
        Outcome outcome = call.apply(door, attack);
        findings.ran(attack, outcome);
        if (!outcome.refused() && !outcome.deniedTable()) {
          findings.add(attack, outcome.toString());
        }
      }
      findings.check();
      assertThat(watch.changes()).isEmpty();
    }
    assertThat(findings.count()).isGreaterThan(700);
  }
}
