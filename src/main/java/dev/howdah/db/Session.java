package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Terms;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.CheckedSql;
import dev.howdah.sql.guard.Condition;
import dev.howdah.sql.guard.Door;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One database as one caller sees it: the only way for what agents write to get there.
 *
 * <p>Every statement is judged first, by the caller's access rules and the database's catalogue; it
 * runs by the search path that it was judged by, in the caller's database role, and not at all when
 * the catalogue has changed meanwhile: then it is judged again. For the time of one call.
 */
public final class Session {

  private static final Duration LATER = Duration.ofSeconds(10);

  private final Database database;
  private final Gate gate;
  private final Access access;
  private final String caller;
  private final Terms terms;
  private final Judging judging;

  Session(Database database, Gate gate, Access access, String caller, Terms terms) {
    this.database = database;
    this.gate = gate;
    this.access = access;
    this.caller = caller;
    this.terms = terms;
    this.judging = new Judging(database, gate, access, terms);
  }

  /** The database's name. */
  public String name() {
    return database.name();
  }

  /** Who it is for. */
  public String caller() {
    return caller;
  }

  /** What ends the call that it is for. */
  public Cancellation cancellation() {
    return terms.cancellation();
  }

  /** What the caller may touch. */
  public Access access() {
    return access;
  }

  /** See {@link Database#limits}. */
  public Limits limits(QuerySettings query, int maxRows, @Nullable Duration asked) {
    return database.limits(query, maxRows, asked, terms.overtime());
  }

  /** See {@link Database#turn}. */
  public Turn turn(QuerySettings query) {
    return database.turn(caller, query, terms.cancellation());
  }

  /** See {@link Database#requireWritable}. */
  public void requireWritable() {
    database.requireWritable();
  }

  /** Runs a statement of ours, in the caller's role. See {@link Database#query}. */
  public <R extends Record> List<R> query(Sql statement, Record arguments, Class<R> row) {
    return judging.query(statement, arguments, row);
  }

  /**
   * The same for a statement that limits its rows itself: PostgreSQL does not stop it at a number
   * of rows, and so may have parallel workers read for it.
   */
  public <R extends Record> List<R> queryBounded(Sql statement, Record arguments, Class<R> row) {
    return judging.query(statement, arguments, row, database.ours().bounded());
  }

  /**
   * What a statement is, when it may run.
   *
   * @throws CallException when it may not
   */
  public CheckedSql check(AgentSql text, Door door) {
    return gate.judge(text, door, access, judging.source()).statement();
  }

  /**
   * An expression that may stand as a condition in a statement around it, which is judged as a
   * whole when it runs.
   *
   * @throws CallException when it is anything else
   */
  public Condition condition(AgentSql text) {
    return gate.condition(text, access, judging.source());
  }

  /** Tables with a name like that one, as {@code schema.name}, of which the caller may know. */
  public List<String> similarTables(String name) {
    return gate.similarTables(name, access, judging.source()).stream()
        .map(SimilarTables.Found::plain)
        .toList();
  }

  /**
   * Runs a statement that reads, in a read-only transaction that is rolled back.
   *
   * @throws CallException whatever goes wrong, with PostgreSQL's own words
   */
  public Rows run(Statement statement, Limits limits) {
    return run(statement, limits, VectorScan.AS_SET);
  }

  /** The same, searching vectors in this way. */
  public Rows run(Statement statement, Limits limits, VectorScan scan) {
    return judging.judged(
        statement.text(),
        Door.READ,
        judged -> {
          var as = judging.as(judged).scanning(scan);
          var way = new ReadOnlyTransaction.Way(as, false, null, judged.stamps());
          return read(judged.statement().text(), statement.values(), limits, way);
        });
  }

  private Rows read(String text, List<?> values, Limits limits, ReadOnlyTransaction.Way way) {
    return database.leased(
        caller,
        terms,
        (open, lease) -> database.read(open.reading(), lease, text, values, limits, way));
  }

  /**
   * Runs a statement like {@link #run} and keeps the rest of its result, if there is one, for
   * {@link #next}.
   *
   * @param most results of one caller that are open at a time; one more closes the oldest
   * @param lifetime how long it waits to be continued
   * @param rest may take the rest at once, within the time of the statement
   */
  public ResultPage open(
      Statement statement, Limits limits, int most, Duration lifetime, Rest rest) {
    var keep = new Keep(caller, most, lifetime);
    return judging.judged(
        statement.text(),
        Door.READ,
        judged -> {
          // The server gives up later than we do, so that its message is not the one that is seen.
          Duration idle = lifetime.plus(LATER);
          var way = new ReadOnlyTransaction.Way(judging.as(judged), false, idle, judged.stamps());
          String text = judged.statement().text();
          return database.leased(
              caller,
              terms,
              (open, lease) ->
                  new FirstPage(database, rest, terms.cancellation())
                      .first(open, lease, text, statement.values(), limits, keep, way));
        });
  }

  /**
   * The page that a former one named as next, of the very same result.
   *
   * @throws CallException {@code INVALID_REQUEST} when it is gone
   */
  public ResultPage next(String next, Limits limits) {
    return next(next, limits, Rest.KEPT);
  }

  /** The same where the rest behind it may be taken at once. */
  public ResultPage next(String next, Limits limits, Rest rest) {
    Failures.check(terms.cancellation());
    return database.results().page(next, caller, limits, rest, terms.cancellation());
  }

  /**
   * Runs statements in one transaction and commits it. One that is told of a conflict with another
   * (SQLSTATE 40001, 40P01) is tried again, at most three times.
   *
   * @param door {@code WRITE} for one statement that writes, {@code EITHER} for several
   * @return one result a statement
   * @throws CallException {@code ACCESS_DENIED} for a read-only database; {@code statement_index}
   *     in the details names the statement that failed; {@code outcome: unknown} says that nobody
   *     knows whether the transaction was kept, and without it nothing was
   */
  public List<Written> write(Writing writing, Door door, Limits limits) {
    return write(writing, door, limits, Ending.COMMIT).results();
  }

  /**
   * Does the same, and commits only what passes.
   *
   * @param check looks at what was done, with what was deferred, before it is committed; a {@link
   *     CallException} of it rolls back
   */
  public List<Written> write(Writing writing, Door door, Limits limits, Consumer<Effects> check) {
    return write(writing, door, limits, Ending.after(check)).results();
  }

  /**
   * Does the same and rolls it back. Sequences move all the same, and triggers run, deferred ones
   * too.
   */
  public Effects tryOut(Writing writing, Door door, Limits limits) {
    return write(writing, door, limits, Ending.TRY);
  }

  private Effects write(Writing writing, Door door, Limits limits, Ending ending) {
    database.requireWritable();
    return judging.fresh(
        () -> {
          var judges = new Judges(gate, access, door, judging.source());
          List<Judges.Step> steps = judges.steps(writing);
          if (steps.stream().anyMatch(Judges.Step::defines)) {
            // They hold locks on what they read, on which the definition would wait in vain.
            database.results().close(caller);
          }
          return Conflicts.retrying(
              terms.cancellation(),
              () ->
                  database.leased(
                      caller,
                      terms,
                      (open, lease) ->
                          open.writing()
                              .run(
                                  lease,
                                  steps,
                                  judging.as(steps),
                                  writing.isolation(),
                                  limits,
                                  ending)));
        });
  }

  /**
   * The plan of a statement, in a read-only transaction that is rolled back. A statement that
   * writes is measured in a read-write one, also rolled back, where the database may be written.
   *
   * <p>In JSON it is with VERBOSE, unless that might show columns that are blocked.
   */
  public Explaining.Explained explain(Statement statement, Explaining how, Limits limits) {
    Limits room = Explainer.limits(limits);
    boolean measuresWrite = how.analyze() && check(statement.text(), Door.PLAN).writes();
    return measuresWrite
        ? measured(statement, how, room)
        : planned(statement, how, checked -> verbose(how, checked), room, VectorScan.AS_SET);
  }

  /**
   * The plan in JSON with VERBOSE, as {@link #run(Statement, Limits, VectorScan)} has it; not to be
   * shown, because it may name columns that are blocked.
   */
  public String plan(Statement statement, Limits limits, VectorScan scan) {
    var how = new Explaining(false, true);
    return planned(statement, how, _ -> true, Explainer.limits(limits), scan).text();
  }

  private static boolean verbose(Explaining how, CheckedSql statement) {
    return how.json() && !statement.discreet();
  }

  private Explaining.Explained planned(
      Statement statement,
      Explaining how,
      Predicate<CheckedSql> verbosely,
      Limits room,
      VectorScan scan) {
    return judging.judged(
        statement.text(),
        Door.PLAN,
        judged -> {
          var as = judging.as(judged).scanning(scan);
          var way = new ReadOnlyTransaction.Way(as, false, null, judged.stamps());
          boolean verbose = verbosely.test(judged.statement());
          String prefix = how.prefix(verbose);
          String text = prefix + judged.statement().text();
          try {
            return Explainer.explained(read(text, statement.values(), room, way), verbose, false);
          } catch (CallException e) {
            throw Explainer.shifted(e, prefix);
          }
        });
  }

  private Explaining.Explained measured(Statement statement, Explaining how, Limits room) {
    database.requireWritable();
    return judging.fresh(
        () -> {
          var judges = new Judges(gate, access, Door.PLAN, judging.source());
          Judges.Step step = judges.steps(Writing.one(statement)).getFirst();
          boolean verbose = verbose(how, Objects.requireNonNull(step.before()).statement());
          String prefix = how.prefix(verbose);
          Written measured =
              database.leased(
                  caller,
                  terms,
                  (open, lease) ->
                      open.writing().explain(lease, step, judging.as(List.of(step)), prefix, room));
          return Explainer.explained(Objects.requireNonNull(measured.rows()), verbose, true);
        });
  }

  @Override
  public String toString() {
    return database.name() + " for " + caller;
  }
}
