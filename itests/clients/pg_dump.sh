#!/usr/bin/env bash
# pg_dump of a database with every kind of object (clients/schema/), restored by psql and pg_restore into other databases of
# the server and, where PostgreSQL's own server is installed, into that one and back. Lines "ok - name" or "FAILED - name: why".
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
bin=$(ls -d /usr/lib/postgresql/15/bin 2>/dev/null || true)
real=

finish() {
    [[ -z $real ]] || as "$bin/pg_ctl -D $work/pg/data -m immediate stop" >/dev/null 2>&1
    rm -rf "$work"
}
trap finish EXIT

# PostgreSQL does not run as root.
as() { if [[ $(id -u) == 0 ]]; then su postgres -s /bin/bash -c "$1"; else bash -c "$1"; fi; }

check() {
    local name=$1
    shift
    if "$@" >"$work/out" 2>&1; then
        echo "ok - $name"
    else
        echo "FAILED - $name: $(grep -m1 -E 'ERROR|error|^[<>]' "$work/out" | cut -c1-200)"
    fi
}

sql() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }
fresh() { sql -c "DROP DATABASE IF EXISTS $1" -c "CREATE DATABASE $1"; }
# What a dump says, without what names the program and the moment.
plain() { grep -vE '^--|^\\(un)?restrict|^$' "$1"; }
same() { diff <("$3" "$1") <("$3" "$2"); }

fixture() { fresh dumped && sql -d dumped -f "$here/schema/objects.sql" -f "$here/schema/rows.sql"; }
check "30 tables with all kinds of objects" fixture
check "schema only" pg_dump --schema-only -f "$work/schema.sql" dumped
check "schema and rows" pg_dump -f "$work/first.sql" dumped
check "as one file for pg_restore" pg_dump -Fc -f "$work/first.dump" dumped
check "as inserts" pg_dump --inserts -f "$work/inserts.sql" dumped

restored() { fresh "$1" && sql -d "$1" -f "$2"; }
again() { pg_dump -f "$work/again.sql" "$1" && same "$work/first.sql" "$work/again.sql" plain; }
check "restored by psql" restored dumped2 "$work/first.sql"
check "what psql restored is equal" again dumped2
check "restored of inserts" restored dumped3 "$work/inserts.sql"
check "what inserts restored is equal" again dumped3
by_restore() { fresh dumped4 && pg_restore --exit-on-error -d dumped4 "$work/first.dump"; }
check "restored by pg_restore" by_restore
check "what pg_restore restored is equal" again dumped4

if [[ -n $bin ]]; then
    mkdir "$work/pg"
    chmod 755 "$work"
    [[ $(id -u) != 0 ]] || chown postgres "$work/pg"
    options="-p 5432 -c listen_addresses= -c unix_socket_directories=$work/pg -c fsync=off"
    if as "$bin/initdb -D $work/pg/data --locale=C.UTF-8 --lc-collate=C -E UTF8 -U $PGUSER -A trust" >"$work/out" 2>&1 \
        && as "$bin/pg_ctl -D $work/pg/data -w -l $work/pg/log -o '$options' start" >"$work/out" 2>&1; then
        real=yes
    else
        echo "FAILED - PostgreSQL's server starts: $(tail -1 "$work/out")"
    fi
fi
if [[ -n $real ]]; then
    theirs() { PGHOST=$work/pg PGPORT=5432 "$@"; }
    # who makes and drops databases is connected to this one
    theirs sql -d postgres -c "CREATE DATABASE \"${PGDATABASE:-$PGUSER}\""
    check "restored into PostgreSQL" theirs restored dumped "$work/first.sql"
    theirs pg_dump -f "$work/theirs.sql" dumped
    check "what PostgreSQL says of it is equal" same "$work/first.sql" "$work/theirs.sql" plain
    check "PostgreSQL's dump restored" restored dumped5 "$work/theirs.sql"
    back() { pg_dump -f "$work/again.sql" dumped5 && same "$work/first.sql" "$work/again.sql" plain; }
    check "what came back is equal" back
    theirs sql -d postgres -c 'DROP DATABASE dumped'
    made() { theirs fresh dumped && theirs sql -d dumped -f "$here/schema/objects.sql" -f "$here/schema/rows.sql" \
        && theirs pg_dump -f "$work/made.sql" dumped && same "$work/made.sql" "$work/first.sql" plain; }
    check "the same made in PostgreSQL dumps the same" made
fi
for d in dumped dumped2 dumped3 dumped4 dumped5; do
    sql -c "DROP DATABASE IF EXISTS $d" >/dev/null 2>&1
done
