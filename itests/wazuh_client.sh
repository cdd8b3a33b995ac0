#!/usr/bin/env bash
# Runs the Wazuh-db client against the distribution that was built last, in a home of its own; prints command x ok.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
polywire=$here/distribution/target/polywire/bin/polywire
home=$(mktemp -d)
trap '"$polywire" --home "$home" stop >"$home/stop.log" 2>&1 || true; rm -rf "$home"' EXIT
mkdir -p "$home/config"
cp "$here"/config/*.cfg "$here"/config/logback.xml "$home/config/"
printf 'protocol = wazuh\naddress = unix:queue/db/wdb\nauth = none\n' >"$home/config/io.polywire.net-wazuh.cfg"
printf 'protocol = r2db2\nport = 0\n' >"$home/config/io.polywire.net-r2db2.cfg"
printf 'protocol = postgresql\nport = 0\nauth = password\n' >"$home/config/io.polywire.net-postgresql.cfg"
"$polywire" --home "$home" start
[[ $(stat -c %a "$home/queue/db/wdb") == 660 ]] || { echo "mode of the socket is not 660"; exit 1; }
python3 "$here/itests/wazuh_client.py" "$home/queue/db/wdb"
