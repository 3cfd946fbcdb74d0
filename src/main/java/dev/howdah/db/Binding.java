package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings parameter values into the form in which they go over the wire. Thread-safe. */
final class Binding {

  private final TypeCatalog types;

  Binding(TypeCatalog types) {
    this.types = types;
  }

  /** Values whose form does not depend on the parameters' types. */
  List<Wire.Value> texts(List<?> values) {
    List<Wire.Value> bound = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      bound.add(bound(i, values.get(i), ColumnType.UNKNOWN));
    }
    return bound;
  }

  /**
   * Values in the open transaction, with lists or objects among them, whose form depends on the
   * types that the server infers.
   *
   * @throws SQLException what the server says of the statement
   */
  List<Wire.Value> typed(Wire wire, String text, List<?> values) throws SQLException {
    int[] oids = wire.parameterTypes(text, given(values));
    if (oids == null) {
      throw new CallException(
          ErrorCode.INVALID_REQUEST,
          "The statement has more placeholders than the %d values given.".formatted(values.size()));
    }
    List<TypeCatalog.Key> keys = new ArrayList<>();
    for (int oid : oids) {
      keys.add(new TypeCatalog.Key(oid, -1));
    }
    learn(wire, keys);
    List<Wire.Value> bound = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      bound.add(bound(i, values.get(i), types.get(oids[i], -1)));
    }
    return bound;
  }

  /** Looks types up in the open transaction. */
  void learn(Wire wire, List<TypeCatalog.Key> keys) throws SQLException {
    Set<TypeCatalog.Key> missing = types.missing(keys);
    if (missing.isEmpty()) {
      return;
    }
    Reply found = wire.run(List.of(TypeCatalog.LOOK_UP), 0, TypeCatalog.parameters(missing), 0);
    SQLException failure = found.failure();
    if (failure != null) {
      throw failure;
    }
    types.learn(found);
  }

  private static int[] given(List<?> values) {
    return values.stream()
        .mapToInt(value -> value instanceof Printed printed ? printed.parameterType() : 0)
        .toArray();
  }

  private static Wire.Value bound(int index, @Nullable Object value, ColumnType type) {
    int oid = value instanceof Printed printed ? printed.parameterType() : 0;
    return new Wire.Value(Parameters.text(index + 1, value, type), oid);
  }
}
