package dev.howdah.error;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call failed in a way that its caller can understand and often mend.
 *
 * <p>The message says what happened, with the value, and what would work. It reaches the client as
 * it stands, so it never holds a secret, a path or SQL of ours; of names that it quotes, {@link
 * Printable} characters are left.
 */
public final class CallException extends RuntimeException {

  private final ErrorCode code;
  private final transient Map<String, Object> details;

  public CallException(ErrorCode code, String message) {
    this(code, message, Map.of(), null);
  }

  public CallException(ErrorCode code, String message, Map<String, ?> details) {
    this(code, message, details, null);
  }

  /**
   * A failure with its machine-readable details.
   *
   * @param details values of type String, Number, Boolean, or lists and maps of those, by
   *     snake_case name; kept in this order
   * @param cause what led here, for the log alone
   */
  public CallException(
      ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
    super(Printable.of(Objects.requireNonNull(message)), cause);
    this.code = code;
    this.details = new TreeMap<>(details);
  }

  public ErrorCode code() {
    return code;
  }

  /** Machine-readable details, possibly empty. */
  public Map<String, Object> details() {
    return new TreeMap<>(details);
  }

  /** The message, which is never null here. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
