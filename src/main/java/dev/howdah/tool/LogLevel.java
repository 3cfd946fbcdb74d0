package dev.howdah.tool;

import java.util.Locale;
import java.util.Optional;

/** The severities of MCP's logging, those of RFC 5424, least first. */
public enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of that name on the wire, if there is one. */
  public static Optional<LogLevel> of(String wireName) {
    for (LogLevel level : values()) {
      if (level.wireName().equals(wireName)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
