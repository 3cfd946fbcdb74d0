package dev.howdah.tool;

import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/** The one JSON mapper: numbers keep their digits, nesting is bounded, names are snake_case. */
public final class Json {

  /** Immutable and thread-safe. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(200)
                          .maxTokenCount(1_000_000)
                          .maxStringLength(64 << 20)
                          .build())
                  .build())
          .annotationIntrospector(new Names())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .addModule(
              new SimpleModule()
                  .addSerializer(JsonRows.class, new RowsSerializer())
                  .setSerializerModifier(new Omitting()))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /** Reads the name on the wire that a {@link Param} gives. */
  private static final class Names extends JacksonAnnotationIntrospector {
    @Override
    public @Nullable PropertyName findNameForSerialization(
        MapperConfig<?> config, Annotated member) {
      Param param =
          member.getAnnotated() instanceof Method method ? method.getAnnotation(Param.class) : null;
      return param == null || param.name().isEmpty()
          ? super.findNameForSerialization(config, member)
          : PropertyName.construct(param.name());
    }
  }

  /** Leaves out what is null where a {@link Param} asks for that. */
  private static final class Omitting extends ValueSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config,
        BeanDescription.Supplier described,
        List<BeanPropertyWriter> properties) {
      properties.replaceAll(
          property -> {
            Param param =
                property.getMember().getMember() instanceof Method method
                    ? method.getAnnotation(Param.class)
                    : null;
            return param != null && param.omitNull() ? new OmittingNull(property) : property;
          });
      return properties;
    }
  }

  private static final class OmittingNull extends BeanPropertyWriter {
    private static final long serialVersionUID = 1L;

    OmittingNull(BeanPropertyWriter property) {
      super(property);
    }

    @Override
    public void serializeAsProperty(Object bean, JsonGenerator json, SerializationContext context)
        throws Exception {
      if (get(bean) != null) {
        super.serializeAsProperty(bean, json, context);
      }
    }
  }

  /** Rows bring their own encoding. */
  private static final class RowsSerializer extends ValueSerializer<JsonRows> {
    @Override
    public void serialize(JsonRows rows, JsonGenerator json, SerializationContext context) {
      JsonOutput.raw(json, rows);
    }
  }

  /** Writes a value as compact UTF-8 and leaves the stream open. */
  public static void write(OutputStream out, Object value) {
    MAPPER.writeValue(JsonOutput.unclosed(out), value);
  }

  /** A JSON text in Java's own types: Map, List, String, Long, BigDecimal, Boolean or null. */
  public static @Nullable Object plain(String json) {
    return Arguments.plain(MAPPER.readTree(json));
  }

  /**
   * The same of JSON that strangers wrote: the text itself where it is nested too deeply to read.
   */
  public static @Nullable Object plainOrText(String json) {
    try {
      return plain(json);
    } catch (StreamConstraintsException e) {
      return json;
    }
  }

  /** The same of JSON that may be broken; empty where it is, or is null. */
  public static Optional<Object> valid(String json) {
    try {
      return Optional.ofNullable(plain(json));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** The text of an array of strings. */
  public static String text(Collection<String> strings) {
    return MAPPER.writeValueAsString(strings);
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }
}
