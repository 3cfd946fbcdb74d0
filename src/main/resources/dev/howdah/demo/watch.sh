# Runs PostgreSQL for as long as somebody uses it.
#
# $1 the folder of the cluster, with the pipe "alive" in it
# $2 "keep" or "delete": what becomes of the folder when the server has ended
# $3 the file to make when the server has ended
# $4 the program postgres, and after it its arguments
#
# Every user holds the pipe open for writing and has written a line to it. The kernel closes it for
# a user that is killed, so the end of the pipe means that the last user is gone.
trap '' HUP INT QUIT TERM
folder=$1 then=$2 ended=$3
shift 3
cd "$folder" || exit 1
# A pid file that a power failure left; its process number may be another program's by now.
rm -f ended-* data/postmaster.pid
# Opening a pipe to read waits for a writer; being one for a moment spares that.
exec 3<>alive 4<alive 3>&-

"$@" </dev/null >log 2>&1 4<&- &
server=$!

(
  while :; do
    while read -r _ <&4; do :; done
    # From here on nobody can join; but somebody may have, just before.
    mv alive closing
    read -r _ <&4 || break
    mv closing alive
  done
  # Fast shutdown: open transactions are rolled back.
  kill -INT "$server"
) &
watch=$!

wait "$server"
: >"$ended"
kill -KILL "$watch" 2>/dev/null
if [ "$then" = delete ]; then
  cd /
  rm -rf "$folder"
fi
