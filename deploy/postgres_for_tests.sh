#!/usr/bin/env bash
# Start a PostgreSQL for the tests alone, print its URL, and stop it with `stop`; `found` says whether
# there is one to start. Nothing it holds is kept: fsync is off, all of it lies in a folder of /tmp.
#
#   export CITEWELL_TEST_POSTGRES="$(deploy/postgres_for_tests.sh start)"
#   deploy/postgres_for_tests.sh stop
set -euo pipefail
port="${CITEWELL_TEST_POSTGRES_PORT:-54329}"
folder="/tmp/citewell-postgres-$port"

programs() {
  local found
  found="$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -1)"
  [ -n "$found" ] || {
    echo "No PostgreSQL here. On Debian: apt-get install --no-install-recommends postgresql" >&2
    exit 1
  }
  dirname "$(readlink -f "$found")"
}

# It refuses to run as root.
as_user() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

bin="$(programs)"
case "${1:-}" in
  start)
    if ! as_user "$bin/pg_ctl" -D "$folder" status >/dev/null 2>&1; then
      as_user rm -rf "$folder"
      as_user "$bin/initdb" -D "$folder" -U postgres -A trust -E UTF8 --locale=C --no-sync >/dev/null
      as_user "$bin/pg_ctl" -D "$folder" -l "$folder/log" -w \
        -o "-p $port -k /tmp -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200" \
        start >/dev/null
    fi
    echo "postgresql+psycopg://postgres@127.0.0.1:$port/postgres"
    ;;
  found) ;;
  stop)
    as_user "$bin/pg_ctl" -D "$folder" -m fast -w stop >/dev/null
    as_user rm -rf "$folder"
    ;;
  *)
    echo "usage: $0 start|stop|found" >&2
    exit 2
    ;;
esac
