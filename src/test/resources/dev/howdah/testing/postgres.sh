# Makes a cluster in FOLDER/data and serves it on a loopback port, without care for a power cut
# and with no statistics but those that a test asks for.
# The superuser's password stands in FOLDER/password.
# Usage: sh -c "$(cat postgres.sh)" postgres PROGRAMS FOLDER PORT
programs=$1 folder=$2 port=$3
export LC_ALL=C.UTF-8
"$programs/initdb" --pgdata="$folder/data" --username=postgres --pwfile="$folder/password" \
  --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions >/dev/null || exit
exec "$programs/postgres" -D "$folder/data" -p "$port" \
  -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c dynamic_shared_memory_type=mmap \
  -c max_connections=200 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
  -c autovacuum=off
