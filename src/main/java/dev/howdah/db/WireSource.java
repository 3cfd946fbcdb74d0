package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the catalogue in a transaction that is open, as that sees it. */
record WireSource(Wire wire, TypeCatalog types) implements CatalogueReader.Source {

  @Override
  public <R extends Record> List<R> query(Sql statement, Record arguments, Class<R> row) {
    Sql.Numbered numbered = statement.numbered();
    List<Wire.Value> values = new ArrayList<>();
    for (Object value : Records.values(arguments, numbered.parameters())) {
      values.add(new Wire.Value(value == null ? null : value.toString(), 0));
    }
    Reply reply = wire.run(List.of(new Wire.Part(numbered.text(), values)), 0, 0);
    SQLException failure = reply.failure();
    if (failure != null) {
      throw new CallException(
          ErrorCode.SCHEMA_UNAVAILABLE,
          "The catalogue could not be read inside the transaction.",
          Map.of("sqlstate", SqlStates.state(failure)),
          failure);
    }
    Rows rows = new Rows(reply, types, Limits.OURS);
    return new Records<>(row, rows.columns()).read(rows);
  }
}
