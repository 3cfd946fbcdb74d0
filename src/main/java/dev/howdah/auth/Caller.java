package dev.howdah.auth;

import java.util.Set;

/**
 * Who is calling.
 *
 * @param subject the token's {@code sub}, or {@code local} for the one trusted caller of a local
 *     server
 * @param groups the groups that the token names
 * @param local whether it is the one trusted caller of a local server, whatever a token's {@code
 *     sub} says
 */
public record Caller(String subject, Set<String> groups, boolean local) {

  /** The one trusted caller of a server that authenticates nobody. */
  public static final Caller LOCAL = new Caller("local", Set.of(), true);

  public Caller {
    groups = Set.copyOf(groups);
  }

  /** Somebody with a token. */
  public Caller(String subject, Set<String> groups) {
    this(subject, groups, false);
  }

  /** Somebody with a token that names no groups. */
  public Caller(String subject) {
    this(subject, Set.of(), false);
  }
}
