# Tells the broker that lives in FOLDER something, or makes it crash.
# Usage: sh -c "$(cat rabbitmqctl.sh)" rabbitmqctl FOLDER PORT EPMD-PORT COMMAND [ARGUMENT…]
folder=$1
export HOME="$folder" LC_ALL=C.UTF-8 PATH="/usr/sbin:/usr/bin:/sbin:/bin"
export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$3"
export RABBITMQ_NODENAME="howdah-$2@localhost" RABBITMQ_CONF_ENV_FILE=/dev/null
shift 3
cd "$folder" || exit
ctl=$(echo /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmqctl)
if [ "$1" = crash ]; then
  touch crash
  # Its answer never comes, and nothing is written any more.
  "$ctl" -q eval 'erlang:halt(137, [{flush, false}]).'
  exit 0
fi
exec "$ctl" -q "$@"
