#!/bin/sh
# Runs a command with a PostgreSQL cluster of its own (PGHOST, PGPORT, … set), gone afterwards.
# Inside another with_pg.sh it uses that cluster, so `with_pg.sh meson test` starts one for all.
# Exit 77 (skipped) where PostgreSQL is not installed. Works as root: pg_virtualenv drops root.
set -eu
if [ -n "${DUBAN_TEST_PG:-}" ]; then
    exec "$@"
fi
if ! command -v pg_virtualenv >/dev/null 2>&1; then
    echo "SKIPPED: PostgreSQL is not installed (apt-get install postgresql postgresql-common)"
    exit 77
fi
# One cluster at a time: two that start together choose the same port.
exec 9>"${TMPDIR:-/tmp}/duban-with-pg-$(id -u).lock"
flock 9
export DUBAN_TEST_PG=1
# A port that nobody has, whatever other root of this machine shares its network.
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
pg_virtualenv -c "--locale=C --encoding=UTF8 --port=$port" -o max_connections=200 -o fsync=off "$@" 9>&-
