package dev.howdah.tools.sql;

import dev.howdah.db.Effects;
import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Session;
import dev.howdah.db.Writing;
import dev.howdah.db.Written;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.CheckedSql;
import dev.howdah.sql.guard.Door;
import dev.howdah.sql.guard.Operation;
import dev.howdah.tool.Approval;
import dev.howdah.tool.Call;
import dev.howdah.tool.InputRequired;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the user confirm a write, where the operator wants that.
 *
 * <p>The statements are tried in a transaction that is rolled back, and the user is asked about
 * what they did; while the answer is awaited nothing is held in the database. When they run, what
 * they do is held against what was confirmed before it is committed.
 */
final class Confirmation {

  private final Session session;
  private final QuerySettings settings;
  private final Call call;

  Confirmation(Session session, QuerySettings settings, Call call) {
    this.session = session;
    this.settings = settings;
    this.call = call;
  }

  /**
   * Runs the statements and commits them, after the user has agreed. To be called without a turn.
   *
   * @throws dev.howdah.tool.InputRequired when the user has to be asked first
   * @throws CallException {@code ACCESS_DENIED} when the user did not agree, cannot be asked, or
   *     agreed to less; and whatever goes wrong in the statements
   */
  List<Written> write(Writing writing, Door door, Limits limits) {
    Consumer<Effects> check = settings.confirmWrites() ? confirmed(writing, door, limits) : null;
    try (var _ = session.turn(settings)) {
      session.requireWritable();
      return check == null
          ? session.write(writing, door, limits)
          : session.write(writing, door, limits, check);
    } catch (CallException e) {
      if (check instanceof Unasked unasked && unasked.more != null) {
        throw question(unasked.more);
      }
      throw e;
    }
  }

  /** Lets pass, unasked, what a try has shown to change nothing, as long as it still does not. */
  private final class Unasked implements Consumer<Effects> {

    private final Confirmed nothing;
    private @Nullable Confirmed more;

    Unasked(Confirmed nothing) {
      this.nothing = nothing;
    }

    @Override
    public void accept(Effects effects) {
      Confirmed done = Confirmed.of(effects, session.access());
      try {
        nothing.check(done);
      } catch (CallException e) {
        more = done;
        throw e;
      }
    }
  }

  private Consumer<Effects> confirmed(Writing writing, Door door, Limits limits) {
    Approval.Given<Confirmed> given = Approval.given(call, Confirmed.class);
    if (given != null) {
      requireYes(given.answer());
      return against(given.subject());
    }
    Confirmed asked = tried(writing, door, limits);
    if (asked.changesNothing()) {
      return new Unasked(asked);
    }
    throw question(asked);
  }

  private InputRequired question(Confirmed asked) {
    requireClient();
    return Approval.question(
        ConfirmationText.of(session.name(), asked), "Run it and keep the result", asked);
  }

  private Consumer<Effects> against(Confirmed confirmed) {
    return effects -> confirmed.check(Confirmed.of(effects, session.access()));
  }

  private Confirmed tried(Writing writing, Door door, Limits limits) {
    try (var _ = session.turn(settings)) {
      session.requireWritable();
      CheckedSql writes = firstWrite(writing, door);
      if (writes != null) {
        requireClient();
        // A definition would lock, and perhaps rewrite, all of a table only to be counted.
        if (writing.steps().size() == 1 && writes.operations().contains(Operation.DDL)) {
          return Confirmed.of(writes, session.access());
        }
      }
      return Confirmed.of(session.tryOut(writing, door, limits), session.access());
    }
  }

  /** The first statement that says that it writes, or null when there is none. */
  private @Nullable CheckedSql firstWrite(Writing writing, Door door) {
    for (Writing.Step step : writing.steps()) {
      CheckedSql checked;
      try {
        checked = session.check(step.text(), door);
      } catch (CallException e) {
        if (!writing.numbered()) {
          throw e;
        }
        // The try says which of them it is.
        return null;
      }
      if (checked.writes()) {
        return checked;
      }
    }
    return null;
  }

  private void requireClient() {
    if (!Approval.possible(call)) {
      throw refused(
          "unavailable",
          "The operator wants every write confirmed by the user, and this client cannot ask its"
              + " user (it does not declare elicitation). Nothing was changed.");
    }
  }

  private static void requireYes(Approval.Answer answer) {
    switch (answer) {
      case YES -> {}
      case NO -> throw refused("declined", "The user declined. Nothing was changed.");
      case DISMISSED ->
          throw refused(
              "dismissed", "The user closed the question without an answer. Nothing was changed.");
      case UNASKED ->
          throw refused(
              "unavailable",
              "The operator wants every write confirmed by the user, and the client answered the"
                  + " question with an error. Nothing was changed.");
    }
  }

  private static CallException refused(String outcome, String message) {
    return new CallException(ErrorCode.ACCESS_DENIED, message, Map.of("confirmation", outcome));
  }
}
