# Runs a server until it ends by itself or standard input closes, as happens when the JVM at the
# other end is gone, however it went; then ends what is left of it and removes its folder, if FOLDER
# is not empty.
# Usage: sh -c "$(cat hold.sh)" hold FOLDER SIGNAL COMMAND [ARGUMENT…]
folder=$1 signal=$2
shift 2
exec 3<&0
# A session of its own: one signal reaches the server's whole group, and none meant for others.
setsid "$@" </dev/null 3<&- &
server=$!
# Nobody reads a word of ours once the JVM is gone: the shell's own "Killed" would end it here.
exec >/dev/null 2>&1
# `read` and not `cat`: nobody writes, and a builtin leaves no process behind.
{
  read -r _ <&3
  kill -s "$signal" -- "-$server"
} &
watch=$!
wait "$server"
status=$?
kill "$watch"
kill -s KILL -- "-$server"
if [ -n "$folder" ]; then
  # What was killed just now may still be writing.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf --one-file-system "$folder" && break
    sleep 0.1
  done
fi
exit "$status"
