package dev.howdah.observe;

import dev.howdah.config.Option;

/** What the log holds, and how. */
public record LogSettings(
    @Option(value = "info", help = "The least important messages to log.") Level level,
    @Option(value = "text", help = "How a message is written.") Format format) {

  /** How much a message matters. */
  public enum Level {
    DEBUG,
    INFO,
    WARNING,
    ERROR
  }

  /** Lines to read, or one JSON object a line. */
  public enum Format {
    TEXT,
    JSON
  }
}
