package dev.howdah.sql;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A statement that somebody else wrote, readable without doubt: valid Unicode, no NUL, not too
 * long.
 *
 * <p>It proves nothing about what the statement does. Its placeholders {@code $1…$n} are counted by
 * the server, not here.
 */
public final class AgentSql {

  /** The longest text, in bytes of UTF-8. */
  public static final int MAX_BYTES = 64 * 1024;

  private final String text;

  private AgentSql(String text) {
    this.text = text;
  }

  /**
   * Takes a text as it stands.
   *
   * @throws IllegalArgumentException with a sentence for the caller when the text is not readable
   */
  public static AgentSql of(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "The statement holds the character U+0000 at position "
              + (text.indexOf('\0') + 1)
              + "; PostgreSQL cannot store it, so remove it.");
    }
    int bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "The statement is not valid Unicode: it holds half of a surrogate pair.", e);
    }
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The statement is "
              + bytes
              + " bytes long; at most "
              + MAX_BYTES
              + " are allowed. Pass long values as parameters.");
    }
    return new AgentSql(text);
  }

  /** The statement, exactly as it was given. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AgentSql that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
