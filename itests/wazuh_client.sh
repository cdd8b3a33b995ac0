#!/usr/bin/env bash
# Runs the Wazuh-db client against the distribution that was built last, in a home of its own; prints command x ok.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
polywire=$here/distribution/target/polywire/bin/polywire
home=$(mktemp -d)
trap '"$polywire" --home "$home" stop >"$home/stop.log" 2>&1 || true; rm -rf "$home"' EXIT
mkdir -p "$home/config"
cp "$here"/config/*.cfg "$here"/config/logback.xml "$home/config/"
sed -i 's|^#places = .*|places = wazuh_agent_*=queue/db/*.db, wazuh_global=queue/db/global.db, wazuh_task=queue/tasks/tasks.db, wazuh_mitre=var/db/mitre.db|' \
    "$home/config/io.polywire.storage.sqlite-main.cfg"
printf 'protocol = wazuh\naddress = unix:queue/db/wdb\nauth = none\n' >"$home/config/io.polywire.net-wazuh.cfg"
printf 'protocol = wazuh-http\naddress = unix:queue/sockets/wdb-http.sock, unix:queue/db/wdb-http\nauth = none\n' \
    >"$home/config/io.polywire.net-wazuh-http.cfg"
printf 'protocol = wazuh-http\nport = 0\ntls = optional\nauth = token, password\n' >"$home/config/io.polywire.net-tcp.cfg"
printf 'protocol = r2db2\nport = 0\n' >"$home/config/io.polywire.net-r2db2.cfg"
printf 'protocol = postgresql\nport = 0\nauth = password\n' >"$home/config/io.polywire.net-postgresql.cfg"
"$polywire" --home "$home" start | tee "$home/start.log"
tcp=$(sed -n 's/^listener  tcp .*127\.0\.0\.1:\([0-9]*\) .*/\1/p' "$home/start.log")
[[ $(stat -c %a "$home/queue/db/wdb") == 660 ]] || { echo "mode of the socket is not 660"; exit 1; }
python3 "$here/itests/wazuh_client.py" "$home/queue/db/wdb"
python3 "$here/itests/wazuh_agent.py" "$home/queue/db/wdb"
# files where an original manager has them, and clients on the same machine look for them
for file in queue/db/000.db queue/db/global.db queue/tasks/tasks.db var/db/mitre.db; do
    [[ -f $home/$file ]] || { echo "$file is not there"; exit 1; }
done
for http in queue/sockets/wdb-http.sock queue/db/wdb-http; do
    [[ $(stat -c %a "$home/$http") == 660 ]] || { echo "mode of $http is not 660"; exit 1; }
done
printf 'node-%s\n' "$RANDOM$RANDOM" | "$polywire" user add node --superuser --password-stdin --home "$home" >"$home/user.log"
token=$("$polywire" token issue node --home "$home")
python3 "$here/itests/wazuh_http.py" "$home/queue/db/wdb" "$home/queue/sockets/wdb-http.sock" "$home/queue/db/wdb-http" "$tcp" \
    "$token" "$polywire token revoke-all node --home $home"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$here/distribution/target/polywire/lib/client/*" "$here/itests/WazuhClientCheck.java" \
    "$home/queue/db/wdb" "$home/queue/sockets/wdb-http.sock"

# the same data through another wire
r2db2=$(sed -n 's/^listener  r2db2 .*127\.0\.0\.1:\([0-9]*\) .*/\1/p' "$home/start.log")
POLYWIRE_PASSWORD=test "$polywire" sql --port "$r2db2" --user test -c "select count(*) as agents from agent" wazuh_global |
    grep -q 1301 && echo "wazuh_global through r2db2 ok"

# the same wire over the JDK's channels, which serve where Netty has no native library
other=$(mktemp -d)
trap '"$polywire" --home "$home" stop >"$home/stop.log" 2>&1 || true; "$polywire" --home "$other" stop >"$other/stop.log" 2>&1 || true; rm -rf "$home" "$other"' EXIT
mkdir -p "$other/config"
cp "$home"/config/*.cfg "$home/config/logback.xml" "$other/config/"
POLYWIRE_JAVA_OPTS="-XX:+UseSerialGC -Xms32m -Xss512k -Dio.netty.transport.noNative=true" "$polywire" --home "$other" start >"$other/start.log"
grep -rq "nio (native epoll" "$other/logs" || { echo "the JDK's channels do not serve"; exit 1; }
[[ $(stat -c %a "$other/queue/db/wdb") == 660 ]] || { echo "mode of the socket is not 660 (JDK)"; exit 1; }
python3 "$here/itests/wazuh_client.py" "$other/queue/db/wdb" >"$other/client.log" || { cat "$other/client.log"; exit 1; }
echo "the Wazuh-db socket over the JDK's channels ok"
