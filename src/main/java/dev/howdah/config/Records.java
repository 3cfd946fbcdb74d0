package dev.howdah.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the records of their values. */
final class Records {

  private final Schema schema;
  private final Values values;
  private final Problems problems;

  Records(Schema schema, Values values, Problems problems) {
    this.schema = schema;
    this.values = values;
    this.problems = problems;
  }

  /** The whole tree, or null if a record refused its values; then there is a problem for each. */
  <T extends Record> @Nullable T root(Class<T> type) {
    return type.cast(record(type, "", ""));
  }

  /**
   * Makes one record. One that refuses a value is tried again with that value's default, so that
   * all it refuses comes to light.
   */
  private @Nullable Record record(Class<? extends Record> type, String prefix, String entry) {
    boolean whole = true;
    while (true) {
      @Nullable Object[] arguments = arguments(type, prefix, entry);
      if (arguments == null) {
        return null;
      }
      try {
        Record made = (Record) canonical(type).newInstance(arguments);
        return whole ? made : null;
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof IllegalArgumentException refusal)) {
          throw new IllegalStateException("cannot make " + type, e);
        }
        whole = false;
        if (!refuse(prefix, Objects.requireNonNullElse(refusal.getMessage(), "is refused"))) {
          return null;
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot make " + type, e);
      }
    }
  }

  /** Says what a record refused, and tells whether another attempt can be made without it. */
  private boolean refuse(String prefix, String message) {
    int space = message.indexOf(' ');
    String word = space < 0 ? message : message.substring(0, space);
    Schema.Match match = schema.find(prefix + word).or(() -> schema.find(word)).orElse(null);
    if (match == null) {
      problems.add(prefix + ": " + message);
      return false;
    }
    Source source = values.value(match.setting(), match.key()).source();
    problems.add(match.key() + message.substring(word.length()) + source.after());
    return values.drop(match.key());
  }

  private @Nullable Object @Nullable [] arguments(
      Class<? extends Record> type, String prefix, String entry) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new Object[components.length];
    boolean whole = true;
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      Class<? extends Record> inner = Schema.inner(component);
      String key = prefix + Setting.kebab(component.getName());
      if (inner == null) {
        arguments[i] =
            !entry.isEmpty() && Schema.option(component).entryName() ? entry : value(key);
        continue;
      }
      arguments[i] =
          component.getType() == Map.class ? map(inner, key) : record(inner, key + ".", "");
      whole &= arguments[i] != null;
    }
    return whole ? arguments : null;
  }

  private @Nullable Object value(String key) {
    return values.value(schema.find(key).orElseThrow().setting(), key).value();
  }

  private @Nullable Map<String, Record> map(Class<? extends Record> type, String key) {
    var records = new LinkedHashMap<String, Record>();
    boolean whole = true;
    for (String entry : values.entries(key)) {
      Record made = record(type, key + "." + entry + ".", entry);
      if (made == null) {
        whole = false;
      } else {
        records.put(entry, made);
      }
    }
    return whole ? Collections.unmodifiableMap(records) : null;
  }

  private static Constructor<?> canonical(Class<? extends Record> type)
      throws NoSuchMethodException {
    return type.getConstructor(
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new));
  }
}
