package dev.howdah.testing;

import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Caller;
import dev.howdah.auth.Permissions;
import dev.howdah.config.Reading;
import dev.howdah.db.Database;
import dev.howdah.db.Databases;
import dev.howdah.db.Gates;
import dev.howdah.db.Session;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.guard.FunctionRules;
import dev.howdah.sql.guard.Guard;
import dev.howdah.sql.guard.Policies;
import dev.howdah.sql.parser.Parsers;
import dev.howdah.sql.parser.PatientParsers;
import dev.howdah.tool.Sessions;

/** The gate of a server that was told nothing, or only who may touch what. */
public final class OpenGate {

  /** Made once, because that takes a while; they live as long as the tests. */
  public static final Parsers PARSERS = PatientParsers.make();

  private OpenGate() {}

  /** Gates with the curated lists alone. */
  public static Gates gates() {
    return new Gates(() -> new Guard(PARSERS, Policies.of(FunctionRules.NONE)));
  }

  /** What tools get where these settings hold. */
  public static Sessions sessions(Databases databases, AccessSettings settings) {
    return sessions(databases, settings, permissions(settings));
  }

  /** The same where callers may touch this. */
  static Sessions sessions(Databases databases, AccessSettings settings, Permissions permissions) {
    var gates = new Gates(() -> new Guard(PARSERS, Policies.of(settings.functionRules())));
    return new Sessions(databases, gates, permissions);
  }

  /** What callers may touch where these settings hold. */
  public static Permissions permissions(AccessSettings settings) {
    return switch (Permissions.read(settings)) {
      case Reading.Accepted<Permissions> accepted -> accepted.settings();
      case Reading.Refused<Permissions> refused ->
          throw new IllegalArgumentException(refused.problems().toString());
    };
  }

  /** A database as its only user sees it, who is kept from nothing. */
  public static Session session(Database database, Cancellation cancellation) {
    var access = permissions(AccessSettings.NONE).access(Caller.LOCAL, database.name(), true);
    return gates().session(database, access, Caller.LOCAL.subject(), cancellation);
  }
}
