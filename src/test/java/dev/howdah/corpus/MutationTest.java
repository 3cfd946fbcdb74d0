package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is refused stays refused and what is answered stays answered, however it is written. */
@OnPostgres(18)
final class MutationTest {

  private static final long SEED = 4_711;

  @BeforeAll
  static void fill(TestDatabase database) {
    Shop.fill(database, Shop.SECRETS);
  }

  @Test
  void anAttackInOtherWordsStaysOne(TestDatabase database) throws SQLException {
    Findings findings = new Findings("Mutated attacks on " + database);
    try (var door = Door.readOnly(database, database.superuser());
        var watch = new Watch(database, database.superuser())) {
      for (Case attack : Corpus.attacks()) {
        if (attack.needs().metBy(database.major())) {
          Case mutant = attack(attack);
          Outcome outcome = door.query(mutant);
          findings.ran(mutant, outcome);
          if (!outcome.refused()) {
            findings.add(mutant, outcome.toString());
          }
          watch.changes().forEach(change -> findings.add(mutant, change));
        }
      }
    }
    findings.check();
  }

  @Test
  void aHarmlessStatementInOtherWordsStaysOne(TestDatabase database) {
    Findings findings = new Findings("Mutated harmless on " + database);
    try (var door = Door.readOnly(database, database.superuser())) {
      for (Case statement : Corpus.harmless()) {
        if (statement.needs().metBy(database.major())) {
          for (Case mutant : harmless(statement)) {
            Outcome outcome = door.query(mutant);
            findings.ran(mutant, outcome);
            if (!outcome.answered()) {
              findings.add(mutant, outcome.toString());
            }
          }
        }
      }
    }
    assertThat(findings.count()).isGreaterThan(1_000);
    findings.check();
  }

  /** One a case, of any kind: there are many cases. */
  private static Case attack(Case attack) {
    var mutations = new Mutations(SEED + attack.name().hashCode());
    int kinds = Mutations.wrappable(attack.sql()) ? 6 : 4;
    return switch (Math.floorMod(attack.name().hashCode(), kinds)) {
      case 0 -> attack.as("recased", mutations.recased(attack.sql()));
      case 1 -> attack.as("respaced", mutations.respaced(attack.sql()));
      case 2 -> attack.as("commented", mutations.commented(attack.sql()));
      case 3 -> attack.as("quoted", mutations.recased(mutations.quoted(attack.sql())));
      case 4 -> attack.as("wrapped", mutations.wrapped(attack.sql()));
      default -> attack.as("explained", mutations.explained(attack.sql()));
    };
  }

  private static List<Case> harmless(Case statement) {
    var mutations = new Mutations(SEED + statement.name().hashCode());
    String sql = statement.sql();
    List<Case> mutants = new ArrayList<>();
    mutants.add(statement.as("recased", mutations.recased(sql)));
    mutants.add(statement.as("respaced", mutations.respaced(sql)));
    mutants.add(statement.as("commented", mutations.commented(mutations.quoted(sql))));
    if (Mutations.wrappable(sql)) {
      mutants.add(statement.as("wrapped", mutations.wrapped(sql)));
    }
    return mutants;
  }
}
