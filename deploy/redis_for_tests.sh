#!/usr/bin/env bash
# Start a Redis for the tests alone, print its URL, and stop it with `stop`; `found` says whether
# there is one to start. It keeps nothing on disk.
#
#   export CITEWELL_TEST_REDIS="$(deploy/redis_for_tests.sh start)"
#   deploy/redis_for_tests.sh stop
set -euo pipefail
port="${CITEWELL_TEST_REDIS_PORT:-56379}"
folder="/tmp/citewell-redis-$port"

command -v redis-server >/dev/null || {
  echo "No Redis here. On Debian: apt-get install --no-install-recommends redis-server" >&2
  exit 1
}
case "${1:-}" in
  start)
    mkdir -p "$folder"
    if ! redis-cli -p "$port" ping >/dev/null 2>&1; then
      redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$folder" \
        --daemonize yes --pidfile "$folder/pid" --logfile "$folder/log" >/dev/null
      for _ in $(seq 50); do
        redis-cli -p "$port" ping >/dev/null 2>&1 && break
        sleep 0.1
      done
    fi
    echo "redis://127.0.0.1:$port/0"
    ;;
  found) ;;
  stop)
    redis-cli -p "$port" shutdown nosave >/dev/null 2>&1 || true
    rm -rf "$folder"
    ;;
  *)
    echo "usage: $0 start|stop|found" >&2
    exit 2
    ;;
esac
