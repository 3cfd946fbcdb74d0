package dev.howdah.db;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of a transaction's statements so far. */
final class EarlierResults implements Writing.Earlier {

  private static final String TABLE =
      "select relname::pg_catalog.text from pg_catalog.pg_class where oid = $1::pg_catalog.oid";

  private final Wire wire;
  private final List<Written> results = new ArrayList<>();

  EarlierResults(Wire wire) {
    this.wire = wire;
  }

  void add(Written result) {
    results.add(result);
  }

  @Override
  public List<Written> results() {
    return Collections.unmodifiableList(results);
  }

  @Override
  public @Nullable String table(Rows rows, int column) {
    int oid = rows.table(column);
    if (oid == 0) {
      return null;
    }
    var value = new Wire.Value(Integer.toUnsignedString(oid), 0);
    Reply found = wire.run(List.of(TABLE), 0, List.of(value), 1);
    return found.failure() != null || found.rowCount() == 0 ? null : Texts.text(found.cell(0, 0));
  }
}
