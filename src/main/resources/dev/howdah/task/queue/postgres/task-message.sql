-- The messages of tasks. Run as often as you like; %s is the schema, which is made if it is not there.
create schema if not exists %1$s;

create table if not exists %1$s.task_message (
  position bigint generated always as identity primary key,
  queue text not null,
  task_id text not null,
  message_id text not null,
  body text not null,
  expires_at timestamptz not null,
  deliveries int not null default 0,
  taken_by uuid,
  taken_until timestamptz,
  unique (queue, task_id, message_id)
);

create index if not exists task_message_first on %1$s.task_message (queue, task_id, position);

create index if not exists task_message_expires on %1$s.task_message (expires_at);
