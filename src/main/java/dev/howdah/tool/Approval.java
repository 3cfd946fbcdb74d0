package dev.howdah.tool;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A yes from the user, asked for by the client, without which a call does not go on. */
public final class Approval {

  private static final String KEY = "approval";
  private static final String FIELD = "confirm";

  private Approval() {}

  /** What the user said. */
  public enum Answer {
    YES,
    NO,
    /** The question was closed without an answer. */
    DISMISSED,
    /** The client refused to ask. */
    UNASKED
  }

  /**
   * An answer and what it is about.
   *
   * @param subject as it was when the user was asked
   */
  public record Given<T extends Record>(Answer answer, T subject) {}

  /** Whether the client can ask its user. */
  public static boolean possible(Call call) {
    return call.supports(Question.Kind.ELICITATION);
  }

  /**
   * The answer to the question that this call has asked, or null before there is one. What is no
   * answer to it is a no: who asks until it gets a yes does not ask.
   */
  public static <T extends Record> @Nullable Given<T> given(Call call, Class<T> subject) {
    Call.Answered answered = call.answered(KEY);
    return answered == null
        ? null
        : new Given<>(answer(answered.answer()), Json.MAPPER.treeToValue(answered.kept(), subject));
  }

  private static Answer answer(ObjectNode answer) {
    if (answer.has(Question.REFUSED)) {
      return Answer.UNASKED;
    }
    return switch (answer.path("action").stringValue("")) {
      case "accept" ->
          answer.path("content").path(FIELD).booleanValue(false) ? Answer.YES : Answer.NO;
      case "cancel" -> Answer.DISMISSED;
      default -> Answer.NO;
    };
  }

  /**
   * The question, to be thrown; the call then begins anew with the answer.
   *
   * @param label of the box to tick
   * @param subject comes back with the answer, signed but not hidden; of strings, numbers,
   *     booleans, lists and records
   */
  public static InputRequired question(String message, String label, Record subject) {
    ObjectNode kept = Json.MAPPER.valueToTree(subject);
    return new InputRequired(Map.of(KEY, form(message, label).keeping(kept)));
  }

  private static Question form(String message, String label) {
    ObjectNode schema = Json.object().put("type", "object");
    schema
        .putObject("properties")
        .putObject(FIELD)
        .put("type", "boolean")
        .put("title", label)
        .put("default", false);
    schema.putArray("required").add(FIELD);
    return Question.form(message, schema);
  }
}
