package dev.howdah.db;

/** What to do about a role that can do more than Howdah needs. */
public enum RolePolicy {
  /** Nothing: the role is not examined. */
  IGNORE,
  /** Say so in the log. */
  WARN,
  /** Say so in the log, and answer no call as long as the role is powerful. */
  REFUSE
}
