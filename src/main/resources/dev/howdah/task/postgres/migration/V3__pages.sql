-- Pages of a result beyond its first, kept with the task.

create table task_page (
  task text not null references task on delete cascade,
  number integer not null,
  page bytea not null,
  gzip boolean not null,
  size bigint not null,
  primary key (task, number)
);

-- Pages are compressed already.
alter table task_page alter column page set storage external;
