package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.util.Map;

/** Failures that PostgreSQL has no part in. */
final class Failures {

  private Failures() {}

  static CallException cancelled(Cancellation cancellation) {
    String reason = cancellation.reason();
    return new CallException(
        ErrorCode.CANCELLED,
        "The call was cancelled.",
        reason == null ? Map.of() : Map.of("reason", reason));
  }

  static void check(Cancellation cancellation) {
    if (cancellation.cancelled()) {
      throw cancelled(cancellation);
    }
  }

  static CallException closed() {
    return new CallException(ErrorCode.CONNECTION_FAILED, "The server is shutting down.");
  }
}
