package dev.howdah.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A shell for which there is a completion script. */
public enum Shell {
  BASH,
  ZSH,
  FISH;

  /** The shell of this name. */
  public static Optional<Shell> of(String name) {
    return Arrays.stream(values()).filter(shell -> shell.text().equals(name)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(Shell::text).collect(Collectors.joining(" "));
  }

  String script(Completed words) {
    return switch (this) {
      case BASH -> BashCompletion.script(words);
      case ZSH -> ZshCompletion.script(words);
      case FISH -> FishCompletion.script(words);
    };
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
