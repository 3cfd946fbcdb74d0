package dev.howdah.tool;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something only the client can answer.
 *
 * @param kind which of the client's capabilities answers it
 * @param params the parameters of the request, as its revision's schema asks
 * @param sealed whether an answer counts only with the signed, single-use state of the request that
 *     was asked; false lets a client answer before it was asked
 * @param kept what the asker wants to find again with the answer; the client carries it signed, not
 *     hidden
 */
public record Question(Kind kind, ObjectNode params, boolean sealed, @Nullable ObjectNode kept) {

  /** The member of an answer that says that the client gave none, and why. */
  public static final String REFUSED = "refused";

  /** Whether its asker takes a refusal, as {@link #REFUSED}, like any other answer. */
  public boolean takesRefusal() {
    return kept != null;
  }

  /** The same question, which a client may also answer before it was asked. */
  public Question unsealed() {
    return new Question(kind, params, false, kept);
  }

  /** The same question, whose answer comes with this; see {@link Call#answered}. */
  public Question keeping(ObjectNode other) {
    return new Question(kind, params, sealed, other);
  }

  /** Whether an answer is of the form that this asks for. */
  public boolean fits(ObjectNode answer) {
    return switch (kind) {
      case ELICITATION -> FormAnswers.fit(params.get("requestedSchema"), answer);
      case SAMPLING -> answer.has("content");
      case ROOTS -> answer.path("roots").isArray();
    };
  }

  /** The request that asks it. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object().put("method", kind.method());
    json.set("params", params);
    return json;
  }

  /** The requests a server may have answered (MCP 2026-07-28, Multi Round-Trip Requests). */
  public enum Kind {
    ELICITATION("elicitation/create", "elicitation"),
    SAMPLING("sampling/createMessage", "sampling"),
    ROOTS("roots/list", "roots");

    private final String method;
    private final String capability;

    Kind(String method, String capability) {
      this.method = method;
      this.capability = capability;
    }

    /**
     * The kind of a request.
     *
     * @throws IllegalArgumentException when there is none of that method
     */
    public static Kind of(String method) {
      return Arrays.stream(values())
          .filter(kind -> kind.method.equals(method))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no question: " + method));
    }

    public String method() {
      return method;
    }

    /** The client capability without which it must not be asked. */
    public String capability() {
      return capability;
    }
  }

  /**
   * Asks the user to fill in a form.
   *
   * @param requestedSchema an object schema of flat, primitive properties
   */
  public static Question form(String message, ObjectNode requestedSchema) {
    ObjectNode params = Json.object().put("mode", "form").put("message", message);
    params.set("requestedSchema", requestedSchema);
    return new Question(Kind.ELICITATION, params, true, null);
  }

  /** Asks the client's model; deprecated in MCP 2026-07-28 and kept for older clients. */
  public static Question sampling(ObjectNode params) {
    return new Question(Kind.SAMPLING, params, true, null);
  }

  /** Asks for the client's roots; deprecated in MCP 2026-07-28 and kept for older clients. */
  public static Question roots() {
    return new Question(Kind.ROOTS, Json.object(), true, null);
  }
}
