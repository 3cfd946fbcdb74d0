package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Terms;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Door;
import java.util.List;
import java.util.Objects;

/**
 * How a caller's statements are judged, and judged again when the catalogue has changed before they
 * ran; and as whom they run then.
 */
final class Judging {

  /** How often a statement is judged again because the catalogue has changed. */
  private static final int MOST_TRIES = 3;

  private final Database database;
  private final Gate gate;
  private final Access access;
  private final Terms terms;

  Judging(Database database, Gate gate, Access access, Terms terms) {
    this.database = database;
    this.gate = gate;
    this.access = access;
    this.terms = terms;
  }

  /** Runs a statement of ours, in the caller's role. */
  <R extends Record> List<R> query(Sql statement, Record arguments, Class<R> row) {
    return query(statement, arguments, row, database.ours());
  }

  /** The same within such limits. */
  <R extends Record> List<R> query(Sql statement, Record arguments, Class<R> row, Limits limits) {
    return database.query(itself(), limits, statement, arguments, row, terms.cancellation());
  }

  private RunAs itself() {
    return new RunAs(access.databaseRole().orElse(null), null).ours();
  }

  /** As whom a statement runs, by the path that it was judged by. */
  RunAs as(Judged judged) {
    StringBuilder path = new StringBuilder();
    // Searched first whether it is named or not; named first, it would take what is created.
    judged.path().stream()
        .dropWhile(schema -> schema.equals("pg_catalog"))
        .forEach(schema -> path.append(Identifier.of(schema).quoted()).append(", "));
    return new RunAs(access.databaseRole().orElse(null), path.append("pg_temp").toString());
  }

  /** Reads the catalogue in the caller's role. */
  CatalogueReader.Source source() {
    return new CatalogueReader.Source() {
      @Override
      public <R extends Record> List<R> query(Sql statement, Record arguments, Class<R> row) {
        return Judging.this.query(statement, arguments, row);
      }
    };
  }

  /** What is done with a statement that has been judged. */
  interface Run<T> {
    T on(Judged judged);
  }

  /** Judges a statement, and again when the catalogue has changed before it ran. */
  <T> T judged(AgentSql text, Door door, Run<T> run) {
    for (int i = 1; ; i++) {
      Judged judged = gate.judge(text, door, access, source());
      try {
        return run.on(judged);
      } catch (ReadOnlyTransaction.Stale e) {
        again(i);
      } catch (CallException e) {
        CallException told = Explainer.placed(e, judged.statement());
        throw judged.statement().discreet() ? Discretion.about(told) : told;
      }
    }
  }

  /** As whom a transaction runs, by its first statement. */
  RunAs as(List<Judges.Step> steps) {
    return as(Objects.requireNonNull(steps.getFirst().before()));
  }

  /** What is done again as a whole. */
  interface Work<T> {
    T work();
  }

  /** Works again when the catalogue has changed. */
  <T> T fresh(Work<T> work) {
    for (int i = 1; ; i++) {
      try {
        return work.work();
      } catch (ReadOnlyTransaction.Stale e) {
        again(i);
      }
    }
  }

  private void again(int tries) {
    if (tries >= MOST_TRIES) {
      throw new CallException(
          ErrorCode.SCHEMA_UNAVAILABLE, "The schema keeps changing; try again in a moment.");
    }
    gate.forget(access, tries > 1);
  }
}
