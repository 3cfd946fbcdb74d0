package dev.howdah.corpus;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What cases leave behind, in the database and in the session that ran them. */
final class Traces {

  private final Door door;
  private final Watch watch;
  private Session session;

  Traces(Door door, Watch watch) {
    this.door = door;
    this.watch = watch;
    this.session = Session.of(door);
  }

  /** What has changed since it was asked last, one line each. */
  List<String> found() throws SQLException {
    List<String> found = new ArrayList<>(watch.changes());
    Session now = Session.of(door);
    if (!now.equals(session)) {
      found.add("the session was %s, is %s".formatted(session, now));
      session = now;
    }
    return found;
  }

  /**
   * Finds out which of some cases leave something behind, by running them again, one by one.
   *
   * @param seen what they left behind when they ran together
   */
  void attribute(List<Case> cases, List<String> seen, Findings findings) throws SQLException {
    boolean again = false;
    for (Case test : cases) {
      door.query(test);
      for (String change : found()) {
        findings.add(test, change);
        again = true;
      }
    }
    if (!again) {
      findings.add(cases.getLast(), "it or one of the %d before: %s".formatted(cases.size(), seen));
    }
  }
}
