-- When the work began, where that was before the task was made.

alter table task add column begun timestamptz;
