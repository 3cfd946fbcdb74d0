package dev.howdah.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which answers a form may get: MCP, Elicitation, of an {@code action} and, when it is {@code
 * accept}, a {@code content} as the form asks.
 */
final class FormAnswers {

  private FormAnswers() {}

  /**
   * Whether an answer is one to a form.
   *
   * @param schema of the form, an object of flat properties; null for one that nobody knows
   */
  static boolean fit(@Nullable JsonNode schema, ObjectNode answer) {
    return switch (answer.path("action").stringValue("")) {
      case "decline", "cancel" -> true;
      case "accept" ->
          schema == null
              || (answer.get("content") instanceof ObjectNode content && filled(schema, content));
      default -> false;
    };
  }

  private static boolean filled(JsonNode schema, ObjectNode content) {
    for (JsonNode required : schema.path("required")) {
      if (!content.hasNonNull(required.stringValue(""))) {
        return false;
      }
    }
    return schema.path("properties").properties().stream()
        .allMatch(property -> may(property.getValue(), content.get(property.getKey())));
  }

  /** A field that is not required may be left out, or be null. */
  private static boolean may(JsonNode field, @Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return true;
    }
    return switch (field.path("type").stringValue("")) {
      case "string" -> value.isString() && chosen(field, value);
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      // JSON knows one kind of numbers: 1.0 is a whole one too.
      case "integer" -> value.isNumber() && Math.rint(value.doubleValue(0)) == value.doubleValue(0);
      case "array" ->
          value.isArray()
              && value.valueStream().allMatch(each -> chosen(field.path("items"), each));
      default -> true;
    };
  }

  private static boolean chosen(JsonNode field, JsonNode value) {
    JsonNode choices = field.path("enum");
    return !choices.isArray() || choices.valueStream().anyMatch(value::equals);
  }
}
