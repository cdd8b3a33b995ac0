#!/usr/bin/env bash
# The PostgreSQL wire beside PostgreSQL itself: interleaved rounds through pgbench and psql, on loopback, each server in a folder of its own.
#
#   benchmarks/postgresql_wire.sh [ROUNDS [SECONDS]]       3 rounds of 4 seconds; ROWS=1000000 for the big table,
#                                                          WARM=12 seconds each before that, until the JIT has compiled
#
# Prints the median of each figure and its ratio, ours by theirs: us = server CPU per request or row (from the kernel's accounting, all
# processes of the server), /s = rate. Needs the distribution that was built last, and PostgreSQL 15 (POSTGRESQL_BIN).
set -euo pipefail
rounds=${1:-3} each=${2:-4} warm=${WARM:-12} rows=${ROWS:-1000000}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
polywire=$here/../distribution/target/polywire/bin/polywire
bin=${POSTGRESQL_BIN:-/usr/lib/postgresql/15/bin}
work=$(mktemp -d)
chmod 755 "$work"
as=()
[[ $(id -u) -ne 0 ]] || as=(runuser -u postgres --)

finish() {
    "$polywire" --home "$work/home" stop >/dev/null 2>&1 || true
    "${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT

# --- both servers: trust, md5, scram ---------------------------------------------------------------------------------

mkdir -p "$work/pg" "$work/home/config"
[[ ${#as[@]} -eq 0 ]] || chown postgres "$work/pg"
"${as[@]}" "$bin/initdb" -D "$work/pg/data" --locale=C.UTF-8 --lc-collate=C -E UTF8 -U test -A trust >/dev/null
pgport=$((20000 + RANDOM % 10000))
"${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" -w -l "$work/pg/log" \
    -o "-p $pgport -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/pg -c shared_buffers=1GB" start >/dev/null
cp "$here"/../config/*.cfg "$here"/../config/logback.xml "$work/home/config/"
rm -f "$work"/home/config/io.polywire.net-*.cfg
printf 'protocol = r2db2\nport = 0\nauth = none,password\n' >"$work/home/config/io.polywire.net-r2db2.cfg"
printf 'protocol = postgresql\nport = 0\nauth = none\n' >"$work/home/config/io.polywire.net-trust.cfg"
printf 'protocol = postgresql\nport = 0\nauth = password\n' >"$work/home/config/io.polywire.net-scram.cfg"
"$polywire" --home "$work/home" start >"$work/start.log" 2>&1 || { cat "$work/start.log"; exit 1; }
port() { sed -n "s/^listener  *$1 .* 127\.0\.0\.1:\([0-9]*\).*/\1/p" "$work/start.log"; }
ours=$(port trust) scram=$(port scram)
ourpid=$(sed -n 's/^pid=//p' "$work/home/data/run/control")
theirpid=$(head -1 "$work/pg/data/postmaster.pid")
export PGHOST=127.0.0.1 PGPASSWORD=test PGUSER=test PGSSLMODE=disable

psql -q -p "$pgport" -d postgres -c "CREATE DATABASE main" -c "SET password_encryption = 'scram-sha-256'; ALTER ROLE test PASSWORD 'test'"
seq 1 "$rows" | awk '{printf "%d\t%d\ttext-%013d\t%d.5\t2024-01-01 00:00:00\n", $1, $1 * 1000003, $1, $1}' >"$work/big.tsv"
for p in "$ours" "$pgport"; do
    psql -q -p "$p" -d main -c "CREATE TABLE pt (id int PRIMARY KEY, v varchar(60))" \
        -c "INSERT INTO pt SELECT i, 'value-' || i FROM generate_series(1, 100000) i" \
        -c "CREATE TABLE big (id int, b bigint, t varchar(20), d double precision, ts timestamp)" \
        -c "CREATE TABLE loaded (id int, b bigint, t varchar(20), d double precision, ts timestamp)" \
        -c "CREATE TABLE batch (i int, t text)" \
        -c "\\copy big from '$work/big.tsv'"
    pgbench -q -i -s 1 -p "$p" main >/dev/null 2>&1
done
psql -q -p "$pgport" -d main -c "VACUUM ANALYZE"

# --- measuring --------------------------------------------------------------------------------------------------------

printf '\\set id random(1, 100000)\nSELECT v FROM pt WHERE id = :id;\n' >"$work/select.pgbench"
{ printf '\\set a random(1, 99980)\n\\startpipeline\n'
    for ((i = 0; i < 20; i++)); do echo "SELECT v FROM pt WHERE id = :a + $i;"; done
    echo '\endpipeline'; } >"$work/pipeline.pgbench"
printf 'SELECT 1;\n' >"$work/one.pgbench"
printf '\\set id random(1, 100000)\nBEGIN;\nSELECT v FROM pt WHERE id = :id;\nCOMMIT;\n' >"$work/reads.pgbench"
{ printf '\\set id random(1, 100000)\nBEGIN;\n'
    for v in a b c; do echo "UPDATE pt SET v = '$v' WHERE id = :id;"; done
    printf 'SELECT v FROM pt WHERE id = :id;\nCOMMIT;\n'; } >"$work/writes.pgbench"
for returning in "" " RETURNING i"; do
    { printf '\\set a random(1, 100000)\n\\startpipeline\nBEGIN;\n'
        for ((i = 0; i < 250; i++)); do echo "INSERT INTO batch VALUES (:a, 'text')$returning;"; done
        printf 'COMMIT;\n\\endpipeline\n'; } >"$work/batch${returning:+.returning}.pgbench"
done

# Clock ticks of a server, those of its children that ended among them.
ticks() {
    local sum=0 p
    for p in "$1" $(ps -o pid= --ppid "$1"); do
        [[ ! -r /proc/$p/stat ]] || sum=$((sum + $(awk '{sub(/^.*\) /, ""); print $12 + $13}' "/proc/$p/stat" 2>/dev/null || echo 0)))
    done
    echo $((sum + $(awk '{sub(/^.*\) /, ""); print $14 + $15}' "/proc/$1/stat")))
}

# NAME WHO PID COUNT-PER-TRANSACTION PGBENCH-ARGUMENTS...
bench() {
    local name=$1 who=$2 pid=$3 per=$4 before after n out
    shift 4
    before=$(ticks "$pid")
    out=$(pgbench -n -T "$seconds" "$@" main 2>&1) || { echo "$out" >&2; return 1; }
    after=$(ticks "$pid")
    n=$(sed -n 's/.*actually processed: \([0-9]*\).*/\1/p' <<<"$out")
    awk -v n="$n" -v t=$((after - before)) -v per="$per" -v s="$seconds" -v x="$name" -v w="$who" \
        'BEGIN { printf "%s|us|%s|%.3f\n%s|/s|%s|%.1f\n", x, w, t * 10000 / n / per, x, w, n * per / s }' >>"$work/figures"
}

# NAME WHO PID COMMAND...: something done once with all rows
once() {
    local name=$1 who=$2 pid=$3 before after from to
    shift 3
    before=$(ticks "$pid") from=$(date +%s%N)
    "$@" >/dev/null
    to=$(date +%s%N) after=$(ticks "$pid")
    awk -v n="$rows" -v t=$((after - before)) -v ns=$((to - from)) -v x="$name" -v w="$who" \
        'BEGIN { printf "%s|us|%s|%.3f\n%s|/s|%s|%.1f\n", x, w, t * 10000 / n, x, w, n * 1e9 / ns }' >>"$work/figures"
}

load() {
    psql -q -p "$1" -d main -c "TRUNCATE loaded" -c "\\copy loaded from '$work/big.tsv'"
}

for ((r = 0; r <= rounds; r++)); do
    # the first round warms up and is not counted: for some ten seconds a look-up costs three times what it does later
    ((r != 1)) || rm -f "$work/figures"
    seconds=$((r == 0 ? warm : each))
    for who in ours theirs; do
        if [[ $who == ours ]]; then p=$ours s=$scram pid=$ourpid; else p=$pgport s=$pgport pid=$theirpid; fi
        for c in 8 32; do
            bench "point select, prepared, $c clients" $who "$pid" 1 -p "$p" -M prepared -c $c -j 2 -f "$work/select.pgbench"
        done
        bench "point select, simple, 8 clients" $who "$pid" 1 -p "$p" -M simple -c 8 -j 2 -f "$work/select.pgbench"
        bench "point select, extended, 8 clients" $who "$pid" 1 -p "$p" -M extended -c 8 -j 2 -f "$work/select.pgbench"
        bench "point select, prepared, 1 client" $who "$pid" 1 -p "$p" -M prepared -c 1 -f "$work/select.pgbench"
        bench "point select, 20 in a pipeline, 8 clients" $who "$pid" 20 -p "$p" -M prepared -c 8 -j 2 -f "$work/pipeline.pgbench"
        bench "BEGIN, select, COMMIT, 8 clients" $who "$pid" 1 -p "$p" -M prepared -c 8 -j 2 -f "$work/reads.pgbench"
        bench "BEGIN, 3 updates, select, COMMIT" $who "$pid" 1 -p "$p" -M prepared -c 8 -j 2 -f "$work/writes.pgbench"
        bench "insert, 250 in a pipeline" $who "$pid" 250 -p "$p" -M prepared -c 2 -j 2 -f "$work/batch.pgbench"
        bench "insert, 250 in a pipeline, RETURNING" $who "$pid" 250 -p "$p" -M prepared -c 2 -j 2 -f "$work/batch.returning.pgbench"
        bench "TPC-B, scale 1, 1 client" $who "$pid" 1 -p "$p" -M prepared -c 1
        bench "TPC-B, scale 1, 8 clients" $who "$pid" 1 -p "$p" -M prepared -c 8 -j 2
        bench "connect, select, close: trust" $who "$pid" 1 -p "$p" -C -c 1 -f "$work/one.pgbench"
        if [[ $who == theirs ]]; then
            sed -i 's/\(127.0.0.1\/32 *\)trust/\1scram-sha-256/' "$work/pg/data/pg_hba.conf"
            "${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" reload >/dev/null
        fi
        bench "connect, select, close: scram" $who "$pid" 1 -p "$s" -C -c 1 -f "$work/one.pgbench"
        if [[ $who == theirs ]]; then
            sed -i 's/\(127.0.0.1\/32 *\)scram-sha-256/\1trust/' "$work/pg/data/pg_hba.conf"
            "${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" reload >/dev/null
        fi
        once "$rows rows x 5, fetched by 10,000" $who "$pid" psql -q -p "$p" -d main -v FETCH_COUNT=10000 -At -o /dev/null -c "SELECT * FROM big"
        once "$rows rows x 5, COPY TO" $who "$pid" psql -q -p "$p" -d main -o /dev/null -c "COPY big TO STDOUT"
        once "$rows rows x 5, COPY FROM" $who "$pid" load "$p"
    done
done

printf '%-44s %10s %10s %8s\n' "" Polywire PostgreSQL ratio
sort -s -t '|' -k 1,3 -k 4n "$work/figures" | awk -F '|' '
    { k = $1 "|" $2; if (!(k in seen)) { seen[k] = 1; order[++m] = k } n[k, $3]++; v[k, $3, n[k, $3]] = $4 }
    function median(k, w,  c) { c = n[k, w]; return c % 2 ? v[k, w, (c + 1) / 2] : (v[k, w, c / 2] + v[k, w, c / 2 + 1]) / 2 }
    END { for (i = 1; i <= m; i++) { k = order[i]; split(k, a, "|"); o = median(k, "ours"); t = median(k, "theirs")
        printf "%-40s %3s %10.2f %10.2f %8.2f\n", a[1], a[2], o, t, (t > 0 ? o / t : 0) } }'
