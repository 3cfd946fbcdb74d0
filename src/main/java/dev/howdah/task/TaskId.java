package dev.howdah.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a task, which nobody can guess.
 *
 * @param value 22 to 64 letters, digits, {@code -} and {@code _}; safe in a header, in the name of
 *     a queue and in a log
 */
public record TaskId(String value) {

  private static final int RANDOM_BYTES = 24;
  private static final int SIGNAL_BYTES = 16;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22,64}");

  /** An id of this form; see {@link #parse} for what a client sent. */
  public TaskId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of a task: " + value.length() + " characters");
    }
  }

  /** A new id: 192 random bits in 32 characters. */
  public static TaskId random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new TaskId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What a client calls a task; empty when no task can have that name. */
  public static Optional<TaskId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TaskId(text)) : Optional.empty();
  }

  /**
   * What is said aloud when the task changes: from it nobody learns the id.
   *
   * @return the first 128 bits of the SHA-256 of the id, as 32 hexadecimal digits
   */
  public String signal() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest, 0, SIGNAL_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
