#!/usr/bin/env bash
# Native clients of PostgreSQL against the distribution that was built last, in a home of its own, on a free port.
#
#   itests/postgres_clients.sh [CLIENT...]                 names as below; all of them if none is given
#   PGPORT=5432 PGHOST=... PGUSER=test PGPASSWORD=test PGDATABASE=main PGROOTCERT=... itests/postgres_clients.sh
#                                                          against a server that runs already (PostgreSQL 15, to check the checks)
#   PGCAPTURE=required itests/postgres_clients.sh          fails where the traffic cannot be captured and decoded by tshark
#
# Where tshark is there and may capture on the loopback, all traffic is captured and decoded: a message that it calls malformed fails.
# What fails is named at the end. Exit status 0 only if nothing fails but what clients/open.txt has with its reason. A client that is not installed is named and skipped;
# with POLYWIRE_CLIENTS=required it fails.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
polywire=$here/../distribution/target/polywire/bin/polywire
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
started=

finish() {
    [[ -z $started ]] || "$polywire" --home "$work/home" stop >"$work/stop.log" 2>&1 || cat "$work/stop.log"
    rm -rf "$work"
}
trap finish EXIT

if [[ -z ${PGPORT:-} ]]; then
    mkdir -p "$work/home/config"
    cp "$here"/../config/*.cfg "$here"/../config/logback.xml "$work/home/config/"
    printf 'protocol = r2db2\nport = 0\nauth = none,password\n' >"$work/home/config/io.polywire.net-r2db2.cfg"
    printf 'protocol = postgresql\nport = 0\ntls = optional\nauth = password\n' >"$work/home/config/io.polywire.net-postgresql.cfg"
    if command -v openssl >/dev/null; then
        # a listener for those who come with a certificate or a token, with a certificate of a CA
        pki=$work/pki
        mkdir -p "$pki"
        authority() {
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" \
                -keyout "$pki/$1.key" -out "$pki/$1.crt" 2>/dev/null
        }
        # signed NAME SUBJECT AUTHORITY [EXTENSION]
        signed() {
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$2" \
                -keyout "$pki/$1.key" -out "$pki/$1.csr" 2>/dev/null
            openssl x509 -req -in "$pki/$1.csr" -CA "$pki/$3.crt" -CAkey "$pki/$3.key" -CAcreateserial -days 2 \
                -extfile <(echo "${4:-}") -out "$pki/$1.crt" 2>/dev/null
        }
        authority ca && authority stranger
        signed server localhost ca subjectAltName=DNS:localhost
        signed alice alice ca
        signed forged alice stranger
        chmod 600 "$pki"/*.key
        printf '%s\n' 'protocol = postgresql' 'port = 0' 'tls = required' 'auth = certificate, token, password' \
            "tls.certificate = $pki/server.crt" "tls.key = $pki/server.key" "tls.trust = $pki/ca.crt" \
            'tls.client.auth = optional' >"$work/home/config/io.polywire.net-pgaccess.cfg"
        echo "of alice" | "$polywire" --home "$work/home" user add alice --password-stdin || exit 1
        PGTOKEN=$("$polywire" --home "$work/home" token issue alice 2>/dev/null)
        PGREVOKED=$("$polywire" --home "$work/home" token issue alice 2>/dev/null)
        "$polywire" --home "$work/home" token revoke "${PGREVOKED:4:16}" || exit 1
        export PGTOKEN PGREVOKED PGPKI=$pki
    fi
    started=yes
    "$polywire" --home "$work/home" start >"$work/start.log" 2>&1 || { cat "$work/start.log"; exit 1; }
    PGPORT=$(sed -n 's/^listener  *postgresql  *127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/start.log")
    [[ -n $PGPORT ]] || { cat "$work/start.log"; echo "no port of the listener postgresql"; exit 1; }
    PGACCESSPORT=$(sed -n 's/^listener  *pgaccess  *127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/start.log")
    export PGACCESSPORT
    export PGPORT PGHOST=127.0.0.1 PGUSER=test PGPASSWORD=test PGDATABASE=main
    export PGROOTCERT=$work/home/data/tls/self-signed.crt
fi

# How each client is run, and what tells whether it is there.
declare -A command=(
    [psql]="$here/clients/psql.sh" [psycopg2]="/usr/bin/python3 $here/clients/psycopg2_client.py"
    [psycopg3]="/usr/bin/python3 $here/clients/psycopg3_client.py" [asyncpg]="/usr/bin/python3 $here/clients/asyncpg_client.py"
    [node]="node $here/clients/node_client.js" [perl]="perl $here/clients/dbd_pg_client.pl" [php]="php $here/clients/pdo_client.php"
    [ruby]="ruby $here/clients/pg_client.rb" [go]="go run $here/clients/pq_client.go"
    [sqlalchemy]="/usr/bin/python3 $here/clients/sqlalchemy_client.py"
    [django]="/usr/bin/python3 $here/clients/django_client.py" [pg_dump]="$here/clients/pg_dump.sh"
    [queries]="/usr/bin/python3 $here/clients/catalog_queries.py" [orm]="node $here/clients/orm_client.js"
)
declare -A probe=(
    [psql]="psql --version" [psycopg2]="/usr/bin/python3 -c 'import psycopg2'" [psycopg3]="/usr/bin/python3 -c 'import psycopg'"
    [asyncpg]="/usr/bin/python3 -c 'import asyncpg'" [node]="node -e 'require(\"pg\")'" [perl]="perl -MDBD::Pg -e 1"
    [php]="php -r 'exit(extension_loaded(\"pdo_pgsql\") ? 0 : 1);'" [ruby]="ruby -rpg -e 1"
    [go]="test -d /usr/share/gocode/src/github.com/lib/pq -a -x \$(command -v go)" [sqlalchemy]="/usr/bin/python3 -c 'import sqlalchemy'"
    [django]="/usr/bin/python3 -c 'import django, psycopg2'" [pg_dump]="pg_dump --version | grep -F ' 15.'"
    [queries]="psql --version && /usr/bin/python3 -c 'import psycopg2'" [orm]="node -e 'require(\"sequelize\"), require(\"pg\")'"
)
order=(psql psycopg2 psycopg3 asyncpg node perl php ruby go sqlalchemy django pg_dump queries orm)
export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=${GOCACHE:-$work/go.cache}
export NODE_PATH=${NODE_PATH:+$NODE_PATH:}/usr/share/nodejs

# What does not ask for TLS by itself goes in the clear, to be looked at.
export PGSSLMODE=${PGSSLMODE:-disable}

# The capture runs as soon as its file is there.
capture=
if command -v tshark >/dev/null && command -v dumpcap >/dev/null; then
    dumpcap -q -i lo -f "tcp port $PGPORT" -w "$work/capture.pcapng" 2>"$work/dumpcap.log" &
    capture=$!
    for ((i = 0; i < 100; i++)); do
        [[ ! -s $work/capture.pcapng ]] || break
        kill -0 "$capture" 2>/dev/null || { wait "$capture"; capture=; break; }
        /bin/sleep 0.1
    done
fi

ok=0 open=0
failed=()
[[ -n $capture || ${PGCAPTURE:-} != required ]] || failed+=("capture: tshark is not installed or may not capture")
for client in "${@:-${order[@]}}"; do
    [[ -n ${command[$client]:-} ]] || { echo "no client $client; there are: ${order[*]}"; exit 2; }
    if ! bash -c "${probe[$client]}" >/dev/null 2>&1; then
        echo "skipped - $client is not installed"
        [[ ${POLYWIRE_CLIENTS:-} != required ]] || failed+=("$client: not installed")
        continue
    fi
    status=0
    # shellcheck disable=SC2086
    timeout 240 ${command[$client]} >"$work/$client" 2>"$work/$client.err" || status=$?
    good=0 bad=0
    while IFS= read -r line; do
        name=${line#*- }
        case $line in
            "ok - "*)
                good=$((good + 1))
                ! grep -qxF "$client: $name" <(cut -f1 "$here/clients/open.txt") || echo "open no more - $client: $name: take it out of open.txt"
                ;;
            "FAILED - "*)
                reason=$(grep -F "$client: ${name%%: *}" "$here/clients/open.txt" | while IFS=$'\t' read -r known why; do
                    [[ "$client: $name" != "$known: "* ]] || echo "$why"; done)
                if [[ -n $reason ]]; then
                    open=$((open + 1))
                    echo "open - $client: $name ($reason)"
                else
                    bad=$((bad + 1))
                    failed+=("$client: $name")
                fi
                ;;
            *) echo "$client: $line" ;;
        esac
    done <"$work/$client"
    if ((status != 0)); then
        failed+=("$client: ended with status $status")
        tail -5 "$work/$client.err"
    fi
    ((good + bad > 0)) || failed+=("$client: no check was run")
    ok=$((ok + good))
    printf '%-12s %3d ok, %d failed, %d s so far\n' "$client" "$good" "$bad" "$SECONDS"
done

if [[ -n $capture ]]; then
    kill -TERM "$capture" 2>/dev/null
    wait "$capture"
    # TLS is not looked into; what is decoded is counted, so that nothing decoded cannot pass for nothing malformed
    decoded=$(tshark -r "$work/capture.pcapng" -d "tcp.port==$PGPORT,pgsql" -Y pgsql -T fields -e frame.number 2>/dev/null | wc -l)
    malformed=$(tshark -r "$work/capture.pcapng" -d "tcp.port==$PGPORT,pgsql" -Y 'pgsql && (_ws.malformed || _ws.unreassembled)' 2>/dev/null | head -5)
    echo "capture      $decoded frames with messages decoded by $(tshark --version 2>/dev/null | sed -n '1s/^\(TShark[^0-9]*[0-9.]*\).*/\1/p')"
    ((decoded > 0)) || failed+=("capture: no message was decoded")
    [[ -z $malformed ]] || failed+=("capture: malformed: $malformed")
fi

for f in "${failed[@]+"${failed[@]}"}"; do
    echo "FAILED - $f"
done
echo "$ok ok, ${#failed[@]} failed, $open open"
exit $((${#failed[@]} > 0))
