package dev.howdah.corpus;

import dev.howdah.testing.Login;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/**
 * Looks at a database from beside the server: takes fingerprints as superuser, listens for
 * notifications, and keeps a session open that others might kill.
 */
final class Watch implements AutoCloseable {

  /** The next transaction id: where it stands still, no row of any table has changed. */
  private static final String NEXT_ID = "next transaction id";

  private static final String STATE =
      """
      select '%s', pg_snapshot_xmax(pg_current_snapshot())::text
      union all
      select 'sequence ' || schemaname || '.' || sequencename, coalesce(last_value::text, 'none')
        from pg_sequences
      union all
      select 'slots', count(*) || ' ' || coalesce(string_agg(slot_name, ' '), '')
        from pg_replication_slots
      union all
      select 'origins', count(*)::text from pg_replication_origin
      union all
      select 'prepared transactions', count(*)::text from pg_prepared_xacts
      union all
      select 'locks', coalesce(string_agg(l.locktype || ' ' || l.mode, ' ' order by l.mode), 'none')
        from pg_locks l join pg_stat_activity a using (pid)
        where a.backend_type = 'client backend' and l.pid <> pg_backend_pid()
          and l.database = (select oid from pg_database where datname = current_database())
          and not (l.mode = 'AccessShareLock' and a.state = 'idle in transaction')
      union all
      select 'configuration read', pg_conf_load_time()::text
      union all
      select 'statistics of the database', coalesce(stats_reset::text, 'never reset')
        from pg_stat_database where datname = current_database()
      union all
      select 'statistics of the archiver', stats_reset::text from pg_stat_archiver
      union all
      select 'statistics of the writer', stats_reset::text from pg_stat_bgwriter
      union all
      select 'statistics of the log', stats_reset::text from pg_stat_wal
      union all
      select 'statistics of caches', min(stats_reset) || ' ' || max(stats_reset) from pg_stat_slru
      union all
      select 'files', coalesce(string_agg(name || ' of ' || changed, ' ' order by name), 'none')
        from (select name, (pg_stat_file(folder || '/' || name, true)).modification as changed
              from (values ('.'), ('/tmp')) f(folder), pg_ls_dir(folder) name
              where name like 'howdah-corpus%%') f
      """
          .formatted(NEXT_ID);

  private final TestDatabase database;
  private final Login login;
  private final Connection superuser;
  private final Statement statement;
  private Connection victim;
  private Fingerprint last;

  Watch(TestDatabase database, Login login) throws SQLException {
    this.database = database;
    this.login = login;
    this.superuser = database.connect(database.superuser());
    this.statement = superuser.createStatement();
    statement.execute("listen corpus");
    this.victim = victim();
    this.last = whole();
  }

  private Connection victim() throws SQLException {
    Connection connection = database.connect(login);
    try (var named = connection.createStatement()) {
      named.execute("set application_name = 'corpus victim'");
    }
    return connection;
  }

  /** What has changed since it was asked last, one line each. */
  List<String> changes() throws SQLException {
    List<String> changes = new ArrayList<>();
    Map<String, String> state = state();
    if (last.item(NEXT_ID).equals(state.get(NEXT_ID))) {
      last.items().forEach(state::putIfAbsent);
    } else {
      state.putAll(tables());
    }
    Fingerprint now = new Fingerprint(state);
    changes.addAll(last.without(NEXT_ID).changesTo(now.without(NEXT_ID)));
    last = now;
    for (var note : superuser.unwrap(PGConnection.class).getNotifications()) {
      changes.add("notified by " + note.getName());
    }
    if (!victim.isValid(5)) {
      changes.add("another session of the role was ended");
      victim.close();
      victim = victim();
    }
    return changes;
  }

  private Fingerprint whole() throws SQLException {
    Map<String, String> items = state();
    items.putAll(tables());
    return new Fingerprint(items);
  }

  private Map<String, String> state() throws SQLException {
    return items(STATE);
  }

  /** Number and versions of the rows of every table, catalogues and large objects too. */
  private Map<String, String> tables() throws SQLException {
    List<String> selects = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            select c.oid::regclass::text
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'm') and n.nspname not like 'pg_toast%'
              and n.nspname not like 'pg_temp%' and c.relname not like 'pg_statistic%'
            order by 1""")) {
      while (rows.next()) {
        String name = rows.getString(1);
        selects.add(
            "select 'table %s', count(*) || ' ' || coalesce(sum(hashtextextended(ctid || ' ' || xmin, 0)), 0) from only %s"
                .formatted(name.replace("'", "''"), name));
      }
    }
    return items(String.join("\nunion all\n", selects));
  }

  private Map<String, String> items(String sql) throws SQLException {
    Map<String, String> items = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        items.put(rows.getString(1), String.valueOf(rows.getString(2)));
      }
    }
    return items;
  }

  @Override
  public void close() throws SQLException {
    victim.close();
    statement.close();
    superuser.close();
  }
}
