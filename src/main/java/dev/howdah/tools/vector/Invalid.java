package dev.howdah.tools.vector;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.util.Map;

/** Arguments that cannot be right, told before anything runs. */
final class Invalid {

  /** In characters, of a name or of two with a dot, each of at most 63 bytes. */
  static final int LONGEST_NAME = 300;

  private static final int LONGEST = 80;

  private Invalid() {}

  static CallException argument(String message) {
    return new CallException(ErrorCode.INVALID_REQUEST, message);
  }

  static CallException argument(String message, Map<String, ?> details) {
    return new CallException(ErrorCode.INVALID_REQUEST, message, details);
  }

  /** A value as it is shown in a message. */
  static String shown(Object value) {
    String text = String.valueOf(value);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
