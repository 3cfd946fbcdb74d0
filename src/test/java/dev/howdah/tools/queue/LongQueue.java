package dev.howdah.tools.queue;

import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import java.util.Locale;

/** A queue for tests of what is sampled, in the shapes that its table can have. */
final class LongQueue {

  /** Of the rows alone: what counts as long in such a test; 6 of 24 parts of it are read. */
  static final long SMALL = 256 << 10;

  private LongQueue() {}

  static PgQueuer install(TestDatabase database, PgQueuerVersion version, String what) {
    var schema = what + "_" + version.name().toLowerCase(Locale.ROOT);
    return PgQueuer.install(database, version, schema, "");
  }

  /** Puts a table with two partitions, still empty, in the place of the queue's. */
  static void partition(TestDatabase database, PgQueuer queue) {
    database.run(
        """
        create table %1$s_parts (like %1$s including defaults) partition by hash (id);
        create table %1$s_0 partition of %1$s_parts for values with (modulus 2, remainder 0);
        create table %1$s_1 partition of %1$s_parts for values with (modulus 2, remainder 1);
        alter table %1$s rename to whole;
        alter table %1$s_parts rename to pgqueuer;
        grant select on %1$s to %2$s"""
            .formatted(queue.table(), database.reader().user()));
  }

  /** Puts a view of it in the place of the queue's table. */
  static void view(TestDatabase database, PgQueuer queue) {
    database.run(
        """
        alter table %1$s rename to behind;
        create view %1$s as select * from %3$s.behind;
        grant select on %1$s to %2$s"""
            .formatted(
                queue.table(),
                database.reader().user(),
                queue.table().substring(0, queue.table().indexOf('.'))));
  }
}
