package dev.howdah.tool;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schemas (2020-12) of the records that tools take and give. */
final class Schemas {

  private Schemas() {}

  /**
   * The schema of a tool's arguments: closed, with bounds and defaults.
   *
   * @param common what it takes beside those, see {@link ToolSpec#common}
   */
  static ObjectNode input(Class<? extends Record> type, List<String> common) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = Json.array();
    for (RecordComponent component : type.getRecordComponents()) {
      ObjectNode property = property(component, false);
      if (component.getGenericType() instanceof ParameterizedType list
          && list.getActualTypeArguments()[0] instanceof Class<?> element
          && element.isRecord()) {
        property.set("items", input(element.asSubclass(Record.class), List.of()));
      }
      properties.set(wireName(component), property);
      Param param = component.getAnnotation(Param.class);
      if (param != null) {
        for (String alias : param.aliases()) {
          properties.set(
              alias,
              property.deepCopy().put("description", "The same as " + wireName(component) + "."));
        }
      }
      if (!optional(component)) {
        required.add(wireName(component));
      }
    }
    if (common.contains("database")) {
      describe(
          properties,
          "database",
          "string",
          "Name of a configured database, as server_info lists them; left out, the default one.");
    }
    if (common.contains(ToolSpec.BACKGROUND)) {
      describe(
          properties,
          ToolSpec.BACKGROUND,
          "boolean",
          "True for a call that lasts: it becomes a task at once, where the client can take one.");
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  /**
   * The schema of a tool's structured content: the result, or the error envelope.
   *
   * <p>Clients check a failed call's content against it too, so it admits both.
   */
  static ObjectNode output(Class<? extends Record> type) {
    ObjectNode schema = object(type);
    ArrayNode required = (ArrayNode) schema.remove("required");
    ObjectNode properties = (ObjectNode) schema.get("properties");
    if (!properties.has("status")) {
      describe(properties, "status", "string", "Only on failure: error.");
    }
    ObjectNode error = properties.putObject("error").put("type", "object");
    error.put("description", "Only on failure: what went wrong and what would work.");
    ObjectNode parts = error.putObject("properties");
    describe(parts, "code", "string", "ERR_001 to ERR_014; stable.");
    describe(parts, "message", "string", "What happened, and what would work.");
    describe(parts, "details", "object", "sqlstate, hint, position and the like; may be empty.");
    error.putArray("required").add("code").add("message").add("details");
    ArrayNode either = schema.putArray("anyOf");
    either.addObject().set("required", required);
    either.addObject().putArray("required").add("status").add("error");
    return schema;
  }

  private static void describe(ObjectNode properties, String name, String type, String about) {
    properties.putObject(name).put("type", type).put("description", about);
  }

  private static ObjectNode object(Class<?> type) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (RecordComponent component : type.getRecordComponents()) {
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      boolean omitted = nullable && omitsNull(component);
      properties.set(wireName(component), property(component, nullable && !omitted));
      if (!omitted) {
        required.add(wireName(component));
      }
    }
    return schema;
  }

  private static ObjectNode property(RecordComponent component, boolean nullable) {
    ObjectNode schema = type(component.getGenericType(), nullable);
    Param param = component.getAnnotation(Param.class);
    if (param == null) {
      return schema;
    }
    schema.put("description", param.value());
    boolean list = component.getType() == List.class;
    boolean text = component.getType() == String.class;
    if (param.min() != Long.MIN_VALUE) {
      schema.put(list ? "minItems" : text ? "minLength" : "minimum", param.min());
    }
    if (param.max() != Long.MAX_VALUE) {
      schema.put(list ? "maxItems" : text ? "maxLength" : "maximum", param.max());
    }
    if (!param.byDefault().isEmpty()) {
      schema.set("default", Arguments.defaultValue(component, param));
    }
    return schema;
  }

  private static ObjectNode type(Type type, boolean nullable) {
    ObjectNode schema = Json.object();
    switch (type) {
      case ParameterizedType generic when generic.getRawType() == List.class -> {
        named(schema, "array", nullable);
        schema.set("items", type(generic.getActualTypeArguments()[0], false));
      }
      case ParameterizedType generic when generic.getRawType() == Map.class ->
          named(schema, "object", nullable);
      case Class<?> plain -> plain(schema, plain, nullable);
      default -> {}
    }
    return schema;
  }

  private static void plain(ObjectNode schema, Class<?> type, boolean nullable) {
    if (type == String.class) {
      named(schema, "string", nullable);
    } else if (type == boolean.class || type == Boolean.class) {
      named(schema, "boolean", nullable);
    } else if (type == int.class
        || type == long.class
        || type == Integer.class
        || type == Long.class) {
      named(schema, "integer", nullable);
    } else if (type == double.class || type == Double.class) {
      named(schema, "number", nullable);
    } else if (type.isEnum()) {
      named(schema, "string", nullable);
      ArrayNode values = schema.putArray("enum");
      for (Object constant : type.getEnumConstants()) {
        values.add(constant.toString());
      }
      if (nullable) {
        values.addNull();
      }
    } else if (JsonRows.class.isAssignableFrom(type)) {
      named(schema, "array", nullable);
      schema.putObject("items").put("type", "object");
    } else if (type.isRecord()) {
      ObjectNode record = object(type);
      named(record, "object", nullable);
      schema.setAll(record);
    }
  }

  private static void named(ObjectNode schema, String name, boolean nullable) {
    if (nullable) {
      schema.putArray("type").add(name).add("null");
    } else {
      schema.put("type", name);
    }
  }

  private static boolean optional(RecordComponent component) {
    Param param = component.getAnnotation(Param.class);
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        || (param != null && !param.byDefault().isEmpty());
  }

  /** Whether a component that is null is left out. */
  static boolean omitsNull(RecordComponent component) {
    Param param = component.getAnnotation(Param.class);
    return param != null && param.omitNull();
  }

  /** The component's name on the wire. */
  static String wireName(RecordComponent component) {
    Param param = component.getAnnotation(Param.class);
    if (param != null && !param.name().isEmpty()) {
      return param.name();
    }
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
