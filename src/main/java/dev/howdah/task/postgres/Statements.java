package dev.howdah.task.postgres;

import java.util.regex.Pattern;

/**
 * The texts, for one schema. Values are parameters; only the name of the schema is put in, and that
 * is a plain identifier.
 *
 * <p>The time is {@code statement_timestamp()}: the database's clock, and not that of a transaction
 * that waited for a lock.
 */
final class Statements {

  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,49}");

  private static final String LARGEST = "9223372036854775807";

  /**
   * Whoever ends, begins or gives back a task changes these. A version that somebody made as large
   * as can be stays: an error would stop the care for all other tasks.
   */
  private static final String CHANGED =
      "version = least(t.version, "
          + LARGEST
          + " - 1) + 1, updated = greatest(t.updated, statement_timestamp())";

  private static final String LEASE = "statement_timestamp() + ? * interval '1 millisecond'";

  private static final String MINE =
      "t.id = ? and t.owner = ? and t.expires > statement_timestamp()";

  private static final String HELD =
      "t.id = ? and t.holder = ? and t.token = ? and t.expires > statement_timestamp()";

  private static final String OPEN = "t.state in ('working', 'input_required')";

  private static final String LIVE = "coalesce(t.lease_until > statement_timestamp(), false)";

  private static final String ORPHAN =
      "t.lease_until < statement_timestamp() - ? * interval '1 millisecond'";

  private static final String TO_CLAIM =
      "t.state = 'working' and not t.cancel_requested and t.expires > statement_timestamp()"
          + " and t.token < "
          + LARGEST;

  private static final String COLUMNS =
      """
      t.id, t.owner, t.kind, t.state, t.status_message, t.progress, t.progress_total,
      t.progress_message, t.cancel_requested, t.created, coalesce(t.begun, t.created) as begun,
      t.updated, t.expires,
      t.poll_interval_ms, t.version, t.holder, t.lease_until, t.restarts,
      t.result_error, t.result_size,
      case when t.state = 'input_required' then array(
        select q.key from {s}.task_question q
        where q.task = t.id and q.answer is null order by q.number) end as keys,
      case when t.state = 'input_required' then array(
        select q.question from {s}.task_question q
        where q.task = t.id and q.answer is null order by q.number) end as questions
      """;

  private static final String CLAIMED = COLUMNS + ", t.token, t.request\n";

  private final String quoted;
  private final String schema;

  Statements(String schema) {
    if (!IDENTIFIER.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          "the schema of a task store is 1 to 50 lower-case letters, digits and _, was " + schema);
    }
    this.schema = schema;
    this.quoted = '"' + schema + '"';
  }

  String schema() {
    return schema;
  }

  /** Where the trigger tells of changes. */
  String channel() {
    return schema + "_task";
  }

  private String of(String text) {
    return text.replace("{s}", quoted);
  }

  /**
   * Those of one owner take turns, so that none slips past the limit: by a row, because everybody
   * in a database may take an advisory lock. owner
   */
  String lockOwner() {
    return of(
        "insert into {s}.task_turn (owner) values (?)"
            + " on conflict (owner) do update set owner = excluded.owner");
  }

  /** most rows; one that is missed or deleted too soon is made again */
  String deleteTurns() {
    return of(
        "with idle as materialized (select u.owner from {s}.task_turn u where not exists"
            + " (select from {s}.task t where t.owner = u.owner) limit ? for update skip locked)"
            + " delete from {s}.task_turn u using idle where u.owner = idle.owner");
  }

  /** owner: open, kept */
  String count() {
    return of(
        "select count(*) filter (where "
            + OPEN
            + "), count(*) from {s}.task t"
            + " where t.owner = ? and t.expires > statement_timestamp()");
  }

  /**
   * id, owner, kind, request, status message, age in ms, ttl in ms, poll interval in ms, most
   * restarts, holder, lease in ms or null, token
   */
  String insert() {
    return of(
        """
        insert into {s}.task as t
          (id, owner, kind, request, status_message, state, created, updated, begun, expires,
           poll_interval_ms, max_restarts, holder, lease_until, token)
        values
          (?, ?, ?, ?, ?, 'working', statement_timestamp(), statement_timestamp(),
           statement_timestamp() - ? * interval '1 millisecond',
           statement_timestamp() + ? * interval '1 millisecond', ?, ?, ?,
        """
            + LEASE
            + ", ?) on conflict (id) do nothing returning "
            + CLAIMED);
  }

  /** id, owner */
  String find() {
    return of("select " + COLUMNS + " from {s}.task t where " + MINE);
  }

  /** id, whoever the owner is */
  String findAny() {
    return of(
        "select "
            + COLUMNS
            + " from {s}.task t where t.id = ? and t.expires > statement_timestamp()");
  }

  /** id, owner: result, gzip, size */
  String result() {
    return of(
        "select t.result, t.result_gzip, t.result_size from {s}.task t where "
            + MINE
            + " and t.result is not null");
  }

  /** A new holder waits for it, and so writes later. number, page, gzip, size, id, holder, token */
  String keepPage() {
    return of(
        "insert into {s}.task_page as p (task, number, page, gzip, size)"
            + " select t.id, ?, ?, ?, ? from {s}.task t where "
            + HELD
            + " for share on conflict (task, number) do update"
            + " set page = excluded.page, gzip = excluded.gzip, size = excluded.size");
  }

  /** id, owner, number: page, gzip, size */
  String page() {
    return of(
        "select p.page, p.gzip, p.size from {s}.task t join {s}.task_page p on p.task = t.id where "
            + MINE
            + " and p.number = ?");
  }

  /** owner, limit */
  String list() {
    return of(
        "select "
            + COLUMNS
            + " from {s}.task t where t.owner = ? and t.expires > statement_timestamp()"
            + " order by t.created desc, t.id collate \"C\" desc limit ?");
  }

  /** owner, created and id of the last one seen, limit */
  String listAfter() {
    return of(
        "select "
            + COLUMNS
            + " from {s}.task t where t.owner = ? and t.expires > statement_timestamp()"
            + " and (t.created, t.id collate \"C\") < (?, ?)"
            + " order by t.created desc, t.id collate \"C\" desc limit ?");
  }

  /** A holder that lives hears of it and ends the task; without one it ends here. id, owner */
  String requestCancel() {
    return of(
        "update {s}.task t set cancel_requested = true, state = case when "
            + LIVE
            + " then t.state else 'cancelled' end, holder = case when "
            + LIVE
            + " then t.holder end, lease_until = case when "
            + LIVE
            + " then t.lease_until end, "
            + CHANGED
            + " where "
            + MINE
            + " and "
            + OPEN
            + " and not t.cancel_requested returning "
            + COLUMNS);
  }

  /** state, message or null, error or null, body or null, gzip, size */
  private static final String END =
      "update {s}.task t set state = ?, status_message = coalesce(?, t.status_message),"
          + " result_error = ?, result = ?, result_gzip = ?, result_size = ?,"
          + " holder = null, lease_until = null, "
          + CHANGED
          + " where ";

  /** as the end, then id, owner */
  String end() {
    return of(END + MINE + " and " + OPEN + " returning " + COLUMNS);
  }

  /** as the end, then id, holder, token */
  String finish() {
    return of(END + HELD + " and " + OPEN + " returning " + COLUMNS);
  }

  private String claim(String where) {
    return of(
        "with next as materialized (select t.id from {s}.task t where "
            + TO_CLAIM
            + " and "
            + where
            + " for update skip locked) update {s}.task t set holder = ?, lease_until = "
            + LEASE
            + ", token = t.token + 1,"
            + " restarts = t.restarts + case when t.holder is null then 0 else 1 end, "
            + CHANGED
            + " from next where t.id = next.id returning "
            + CLAIMED);
  }

  /** id, grace in ms, holder, lease in ms */
  String claimOne() {
    return claim(
        "t.id = ? and (t.holder is null or (" + ORPHAN + " and t.restarts < t.max_restarts))");
  }

  /** holder, lease in ms */
  String claimFree() {
    return claim("t.holder is null order by t.created, t.id limit 1");
  }

  /** grace in ms, holder, lease in ms */
  String claimOrphan() {
    return claim(
        "t.holder is not null and "
            + ORPHAN
            + " and t.restarts < t.max_restarts order by t.lease_until limit 1");
  }

  /** lease in ms, ids, holders, tokens */
  String renew() {
    return of(
        "update {s}.task t set lease_until = "
            + LEASE
            + " from unnest(?::text[], ?::text[], ?::bigint[]) as l (id, holder, token)"
            + " where t.id = l.id and t.holder = l.holder and t.token = l.token"
            + " and t.expires > statement_timestamp() returning "
            + COLUMNS);
  }

  /** id, holder, token */
  String release() {
    return of(
        "update {s}.task t set holder = null, lease_until = null, "
            + CHANGED
            + " where "
            + HELD
            + " returning "
            + COLUMNS);
  }

  /** value, total, message, id, holder, token */
  String report() {
    return of(
        "update {s}.task t set progress = ?, progress_total = ?, progress_message = ?, "
            + CHANGED
            + " where "
            + HELD
            + " returning "
            + COLUMNS);
  }

  /** id, holder, token: how many questions it asked so far */
  String lockToAsk() {
    return of(
        "with t as (select t.id from {s}.task t"
            + " where "
            + HELD
            + " for update) select (select count(*) from {s}.task_question q where q.task = t.id)"
            + " from t");
  }

  /** keys, questions, questions so far, id */
  String ask() {
    return of(
        """
        insert into {s}.task_question (number, key, question, task)
        select n.number + p.before, n.key, n.question, p.task
        from unnest(?::text[], ?::text[]) with ordinality as n (key, question, number),
          (select ?::int, ?::text) as p (before, task)
        on conflict do nothing
        """);
  }

  /** id */
  String waitOrWork() {
    return of(
        "update {s}.task t set state = case when exists (select from {s}.task_question q"
            + " where q.task = t.id and q.answer is null) then 'input_required' else 'working' end, "
            + CHANGED
            + " where t.id = ? returning "
            + COLUMNS);
  }

  /** id, holder, token: key, answer, or one row of nulls */
  String answers() {
    return of(
        "select q.key, q.answer from {s}.task t left join {s}.task_question q"
            + " on q.task = t.id and q.answer is not null where "
            + HELD
            + " order by q.number");
  }

  /** id, owner: state */
  String lockToAnswer() {
    return of("select t.state from {s}.task t where " + MINE + " for update");
  }

  /** keys, answers, id: key */
  String answer() {
    return of(
        """
        update {s}.task_question q set answer = a.answer
        from unnest(?::text[], ?::text[]) as a (key, answer)
        where q.task = ? and q.key = a.key and q.answer is null
        returning q.key
        """);
  }

  /** grace in ms, most rows, message of the failed: state */
  String tidyOrphans() {
    return of(
        "with due as materialized (select t.id from {s}.task t where t.holder is not null and "
            + ORPHAN
            + " and (t.cancel_requested or t.restarts >= t.max_restarts"
            + " or t.state = 'input_required') order by t.lease_until limit ?"
            + " for update skip locked) update {s}.task t set state = case"
            + " when t.cancel_requested then 'cancelled'"
            + " when t.restarts >= t.max_restarts then 'failed' else t.state end,"
            + " status_message = case when t.restarts >= t.max_restarts"
            + " and not t.cancel_requested then ? else t.status_message end,"
            + " restarts = t.restarts + case when t.restarts < t.max_restarts"
            + " and not t.cancel_requested then 1 else 0 end,"
            + " result_size = 0, holder = null, lease_until = null, "
            + CHANGED
            + " from due where t.id = due.id returning t.state");
  }

  /** most rows */
  String delete() {
    return of(
        "with over as materialized (select t.id from {s}.task t"
            + " where t.expires <= statement_timestamp() order by t.expires limit ?"
            + " for update skip locked) delete from {s}.task t using over where t.id = over.id");
  }

  /** Those of an owner that ended first. owner, most rows */
  String deleteEnded() {
    return of(
        "with ended as materialized (select t.id from {s}.task t where t.owner = ? and not "
            + OPEN
            + " and t.expires > statement_timestamp() order by t.updated, t.id limit ? for update)"
            + " delete from {s}.task t using ended where t.id = ended.id");
  }

  /** channel, signal, grace in ms */
  String tellOfOrphans() {
    return of(
        "select pg_notify(?, ?) where exists (select from {s}.task t where "
            + TO_CLAIM
            + " and t.holder is not null and "
            + ORPHAN
            + " and t.restarts < t.max_restarts)");
  }

  /** ids: id, version */
  String versions() {
    return of("select t.id, t.version from {s}.task t where t.id = any (?::text[])");
  }
}
