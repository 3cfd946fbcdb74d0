package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.NotReady;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Catalogue.Needs;
import dev.howdah.sql.catalog.Recorder;
import dev.howdah.sql.catalog.Snapshot;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Condition;
import dev.howdah.sql.guard.Door;
import dev.howdah.sql.guard.Guard;
import dev.howdah.sql.guard.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one gate of one database: every text that an agent wrote is judged here, by the guard and the
 * database's catalogue, which is read as far as it is needed. Thread-safe.
 *
 * <p>Verdicts are kept for texts that come again. Each database role has a catalogue of its own,
 * because it may see other schemas.
 */
final class Gate {

  /** More rounds than any statement needs to name everything that it reaches. */
  private static final int MOST_ROUNDS = 200;

  private static final int MOST_VERDICTS = 1000;
  private static final int LONGEST_KEPT = 8192;

  private final Guard guard;
  private final Map<String, Snapshot> snapshots = new HashMap<>();
  private final Map<Question, Judged> verdicts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Judged> eldest) {
          return size() > MOST_VERDICTS;
        }
      };

  private record Question(String text, Door door, Access access) {}

  Gate(Guard guard) {
    this.guard = guard;
  }

  /**
   * Judges a statement.
   *
   * @param source reads the catalogue, in the role of the access rules
   * @throws CallException when it may not run
   */
  Judged judge(AgentSql text, Door door, Access access, CatalogueReader.Source source) {
    var question = new Question(text.text(), door, access);
    Judged known = known(question);
    if (known != null) {
      return known;
    }
    Answer answer = ask(question, text, source);
    // A refusal can rest on a catalogue that has changed; what is allowed is checked when it runs.
    for (int i = 0; answer.stale(source) && i < 2; i++) {
      forget(access, i > 0);
      answer = ask(question, text, source);
    }
    Judged judged =
        answer.judged(
            name ->
                similarTables(name, access, source).stream()
                    .map(SimilarTables.Found::quoted)
                    .toList());
    if (text.text().length() <= LONGEST_KEPT) {
      keep(question, judged);
    }
    return judged;
  }

  /**
   * Reads an expression, of which nothing is looked up.
   *
   * @throws CallException when it is none
   */
  Condition condition(AgentSql text, Access access, CatalogueReader.Source source) {
    String role = access.databaseRole().orElse("");
    Snapshot snapshot = snapshot(role);
    if (snapshot == null) {
      snapshot = new CatalogueReader(source).read();
      keep(role, snapshot);
    }
    try {
      return switch (guard.condition(text, snapshot.serverVersion())) {
        case Condition.Reading.Read(Condition condition) -> condition;
        case Condition.Reading.Unreadable(Verdict.Refused refused) ->
            throw Refusals.told(refused, List.of());
      };
    } catch (NotReady e) {
      throw Refusals.unchecked(e);
    }
  }

  /** What the guard said, by what it looked up; {@code old} is a catalogue read by another call. */
  private record Answer(Verdict verdict, Recorder.Stamps stamps, List<String> path, boolean old) {

    boolean stale(CatalogueReader.Source source) {
      return old && verdict instanceof Verdict.Refused && Freshness.stale(source, stamps);
    }

    /** The verdict, when it may run; {@code similar} finds names that were perhaps meant. */
    Judged judged(Function<String, List<String>> similar) {
      return switch (verdict) {
        case Verdict.Allowed(var statement) -> new Judged(statement, stamps, path);
        case Verdict.Refused refused -> {
          String unknown = unknown(refused);
          throw Refusals.told(refused, unknown == null ? List.of() : similar.apply(unknown));
        }
      };
    }

    /** The name of what is not there, or must not be known; null for any other refusal. */
    private static @Nullable String unknown(Verdict.Refused refused) {
      return switch (refused.why()) {
        case UNDEFINED, UNKNOWN -> refused.object();
        case SYNTAX, GATE, ACCESS -> null;
      };
    }
  }

  private Answer ask(Question question, AgentSql text, CatalogueReader.Source source) {
    String role = question.access().databaseRole().orElse("");
    try {
      return ask(question, text, source, snapshot(role), grown -> keep(role, grown));
    } catch (Unfound e) {
      // Something is newer than what was read at first, such as the type of a new column.
      forget(question.access(), true);
      return askAnew(question, text, source, grown -> keep(role, grown));
    }
  }

  private Answer askAnew(
      Question question, AgentSql text, CatalogueReader.Source source, Consumer<Snapshot> grown) {
    try {
      return ask(question, text, source, null, grown);
    } catch (Unfound e) {
      throw new CallException(
          ErrorCode.STATEMENT_REFUSED,
          "The statement uses something that the catalogue does not show to this role.");
    }
  }

  /** What the catalogue was read for is not there all the same. */
  private static final class Unfound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unfound() {
      super("not in the catalogue", null, false, false);
    }
  }

  private Answer ask(
      Question question,
      AgentSql text,
      CatalogueReader.Source source,
      @Nullable Snapshot known,
      Consumer<Snapshot> grown) {
    var reader = new CatalogueReader(source);
    Snapshot snapshot = known;
    if (snapshot == null) {
      snapshot = reader.read();
      grown.accept(snapshot);
    }
    Set<Needs> asked = new HashSet<>();
    for (int i = 0; i < MOST_ROUNDS; i++) {
      var recorder = new Recorder(snapshot);
      try {
        Verdict verdict = guard.check(text, question.door(), question.access(), recorder);
        return new Answer(verdict, recorder.stamps(), snapshot.searchPath(), known != null);
      } catch (NotReady e) {
        throw Refusals.unchecked(e);
      } catch (Catalogue.Missing missing) {
        if (!asked.add(missing.needs())) {
          throw new Unfound();
        }
        snapshot = reader.read(snapshot, missing.needs());
        grown.accept(snapshot);
      }
    }
    throw new CallException(
        ErrorCode.STATEMENT_REFUSED, "The statement reaches too many objects to be judged.");
  }

  /** Judges a statement by what a transaction that has changed the schema sees. */
  Judged judgeInside(AgentSql text, Door door, Access access, CatalogueReader.Source inside) {
    return askAnew(new Question(text.text(), door, access), text, inside, _ -> {})
        .judged(_ -> List.of());
  }

  /** Tables with a name like that one, of which the caller may know. */
  List<SimilarTables.Found> similarTables(
      String name, Access access, CatalogueReader.Source source) {
    return new SimilarTables(source).to(name, access, text -> allows(text, access, source));
  }

  /** Whether it may be read, by the catalogue as it was read once. */
  boolean allows(AgentSql text, Access access, CatalogueReader.Source source) {
    var question = new Question(text.text(), Door.READ, access);
    return ask(question, text, source).verdict() instanceof Verdict.Allowed;
  }

  /**
   * Reads relations at once that would be read one by one when they are asked for, in the role of
   * the connection itself; others are forgotten.
   */
  void load(Set<Identifier> names, CatalogueReader.Source source) {
    var reader = new CatalogueReader(source);
    Snapshot known = snapshot("");
    Snapshot base = known == null ? reader.read() : known.withoutRelations();
    keep("", reader.read(base, Needs.names(names)));
  }

  /**
   * Forgets what was read of the catalogue because it has changed.
   *
   * @param all whether types, functions and operators are to be read again, too
   */
  synchronized void forget(Access access, boolean all) {
    String role = access.databaseRole().orElse("");
    Snapshot snapshot = snapshots.remove(role);
    if (snapshot != null && !all) {
      snapshots.put(role, snapshot.withoutRelations());
    }
    verdicts.clear();
  }

  private synchronized @Nullable Snapshot snapshot(String role) {
    return snapshots.get(role);
  }

  private synchronized void keep(String role, Snapshot snapshot) {
    snapshots.put(role, snapshot);
  }

  private synchronized @Nullable Judged known(Question question) {
    return verdicts.get(question);
  }

  private synchronized void keep(Question question, Judged judged) {
    verdicts.put(question, judged);
  }
}
