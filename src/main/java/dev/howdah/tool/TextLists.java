package dev.howdah.tool;

import dev.howdah.db.TextLines;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Shows a result as text: each list of records as a table of its own, and what else there is in
 * lines of {@code name: value} after them. Nothing is said of what is null, false or empty.
 */
final class TextLists {

  private TextLists() {}

  /** The content for a model. */
  static List<Content> of(Record result, Format format) {
    JsonNode json = Json.MAPPER.valueToTree(result);
    List<RecordComponent> lists = new ArrayList<>();
    var rest = new StringBuilder();
    for (RecordComponent component : result.getClass().getRecordComponents()) {
      JsonNode value = json.path(Schemas.wireName(component));
      if (item(component) != null) {
        lists.add(component);
      } else if (!value.isNull()
          && !value.isMissingNode()
          && !(value.isBoolean() && !value.booleanValue())
          && !(value.isArray() && value.isEmpty())) {
        rest.append(Schemas.wireName(component)).append(": ").append(text(value)).append('\n');
      }
    }
    List<Content> content = new ArrayList<>();
    for (RecordComponent list : lists) {
      String name = Schemas.wireName(list);
      if (lists.size() > 1) {
        content.add(new Content.Text(name + ": " + json.path(name).size()));
      }
      if (lists.size() == 1 || !json.path(name).isEmpty()) {
        content.add(table(Objects.requireNonNull(item(list)), json.path(name), form(format)));
      }
    }
    if (!rest.isEmpty()) {
      content.add(new Content.Text(rest.toString().stripTrailing()));
    }
    return content;
  }

  /** The format that arguments ask for; JSON where they have none. */
  static Format asked(Record arguments) {
    for (RecordComponent component : arguments.getClass().getRecordComponents()) {
      if (component.getType() == Format.class) {
        try {
          var accessor = component.getAccessor();
          accessor.setAccessible(true);
          return (Format) accessor.invoke(arguments);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return Format.JSON;
  }

  private static TextLines.Form form(Format format) {
    return switch (format) {
      case MARKDOWN -> TextLines.Form.MARKDOWN;
      case CSV -> TextLines.Form.CSV;
      case TSV -> TextLines.Form.TSV;
      case JSON -> throw new IllegalArgumentException("JSON is no form of lines");
    };
  }

  /** The records of a list; null for what is none. */
  private static @Nullable Class<?> item(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
            && list.getRawType() == List.class
            && list.getActualTypeArguments()[0] instanceof Class<?> item
            && item.isRecord()
        ? item
        : null;
  }

  /** A column that a result may leave out is left out where no row has it. */
  private static Content table(Class<?> item, JsonNode rows, TextLines.Form form) {
    List<String> columns = new ArrayList<>();
    for (RecordComponent component : item.getRecordComponents()) {
      String name = Schemas.wireName(component);
      boolean always = !Schemas.omitsNull(component);
      if (always || rows.valueStream().anyMatch(row -> row.has(name))) {
        columns.add(name);
      }
    }
    List<List<@Nullable String>> lines = new ArrayList<>();
    for (JsonNode row : rows) {
      List<@Nullable String> line = new ArrayList<>();
      columns.forEach(column -> line.add(cell(row.path(column))));
      lines.add(line);
    }
    return new Content.Rendered(out -> TextLines.write(form, columns, lines, out));
  }

  private static @Nullable String cell(JsonNode value) {
    return value.isNull() || value.isMissingNode() ? null : text(value);
  }

  private static String text(JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    }
    return value.isArray() && plain(value.values()) ? joined(value.values()) : value.toString();
  }

  /** Whether commas alone keep these apart. */
  private static boolean plain(Collection<JsonNode> values) {
    return !values.isEmpty()
        && values.stream()
            .allMatch(
                value ->
                    value.isString()
                        && !value.stringValue().isBlank()
                        && value.stringValue().chars().noneMatch(c -> ",[\"".indexOf(c) >= 0));
  }

  private static String joined(Collection<JsonNode> values) {
    return String.join(", ", values.stream().map(JsonNode::stringValue).toList());
  }
}
