package dev.howdah.sql.guard;

import org.jspecify.annotations.Nullable;

/** Ends the judgement; never leaves the package. The position is an offset in bytes. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Verdict.Why why;
  private final @Nullable String object;
  private final int offset;

  private Refusal(Verdict.Why why, String message, @Nullable String object, int offset) {
    super(message, null, false, false);
    this.why = why;
    this.object = object;
    this.offset = offset;
  }

  static Refusal gate(String message, @Nullable String object, int offset) {
    return new Refusal(Verdict.Why.GATE, message, object, offset);
  }

  static Refusal access(String message, @Nullable String object, int offset) {
    return new Refusal(Verdict.Why.ACCESS, message, object, offset);
  }

  static Refusal unknown(String message, String object, int offset) {
    return new Refusal(Verdict.Why.UNKNOWN, message, object, offset);
  }

  static Refusal undefined(String message, String object, int offset) {
    return new Refusal(Verdict.Why.UNDEFINED, message, object, offset);
  }

  /** Where it is, in bytes; -1 when unknown. */
  int offset() {
    return offset;
  }

  /** What it is about; empty when that has no name. */
  String object() {
    return object == null ? "" : object;
  }

  Verdict.Refused in(String text) {
    return new Verdict.Refused(
        why, String.valueOf(getMessage()), object, Positions.character(text, offset));
  }
}
