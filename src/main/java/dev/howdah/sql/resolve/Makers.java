package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Function;
import java.util.Collection;
import java.util.List;

/**
 * Functions that run more than themselves, by the types of their arguments: {@code
 * jsonb_populate_record} makes a value out of texts and runs what reads and checks such a value;
 * {@code to_json} runs a type's own cast; {@code max} compares.
 */
final class Makers {

  private static final String POPULATE = "populate_record";

  private final Reading reading;
  private final OwnCasts casts;
  private final Comparisons comparisons;

  Makers(Reading reading) {
    this.reading = reading;
    this.casts = new OwnCasts(reading.catalogue);
    this.comparisons = new Comparisons(reading.catalogue);
  }

  /** Notes what a call runs beside the functions that it may mean. */
  void note(Collection<Function> candidates, List<Value> arguments, int position) {
    if (candidates.stream().anyMatch(Makers::makes)) {
      arguments.forEach(value -> note(value, position));
    }
    if (candidates.stream().anyMatch(casts::makesJson)) {
      arguments.forEach(value -> json(value, position));
    }
    if (candidates.stream().anyMatch(casts::makesText)) {
      arguments.forEach(
          value -> reading.notes.functions(casts.toText(value.type()), position, false));
    }
    if (candidates.stream().anyMatch(Comparisons::compares)) {
      arguments.forEach(value -> compared(value, position));
    }
  }

  /** Notes what runs when values like this one are compared or hashed. */
  void compared(Value value, int position) {
    var fields = value.type() == Types.RECORD ? reading.rows.columns(value) : null;
    if (fields == null) {
      reading.notes.all(comparisons.of(value.type(), position));
    } else {
      reading.enter(value, position);
      fields.forEach(field -> compared(field.value(), position));
    }
  }

  /** Notes what runs when a value becomes JSON. */
  void json(Value value, int position) {
    var known = value.row() != null || value.whole() != null;
    var fields = known ? reading.rows.columns(value) : null;
    if (fields == null) {
      reading.notes.functions(casts.toJson(value.type()), position, false);
    } else {
      reading.enter(value, position);
      fields.forEach(field -> json(field.value(), position));
    }
  }

  /** What functions of extensions do with a type that they are given nobody can see. */
  private static boolean makes(Function function) {
    return Types.polymorphic(function.result())
        && (function.name().contains(POPULATE)
            || (function.oid() >= Types.FIRST_NORMAL_OID && function.language().equals("c")));
  }

  private void note(Value value, int position) {
    reading.notes.type(value.type(), position);
    reading.enter(value, position);
    var fields = reading.rows.columns(value);
    if (fields != null) {
      fields.forEach(field -> note(field.value(), position));
    } else if (value.type() == Types.RECORD) {
      throw new Unsupported("a row whose fields are not known", position);
    }
  }
}
