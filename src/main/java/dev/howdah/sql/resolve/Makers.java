package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Function;
import java.util.Collection;
import java.util.List;

/**
 * Functions that make a value of an argument's type out of texts, as {@code jsonb_populate_record}
 * does: they run what reads and checks such a value.
 */
final class Makers {

  private static final String POPULATE = "populate_record";

  private final Reading reading;

  Makers(Reading reading) {
    this.reading = reading;
  }

  /** Notes the types of a call's arguments, if one of the functions is such a one. */
  void note(Collection<Function> candidates, List<Value> arguments, int position) {
    if (candidates.stream().anyMatch(Makers::makes)) {
      arguments.forEach(value -> note(value, position));
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
