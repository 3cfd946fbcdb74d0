package dev.howdah.db;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many rows of each table a session has changed and not yet reported.
 *
 * <p>PostgreSQL manual, The Cumulative Statistics System, {@code pg_stat_xact_all_tables}: the
 * counts begin with what former transactions of the session left, so the difference of two is what
 * one transaction did. Catalogues do not count: definitions write to them.
 *
 * @param byTable by OID; null where counting is off
 */
record RowCounts(@Nullable Map<Long, Long> byTable) {

  private static final String READ =
      """
      select cast(oid as pg_catalog.text), cast(rows as pg_catalog.text)
      from (
        select oid,
               pg_catalog.pg_stat_get_xact_tuples_inserted(oid)
               + pg_catalog.pg_stat_get_xact_tuples_updated(oid)
               + pg_catalog.pg_stat_get_xact_tuples_deleted(oid) as rows
        from pg_catalog.pg_class
        where relkind in ('r', 'm') and oid >= 16384
      ) as counted
      where rows > 0
      union all
      select '0', pg_catalog.current_setting('track_counts')
      """;

  /** Reads them inside the open transaction. */
  static RowCounts read(Wire wire) throws SQLException {
    Reply reply = wire.run(List.of(READ), 0, List.of(), 0);
    SQLException failure = reply.failure();
    if (failure != null) {
      throw failure;
    }
    Map<Long, Long> byTable = new HashMap<>();
    for (int i = 0; i < reply.rowCount(); i++) {
      long oid = Long.parseLong(Texts.text(reply.cell(i, 0)));
      String count = Texts.text(reply.cell(i, 1));
      if (oid != 0) {
        byTable.put(oid, Long.parseLong(count));
      } else if (!count.equals("on")) {
        return new RowCounts(null);
      }
    }
    return new RowCounts(byTable);
  }

  /** The rows changed since then, or null where that is not known. */
  @Nullable Long since(RowCounts before) {
    Map<Long, Long> then = before.byTable;
    if (byTable == null || then == null) {
      return null;
    }
    long sum = 0;
    for (Map.Entry<Long, Long> each : byTable.entrySet()) {
      sum += Math.max(0, each.getValue() - then.getOrDefault(each.getKey(), 0L));
    }
    return sum;
  }
}
