package dev.howdah;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The first word of a command line. */
enum Verb {
  SERVE("[options]", "Serve MCP over stdio or HTTP; howdah alone does the same."),
  DEMO("[options]", "Serve a sample database on a PostgreSQL of its own."),
  DOCTOR(
      "[options]", "Examine the configured databases: connection, TLS, and what the role may do."),
  HELP("[command]", "Explain a command."),
  COMPLETION("bash|zsh|fish", "Print a completion script."),
  VERSION("", "Print the version.");

  private final String operands;
  private final String about;

  Verb(String operands, String about) {
    this.operands = operands;
    this.about = about;
  }

  static Optional<Verb> of(String word) {
    return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Verb::word).toList();
  }

  /** Every word, with what it does. */
  static Map<String, String> abouts() {
    var abouts = new LinkedHashMap<String, String>();
    Arrays.stream(values()).forEach(verb -> abouts.put(verb.word(), verb.about));
    return abouts;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String about() {
    return about;
  }

  String usage() {
    return ("howdah " + word() + " " + operands).strip();
  }

  /** Whether another word may follow. */
  boolean takesWord() {
    return this == HELP || this == COMPLETION;
  }

  /** Whether settings matter to it. */
  boolean takesSettings() {
    return this == SERVE || this == DEMO || this == DOCTOR;
  }
}
