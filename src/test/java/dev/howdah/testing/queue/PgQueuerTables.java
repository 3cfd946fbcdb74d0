package dev.howdah.testing.queue;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The statements that make PgQueuer's tables. */
final class PgQueuerTables {

  private final PgQueuerVersion version;
  private final String prefix;
  private final Durability durability;
  private final List<String> statements = new ArrayList<>();

  PgQueuerTables(PgQueuerVersion version, String prefix, Durability durability) {
    this.version = version;
    this.prefix = prefix;
    this.durability = durability;
  }

  /** In order; names have no schema. */
  List<String> statements() {
    if (version.upgraded()) {
      upgrade();
    } else {
      install();
    }
    trigger();
    durability();
    return List.copyOf(statements);
  }

  private void install() {
    add(
        "create type P_status as enum"
            + " ('queued', 'picked', 'successful', 'exception', 'canceled', 'deleted'%s)",
        version.attempts() ? ", 'failed'" : "");
    String id = version.wideIds() ? "bigserial" : "serial";
    add(
        """
        create table P (
          id %s primary key,
          priority int not null,
          queue_manager_id uuid,
          created timestamptz not null default now(),
          updated timestamptz not null default now(),
          heartbeat timestamptz not null default now(),
          execute_after timestamptz not null default now(),
          status P_status not null,
          entrypoint text not null%s,
          payload bytea%s%s)""",
        id,
        version.tracebacks() ? ", dedupe_key text" : "",
        version.headers() ? ", headers jsonb" : "",
        version.attempts() ? ", attempts int not null default 0" : "");
    indexes();
    log("", version.tracebacks() ? ", traceback jsonb" : "");
    statistics(id);
    schedules(id);
  }

  /** From two enums and no log to what 1.3 wants, in the order of the releases. */
  private void upgrade() {
    add("create type P_status as enum ('queued', 'picked')");
    add("create type P_statistics_status as enum ('exception', 'successful', 'canceled')");
    add(
        """
        create table P (
          id serial primary key,
          priority int not null,
          created timestamptz not null default now(),
          updated timestamptz not null default now(),
          status P_status not null,
          entrypoint text not null,
          payload bytea)""");
    add("alter table P add column queue_manager_id uuid");
    add("alter table P add column heartbeat timestamptz not null default now()");
    add("create index P_heartbeat_id_id1_idx on P (heartbeat, id desc) include (id)");
    add("alter table P add column execute_after timestamptz not null default now()");
    for (var value : new String[] {"successful", "exception", "canceled", "deleted"}) {
      add("alter type P_status add value '%s'", value);
    }
    log("unlogged", "");
    statistics("serial");
    schedules("serial");
    add("alter table P add column dedupe_key text");
    add("alter table P_log add column traceback jsonb");
    add("alter table P add column headers jsonb");
    if (version.attempts()) {
      add("alter table P add column attempts int not null default 0");
      add("alter type P_status add value 'failed'");
    }
    indexes();
    if (version.wideIds()) {
      for (var table : new String[] {"P", "P_statistics", "P_schedules"}) {
        add("alter table %s alter column id type bigint", table);
        add("alter sequence %s_id_seq as bigint", table);
      }
    }
  }

  /** The log of an upgraded installation was made before and stays unlogged. */
  private void durability() {
    for (var table : durability.unlogged()) {
      if (!version.upgraded() || !table.equals("P_log")) {
        add("alter table %s set unlogged", table);
      }
    }
  }

  private void indexes() {
    add(
        "create index P_priority_id_id1_idx on P (priority asc, id desc) include (id)"
            + " where status = 'queued'");
    add(
        "create index P_updated_id_id1_idx on P (updated asc, id desc) include (id)"
            + " where status = 'picked'");
    add(
        "create index P_queue_manager_id_idx on P (queue_manager_id)"
            + " where queue_manager_id is not null");
    if (version.tracebacks()) {
      add(
          "create unique index P_unique_dedupe_key on P (dedupe_key)"
              + " where status in ('queued', 'picked') and dedupe_key is not null");
    }
    if (version.indexesByEntrypoint()) {
      add(
          "create index P_ep_prio_id_idx on P (entrypoint, priority desc, id)"
              + " where status = 'queued'");
      add("create index P_ep_ea_idx on P (entrypoint, execute_after) where status = 'queued'");
    }
  }

  private void log(String persistence, String more) {
    add(
        """
        create %s table P_log (
          id bigint generated always as identity primary key,
          created timestamptz not null default now(),
          job_id bigint not null,
          status P_status not null,
          priority int not null,
          entrypoint text not null%s,
          aggregated boolean not null default false)""",
        persistence, more);
    add("create index P_log_not_aggregated on P_log ((1)) where not aggregated");
    add("create index P_log_created on P_log (created)");
    add("create index P_log_status on P_log (status)");
    add("create index P_log_job_id_status on P_log (job_id, created desc)");
  }

  private void statistics(String id) {
    add(
        """
        create table P_statistics (
          id %s primary key,
          created timestamptz not null default date_trunc('sec', now() at time zone 'UTC'),
          count bigint not null,
          priority int not null,
          status P_status not null,
          entrypoint text not null)""",
        id);
    add(
        "create unique index P_statistics_unique_count on P_statistics"
            + " (priority, date_trunc('sec', created at time zone 'UTC'), status, entrypoint)");
  }

  private void schedules(String id) {
    add(
        """
        create table P_schedules (
          id %s primary key,
          expression text not null,
          entrypoint text not null,
          heartbeat timestamptz not null default now(),
          created timestamptz not null default now(),
          updated timestamptz not null default now(),
          next_run timestamptz not null default now(),
          last_run timestamptz,
          status P_status default 'queued',
          unique (expression, entrypoint))""",
        id);
  }

  private void trigger() {
    add(
        """
        create function fn_P_changed() returns trigger language plpgsql as $body$
        begin
          perform pg_notify('ch_P', json_build_object(
            'channel', 'ch_P',
            'operation', lower(tg_op),
            'sent_at', now(),
            'table', tg_table_name,
            'type', 'table_changed_event')::text);
          return null;
        end $body$""");
    add(
        "create trigger tg_P_changed after insert or update or delete or truncate on P"
            + " for each statement execute function fn_P_changed()");
  }

  /** {@code P} stands for the queue's name; the prefix goes before whatever is named. */
  @FormatMethod
  private void add(@FormatString String statement, Object... values) {
    statements.add(
        String.format(Locale.ROOT, statement, values)
            .replaceAll("\\b(fn_|tg_|ch_)P(_\\w+)?", prefix + "$1pgqueuer$2")
            .replaceAll("\\bP(_\\w+)?\\b", prefix + "pgqueuer$1"));
  }
}
