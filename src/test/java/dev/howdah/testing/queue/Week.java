package dev.howdah.testing.queue;

import dev.howdah.testing.TestDatabase;

/** A week at a queue, as large as is asked for: most jobs have ended, many wait, few run. */
public final class Week {

  private Week() {}

  /**
   * Fills an empty queue.
   *
   * @param jobs that were taken in the last week; three rows of the log each
   * @param queued that wait
   * @param folded whether all but the last 30 s of the log is in the statistics
   */
  public static void fill(
      TestDatabase database, PgQueuer queue, int jobs, int queued, boolean folded) {
    log(database, queue, jobs, folded);
    jobs(database, queue, jobs, queued);
    database.run(
        """
        insert into %1$s_statistics (created, count, priority, status, entrypoint)
        select date_trunc('sec', created), count(*), priority, status, entrypoint
        from %1$s_log where aggregated group by 1, 3, 4, 5"""
            .formatted(queue.table()));
    for (var table : new String[] {"", "_log", "_statistics"}) {
      database.run("vacuum analyze " + queue.table() + table);
    }
  }

  /** Every 25th fails, one in fifty is canceled; a run takes up to ten seconds. */
  private static void log(TestDatabase database, PgQueuer queue, int jobs, boolean folded) {
    database.run(
        """
        insert into %1$s_log (created, job_id, status, priority, entrypoint, aggregated%2$s)
        select at, job, status::%1$s_status, job %% 3,
          (array['email', 'email', 'email', 'email', 'report', 'report', 'thumbnail', 'sync',
                 'import', 'export'])[1 + job %% 10],
          %3$s and at < now() - interval '30 seconds'%4$s
        from (
          select now() - interval '7 days' + j * (interval '7 days' / %5$d) + delay as at,
            j as job, status
          from generate_series(1, %5$d) j
          cross join lateral (
            values (interval '0', 'queued'),
              (interval '1 second', 'picked'),
              (interval '1 second' + j %% 97 * interval '100 milliseconds',
               case when j %% 25 = 0 then 'exception' when j %% 50 = 1 then 'canceled'
                 else 'successful' end)) step (delay, status)) as life
        where at < now() order by at"""
            .formatted(
                queue.table(),
                queue.version().tracebacks() ? ", traceback" : "",
                folded,
                queue.version().tracebacks()
                    ? """
                    , case when status = 'exception' then jsonb_build_object('exception_type',
                      'ValueError', 'exception_message', 'no such user', 'traceback',
                      repeat('line ', 40), 'additional_context', null) end"""
                    : "",
                jobs));
  }

  /** One in twenty waits for later; a hundred run, ten of them at a worker that died. */
  private static void jobs(TestDatabase database, PgQueuer queue, int jobs, int queued) {
    database.run(
        """
        insert into %1$s (id, priority, created, updated, heartbeat, execute_after, status,
          entrypoint, payload, queue_manager_id)
        select %2$d + j, j %% 3, at, at, case when j <= 10 then at else now() end,
          case when j %% 20 = 0 then now() + interval '1 hour' else at end,
          (case when j <= 100 then 'picked' else 'queued' end)::%1$s_status,
          (array['email', 'email', 'email', 'email', 'report', 'report', 'thumbnail', 'sync',
                 'import', 'export'])[1 + j %% 10],
          convert_to('{"n": ' || j || '}', 'UTF8'),
          case when j <= 100
            then ('00000000-0000-4000-8000-00000000000' || least(9, (j - 1) / 10))::uuid end
        from (
          select j, now() - (%3$d - j) * interval '10 milliseconds' as at
          from generate_series(1, %3$d) j) as each"""
            .formatted(queue.table(), jobs, queued));
  }
}
