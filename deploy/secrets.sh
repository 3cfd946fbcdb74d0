#!/bin/sh
# Makes the secrets that compose.yaml reads, once, in deploy/secrets.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir secrets
new() { od -An -tx1 -N24 /dev/urandom | tr -d ' \n' >"secrets/$1"; }
for name in state_key postgres_password agent_password tasks_password rabbitmq_password; do
  new "$name"
done
printf 'postgresql://agent:%s@postgres/shop' "$(cat secrets/agent_password)" >secrets/dsn
printf 'postgresql://tasks:%s@postgres/tasks' "$(cat secrets/tasks_password)" >secrets/tasks_dsn
printf 'amqp://howdah:%s@rabbitmq:5672' "$(cat secrets/rabbitmq_password)" >secrets/broker
# The containers' users differ, and each has to read its own.
chmod 755 secrets
chmod 644 secrets/*
