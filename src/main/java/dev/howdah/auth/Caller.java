package dev.howdah.auth;

/**
 * Who is calling.
 *
 * @param subject the token's {@code sub}, or {@code local} for the one trusted caller of a local
 *     server
 */
public record Caller(String subject) {

  /** The one trusted caller of a server that authenticates nobody. */
  public static final Caller LOCAL = new Caller("local");
}
