# Starts a broker and its port mapper, everything of theirs in FOLDER and on loopback ports.
# Its user and password stand in FOLDER/login.conf.
# Usage: sh -c "$(cat rabbitmq.sh)" rabbitmq FOLDER PORT DISTRIBUTION-PORT EPMD-PORT
folder=$1 port=$2
export HOME="$folder" LC_ALL=C.UTF-8 PATH="/usr/sbin:/usr/bin:/sbin:/bin"
export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$4"
export RABBITMQ_NODENAME="howdah-$port@localhost" RABBITMQ_DIST_PORT="$3"
export RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log"
export RABBITMQ_PID_FILE="$folder/pid" RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf"
export RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins" RABBITMQ_LOGS=-
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
cd "$folder" || exit
echo '[].' >plugins
# The memory settings are for a root without /proc.
cat login.conf - >rabbitmq.conf <<END
listeners.tcp.1 = 127.0.0.1:$port
log.console = true
log.console.level = info
vm_memory_calculation_strategy = allocated
vm_memory_high_watermark.absolute = 1GB
total_memory_available_override_value = 2GB
END
# In the foreground of our group: left to the broker, epmd would become a daemon that outlives it.
epmd -port "$ERL_EPMD_PORT" &
until epmd -names >/dev/null 2>&1; do
  kill -0 $! || exit
done
/usr/lib/rabbitmq/bin/rabbitmq-server
status=$?
# A test that has it crash wants it back, on the same ports and with the same files.
while [ -e crash ]; do
  rm crash
  /usr/lib/rabbitmq/bin/rabbitmq-server
  status=$?
done
exit "$status"
