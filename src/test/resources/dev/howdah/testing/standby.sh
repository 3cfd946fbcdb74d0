# Serves the copy of a cluster in FOLDER/data on a loopback port, as a hot standby of the server that
# PRIMARY (a connection string) names. LABEL is what that server said when the copy was complete.
# Usage: sh -c "$(cat standby.sh)" standby POSTGRES FOLDER PORT PRIMARY LABEL
postgres=$1 folder=$2 port=$3 primary=$4 label=$5
rm -f "$folder/data/postmaster.pid" "$folder/data/postmaster.opts"
printf '%s' "$label" >"$folder/data/backup_label"
: >"$folder/data/standby.signal"
exec "$postgres" -D "$folder/data" -p "$port" \
  -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c dynamic_shared_memory_type=mmap \
  -c fsync=off -c hot_standby=on -c "primary_conninfo=$primary"
