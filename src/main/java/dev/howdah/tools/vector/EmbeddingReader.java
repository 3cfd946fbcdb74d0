package dev.howdah.tools.vector;

import dev.howdah.llm.Embeddings;
import dev.howdah.tool.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a call gives as an embedding into PostgreSQL's text, and refuses what PostgreSQL would
 * not take, before the round trip.
 *
 * @param argument its name, for messages
 * @param table for messages
 */
record EmbeddingReader(String argument, String table, Columns.Column column, VectorType type) {

  private static final int MOST_FILLED = 16_000;
  private static final Pattern SPARSE = Pattern.compile("\\{([^{}]*)}/(\\d{1,10})");
  private static final Pattern ENTRY = Pattern.compile("\\s*(\\d{1,10})\\s*:\\s*([^\\s:]+)\\s*");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d{1,50}(\\.\\d{0,50})?|\\.\\d{1,50})([eE][-+]?\\d{1,5})?");
  private static final Pattern BITS = Pattern.compile("[01]*");

  /**
   * The one embedding that was given, or is made of a text.
   *
   * @param prefix of the arguments' names, for messages
   */
  Embedding one(
      @Nullable List<Double> numbers,
      @Nullable String written,
      @Nullable String text,
      Embeddings embeddings,
      Call call,
      String prefix) {
    long given = Stream.of(numbers, written, text).filter(Objects::nonNull).count();
    if (given != 1) {
      throw Invalid.argument(
          "Give exactly one of %1$sembedding, %1$svector and %1$stext.".formatted(prefix));
    }
    if (numbers != null) {
      return read(numbers);
    }
    if (written != null) {
      return new EmbeddingReader(prefix + "vector", table, column, type).read(written);
    }
    List<Double> made = new ArrayList<>();
    for (float number : embeddings.of(String.valueOf(text), call.cancellation())) {
      made.add((double) number);
    }
    return new EmbeddingReader("The embedding of " + prefix + "text", table, column, type)
        .read(made);
  }

  private Embedding read(List<Double> numbers) {
    return checked(
        switch (type) {
          case VECTOR, HALFVEC -> dense(numbers);
          case SPARSEVEC -> sparse(numbers);
          case BIT -> bits(numbers);
        });
  }

  private Embedding read(String text) {
    return checked(
        switch (type) {
          case VECTOR, HALFVEC -> dense(numbers(text));
          case SPARSEVEC -> text.strip().startsWith("[") ? sparse(numbers(text)) : entries(text);
          case BIT -> bits(text);
        });
  }

  private Embedding checked(Embedding embedding) {
    int dimensions = embedding.dimensions();
    if (dimensions < 1 || dimensions > type.mostDimensions()) {
      throw invalid(
          "must have 1 to %d dimensions for the type %s, had %d"
              .formatted(type.mostDimensions(), type, dimensions));
    }
    if (column.modifier() >= 0 && dimensions != column.modifier()) {
      throw invalid(
          "has %d dimensions, but %s.%s is %s: give %d, made by the model that made the column's"
              .formatted(dimensions, table, column.name(), column.shown(), column.modifier()));
    }
    return embedding;
  }

  private Embedding dense(List<Double> numbers) {
    StringBuilder text = new StringBuilder("[");
    float squares = 0;
    for (int i = 0; i < numbers.size(); i++) {
      float number = number(numbers.get(i), i);
      float held = type == VectorType.HALFVEC ? half(number) : number;
      squares += held * held;
      text.append(i == 0 ? "" : ",").append(number);
    }
    return new Embedding(argument, text.append(']').toString(), numbers.size(), squares);
  }

  private List<Double> numbers(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("[") || !stripped.endsWith("]") || stripped.length() < 2) {
      throw invalid("must look like [0.1,0.2], was " + Invalid.shown(text));
    }
    String inside = stripped.substring(1, stripped.length() - 1);
    List<Double> numbers = new ArrayList<>();
    if (!inside.isBlank()) {
      for (String each : inside.split(",", -1)) {
        numbers.add(parsed(each, numbers.size()));
      }
    }
    return numbers;
  }

  private double parsed(String text, Object place) {
    String stripped = text.strip();
    if (!NUMBER.matcher(stripped).matches()) {
      throw invalid(
          "[%s] must be a finite number, was %s".formatted(place, Invalid.shown(stripped)));
    }
    return Double.parseDouble(stripped);
  }

  /** A number that the type can hold. */
  private float number(double given, Object place) {
    float number = (float) given;
    boolean fits =
        Float.isFinite(number) && (type != VectorType.HALFVEC || Float.isFinite(half(number)));
    if (!fits) {
      throw invalid(
          "[%s] must be within ±%s for the type %s, was %s"
              .formatted(place, type == VectorType.HALFVEC ? "65504" : "3.4e38", type, given));
    }
    return number;
  }

  /** A number as a {@code halfvec} holds it. */
  private static float half(float number) {
    return Float.float16ToFloat(Float.floatToFloat16(number));
  }

  /** Indexes count from 1, as in pgvector's own text. */
  private Embedding sparse(List<Double> numbers) {
    SortedMap<Long, Float> filled = new TreeMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      put(filled, i + 1L, number(numbers.get(i), i));
    }
    return sparse(filled, numbers.size());
  }

  private Embedding entries(String text) {
    Matcher matcher = SPARSE.matcher(text.strip());
    if (!matcher.matches()) {
      throw sparseForm(text);
    }
    long dimensions = Long.parseLong(matcher.group(2));
    SortedMap<Long, Float> filled = new TreeMap<>();
    if (!matcher.group(1).isBlank()) {
      for (String each : matcher.group(1).split(",", -1)) {
        Matcher entry = ENTRY.matcher(each);
        if (!entry.matches()) {
          throw sparseForm(each);
        }
        long index = index(entry.group(1), dimensions);
        if (filled.containsKey(index)) {
          throw invalid("must have each index once, had %d twice".formatted(index));
        }
        put(filled, index, number(parsed(entry.group(2), index), index));
      }
    }
    return sparse(filled, dimensions);
  }

  private static void put(SortedMap<Long, Float> filled, long index, float number) {
    if (number != 0) {
      filled.put(index, number);
    }
  }

  private long index(String text, long dimensions) {
    long index = Long.parseLong(text);
    if (index < 1 || index > dimensions) {
      throw invalid("must have indexes from 1 to %d, had %d".formatted(dimensions, index));
    }
    return index;
  }

  private Embedding sparse(SortedMap<Long, Float> filled, long dimensions) {
    if (filled.size() > MOST_FILLED) {
      throw invalid(
          "must have at most %d elements that are not 0, had %d"
              .formatted(MOST_FILLED, filled.size()));
    }
    StringBuilder text = new StringBuilder("{");
    float squares = 0;
    for (var each : filled.entrySet()) {
      float number = each.getValue();
      squares += number * number;
      text.append(text.length() == 1 ? "" : ",").append(each.getKey()).append(':').append(number);
    }
    text.append("}/").append(dimensions);
    int bounded = (int) Math.min(dimensions, Integer.MAX_VALUE);
    return new Embedding(argument, text.toString(), bounded, squares);
  }

  private RuntimeException sparseForm(String given) {
    return invalid("must look like {1:0.5,7:1}/1000 or [0,0.5], was " + Invalid.shown(given));
  }

  private Embedding bits(String given) {
    if (!BITS.matcher(given).matches()) {
      throw invalid("must be 0 and 1 alone, as 0101, was " + Invalid.shown(given));
    }
    float squares = given.chars().filter(bit -> bit == '1').count();
    return new Embedding(argument, given, given.length(), squares);
  }

  private Embedding bits(List<Double> numbers) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < numbers.size(); i++) {
      double number = numbers.get(i);
      if (number != 0 && number != 1) {
        throw invalid("[%d] must be 0 or 1, was %s".formatted(i, number));
      }
      text.append(number == 1 ? '1' : '0');
    }
    return bits(text.toString());
  }

  private RuntimeException invalid(String what) {
    return Invalid.argument(argument + (what.startsWith("[") ? "" : " ") + what + ".");
  }
}
