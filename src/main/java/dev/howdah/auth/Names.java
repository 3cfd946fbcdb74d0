package dev.howdah.auth;

import java.util.Set;

/**
 * Which of some things are meant.
 *
 * @param every all of them, whatever {@code some} says
 */
public record Names(boolean every, Set<String> some) {

  static final Names ALL = new Names(true, Set.of());

  public Names {
    some = Set.copyOf(some);
  }

  public boolean contain(String name) {
    return every || some.contains(name);
  }
}
