package dev.howdah;

import static java.util.stream.Collectors.joining;

import dev.howdah.error.ErrorCode;
import dev.howdah.testing.Approved;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Prints {@code docs/errors.md} from the list of codes. */
class ErrorsPageTest {

  private static final String HEAD =
      """
      # Errors

      A call that fails comes back as a result with `isError`, so that the model can mend it:

      ```json
      {"status": "error", "error": {"code": "ERR_006", "message": "division by zero", "details": {"sqlstate": "22012"}}}
      ```

      The codes are stable. The message says what happened and what would work. `details` holds, where
      they apply, PostgreSQL's `sqlstate`, `hint`, `detail` and `position` (counted in characters from
      1), what ran out of time (`what`: `statement`, `lock`, `transaction`, `pool` or
      `parser`, and
      `timeout_ms`), the number n of the `parameter` `$n` whose value PostgreSQL could not read, and
      the names that would have been right. Where no connection came about,
      `database` is the name that tools know it by, and `dbname` the one on the server.

      An unknown tool, a malformed request and a fault of the server itself are errors of JSON-RPC
      instead; a fault carries the number of an incident, whose details are in the server's log.

      | code | the same call may succeed later | meaning |
      | --- | --- | --- |
      """;

  @Test
  void thePageIsTheListOfCodes() {
    var rows =
        Arrays.stream(ErrorCode.values())
            .map(
                code ->
                    "| `%s` | %s | %s |\n"
                        .formatted(code.code(), code.retryable() ? "yes" : "no", code.meaning()))
            .collect(joining());
    Approved.check(Path.of("docs/errors.md"), HEAD + rows);
  }
}
