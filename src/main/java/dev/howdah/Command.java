package dev.howdah;

import dev.howdah.auth.Permissions;
import java.util.List;

/** What a command line asks for. */
public sealed interface Command {

  /**
   * Serve the configured databases.
   *
   * @param warnings one sentence each, for the log
   */
  record Serve(Settings settings, Permissions permissions, List<String> warnings)
      implements Command {
    public Serve {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Serve the sample database on an embedded PostgreSQL, whatever database is configured.
   *
   * @param warnings one sentence each, for the log
   */
  record Demo(Settings settings, Permissions permissions, List<String> warnings)
      implements Command {
    public Demo {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Examine the configured databases.
   *
   * @param warnings one sentence each, for the log
   */
  record Doctor(Settings settings, Permissions permissions, List<String> warnings)
      implements Command {
    public Doctor {
      warnings = List.copyOf(warnings);
    }
  }

  /** Write a text, which ends its last line, to standard output, and exit with this code. */
  record Print(String text, int exitCode) implements Command {}

  /** Write the messages to standard error and exit with {@link #EXIT_CODE}. */
  record Invalid(List<String> messages) implements Command {

    /** What shells and service managers take for wrong usage. */
    public static final int EXIT_CODE = 2;

    public Invalid {
      messages = List.copyOf(messages);
    }
  }
}
