package dev.howdah.task.queue.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The texts, with the name of the schema in them; times of leases are milliseconds. */
record Statements(
    String create,
    String lock,
    String insert,
    String take,
    String first,
    String exists,
    String acknowledge,
    String giveBack,
    String clear,
    String expire) {

  static Statements in(String schema) {
    return new Statements(
        script().formatted(schema),
        // One writer a task at a time, or the limit would not hold.
        "select pg_advisory_xact_lock(hashtextextended(? || ' ' || ?, 20261121))",
        """
        insert into %1$s.task_message (queue, task_id, message_id, body, expires_at)
        select given.queue, given.task_id, given.message_id, given.body,
               clock_timestamp() + given.ttl * interval '1 millisecond'
        from (values (?, ?, ?, ?, ?::bigint, ?::bigint))
             as given (queue, task_id, message_id, body, ttl, most)
        where (select count(*)
               from %1$s.task_message m
               where m.queue = given.queue
                 and m.task_id = given.task_id
                 and m.expires_at > clock_timestamp()) < given.most
           or exists (select
                      from %1$s.task_message m
                      where m.queue = given.queue
                        and m.task_id = given.task_id
                        and m.message_id = given.message_id)
        on conflict (queue, task_id, message_id)
        do update set message_id = excluded.message_id
        returning position
        """
            .formatted(schema),
        """
        update %1$s.task_message
        set taken_by = ?,
            taken_until = clock_timestamp() + ?::bigint * interval '1 millisecond',
            deliveries = deliveries + 1
        where position = (select m.position
                          from %1$s.task_message m
                          where m.queue = ?
                            and m.task_id = ?
                            and m.expires_at > clock_timestamp()
                          order by m.position
                          limit 1
                          for update)
          and (taken_until is null or taken_until <= clock_timestamp())
        returning position, message_id, body, deliveries
        """
            .formatted(schema),
        """
        select m.message_id, m.body, m.taken_until > clock_timestamp() as taken
        from %1$s.task_message m
        where m.queue = ?
          and m.task_id = ?
          and m.expires_at > clock_timestamp()
        order by m.position
        limit 1
        """
            .formatted(schema),
        """
        select exists (select
                       from %1$s.task_message m
                       where m.queue = ?
                         and m.task_id = ?
                         and m.expires_at > clock_timestamp())
        """
            .formatted(schema),
        """
        delete from %1$s.task_message
        where position = ?
          and taken_by = ?
        """
            .formatted(schema),
        """
        update %1$s.task_message
        set taken_by = null, taken_until = null
        where position = ?
          and taken_by = ?
        """
            .formatted(schema),
        """
        with gone as (
          delete from %1$s.task_message
          where queue = ?
            and task_id = ?
          returning position, message_id, body, expires_at, taken_until
        )
        select message_id, body
        from gone
        where expires_at > clock_timestamp()
          and (taken_until is null or taken_until <= clock_timestamp())
        order by position
        """
            .formatted(schema),
        """
        delete from %1$s.task_message
        where position in (select m.position
                           from %1$s.task_message m
                           where m.expires_at <= clock_timestamp()
                           order by m.expires_at
                           limit 1000
                           for update skip locked)
        """
            .formatted(schema));
  }

  private static String script() {
    try (var in = Statements.class.getResourceAsStream("task-message.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
