-- Tasks, their questions, and a trigger that tells of changes. Runs with the schema as search_path.

create table task (
  id text primary key,
  owner text not null,
  kind text not null,
  request text not null,
  state text not null
    check (state in ('working', 'input_required', 'completed', 'failed', 'cancelled')),
  status_message text,
  progress double precision,
  progress_total double precision,
  progress_message text,
  cancel_requested boolean not null default false,
  created timestamptz not null,
  updated timestamptz not null,
  expires timestamptz not null,
  poll_interval_ms bigint not null,
  version bigint not null default 1,
  max_restarts integer not null,
  restarts integer not null default 0,
  holder text,
  lease_until timestamptz,
  -- Grows with every claim, so that an older holder cannot change anything.
  token bigint not null default 0,
  result bytea,
  result_gzip boolean not null default false,
  result_size bigint not null default 0,
  result_error boolean not null default false,
  check ((holder is null) = (lease_until is null)),
  check (holder is null or state in ('working', 'input_required'))
);

-- Results are compressed already.
alter table task alter column result set storage external;

-- Lists of one owner, newest first.
create index task_owner on task (owner, created, id collate "C");

-- What is over.
create index task_expires on task (expires);

-- What can be taken.
create index task_free on task (created, id) where state = 'working' and holder is null;

-- What is held, by the end of the lease.
create index task_leased on task (lease_until) where holder is not null;

-- Whoever makes a task of an owner locks the owner's row.
create table task_turn (
  owner text primary key
);

create table task_question (
  task text not null references task on delete cascade,
  key text not null,
  number bigint not null,
  question text not null,
  answer text,
  primary key (task, key)
);

-- Tells of a task by a digest of its id, because everybody in a database may listen.
create function task_changed() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare
  changed_id text;
begin
  if tg_op = 'DELETE' then
    changed_id := old.id;
  else
    changed_id := new.id;
    if new.state = 'working' and new.holder is null and not new.cancel_requested then
      perform pg_notify(tg_table_schema || '_task', 'work');
    end if;
  end if;
  perform pg_notify(
    tg_table_schema || '_task',
    left(encode(sha256(convert_to(changed_id, 'UTF8')), 'hex'), 32));
  return null;
end
$$;

create trigger task_came_or_went after insert or delete on task
  for each row execute function task_changed();

-- A renewed lease is no change.
create trigger task_changed after update on task
  for each row when (old.version <> new.version) execute function task_changed();
