package dev.howdah.error;

/**
 * Every way a call can fail, as the client sees it.
 *
 * <p>The code is stable: clients may branch on it. {@code docs/errors.md} is printed from this
 * list.
 */
public enum ErrorCode {
  CONNECTION_FAILED(
      "ERR_001", true, "The database could not be reached or refused the connection."),
  SCHEMA_UNAVAILABLE("ERR_002", true, "The schema could not be loaded."),
  MODEL_FAILED("ERR_003", true, "The language-model service failed."),
  NO_SQL_GENERATED("ERR_004", false, "No SQL could be generated for the question."),
  STATEMENT_REFUSED("ERR_005", false, "The statement was refused by the security check."),
  STATEMENT_FAILED("ERR_006", false, "The statement failed in PostgreSQL."),
  RESULT_INVALID("ERR_007", false, "The result failed validation."),
  INVALID_REQUEST("ERR_008", false, "The arguments of the call are not valid."),
  RATE_LIMITED("ERR_009", true, "Too many calls; details.retry_after_ms says how long to wait."),
  TIMEOUT("ERR_010", true, "A time limit was reached; details.what names it."),
  ACCESS_DENIED("ERR_011", false, "The caller may not do this."),
  NOT_AUTHENTICATED("ERR_012", false, "No token, or a token that is not accepted."),
  CANCELLED("ERR_013", true, "The call was cancelled."),
  NOT_AVAILABLE("ERR_014", false, "Something this call needs is missing here.");

  private final String code;
  private final boolean retryable;
  private final String meaning;

  ErrorCode(String code, boolean retryable, String meaning) {
    this.code = code;
    this.retryable = retryable;
    this.meaning = meaning;
  }

  /** The stable code, such as {@code ERR_006}. */
  public String code() {
    return code;
  }

  /** Whether the same call may succeed later without being changed. */
  public boolean retryable() {
    return retryable;
  }

  /** What the code means, as one sentence. */
  public String meaning() {
    return meaning;
  }
}
