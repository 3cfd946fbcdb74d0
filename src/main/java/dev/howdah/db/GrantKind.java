package dev.howdah.db;

import static dev.howdah.db.Finding.Severity.DANGEROUS;
import static dev.howdah.db.Finding.Severity.MORE_THAN_NEEDED;
import static dev.howdah.db.Finding.Severity.NOTE;

import java.util.Locale;

/** What a privilege beyond reading is good for; the catalog statements name these. */
enum GrantKind {
  CREATE(MORE_THAN_NEEDED, "it can make tables and functions there"),
  TEMPORARY(MORE_THAN_NEEDED, "temporary tables take space, and shadow others by their names"),
  WRITE(MORE_THAN_NEEDED, "this database is read-only here"),
  SEQUENCE(MORE_THAN_NEEDED, "sequences are moved, and no rollback moves them back"),
  FOREIGN(MORE_THAN_NEEDED, "it can reach other servers"),
  CREDENTIALS(DANGEROUS, "they hold passwords or say how to log in"),
  PARAMETER(MORE_THAN_NEEDED, "these change how the server works"),
  GRANT_OPTION(MORE_THAN_NEEDED, "it can grant that to others"),
  FILES(DANGEROUS, "they reach files on the server"),
  NETWORK(DANGEROUS, "they connect to other servers, where no read-only transaction holds"),
  CONTROL(DANGEROUS, "they control the server"),
  LARGE_OBJECTS(MORE_THAN_NEEDED, "they write, and need no privilege on any table"),
  POWERFUL_DEFINER(DANGEROUS, "they run with the rights of an owner who can do much more"),
  DEFINER(MORE_THAN_NEEDED, "they run with the rights of their owners"),
  KEPT_FROM_THE_PUBLIC(MORE_THAN_NEEDED, "PostgreSQL keeps them from ordinary roles"),
  SESSIONS(NOTE, "they end other sessions of the same role, Howdah's own among them"),
  MESSAGES(NOTE, "they write into the write-ahead log, which no rollback undoes"),
  STATEMENTS(NOTE, "they run a text as SQL, with the rights of whoever calls them");

  private final Finding.Severity severity;
  private final String reason;

  GrantKind(Finding.Severity severity, String reason) {
    this.severity = severity;
    this.reason = reason;
  }

  /** The kind of that name in a statement: {@code grant option}. */
  static GrantKind of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  Finding.Severity severity() {
    return severity;
  }

  /** Why it matters, as the second half of a sentence. */
  String reason() {
    return reason;
  }
}
