#!/usr/bin/env python3
"""A client of the HTTP interface of Wazuh-db (standard library only). Usage: wazuh_http.py WDB HTTP OTHER_HTTP TCP
TOKEN REVOKE; prints path x ok. WDB is the socket that makes the data, TCP a port with passwords, tokens and TLS, REVOKE the
command that takes the token back."""
import base64
import http.client
import json
import socket
import ssl
import subprocess
import sys

from wazuh_wire import Client, check, finish, table

wdb, path, other_path, tcp, token, revoke = sys.argv[1:7]
wire = Client(wdb)


class Http(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(20)
        self.sock.connect(self.path)

    def ask(self, method, path, body=None):
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.request(method, path, body, headers)
        reply = self.getresponse()
        return reply.status, reply.read().decode(), reply.getheader("Content-Type")


def command(text):
    return wire.ask(text)


def expect(method, path, body, status, wanted, kind="application/json"):
    got = client.ask(method, path, body)
    check(f"{method} {path} {body or ''}", got == (status, wanted, kind), got, effect=wanted not in ("", "[]", "{}", '{"items":[]}') and status == 200)


def done(text):
    got = command(text)
    if not got.startswith("ok"):
        check(text, False, got)


client = Http(path)
for agent in command("global get-all-agents last_id 0")[4:-1].split(","):
    if agent:
        done("global delete-agent %d" % json.loads(agent)["id"])
for group in json.loads(command("global select-groups")[3:]):
    done("global delete-group " + group["name"])

# --- nothing there ----------------------------------------------------------------------------------------------------
expect("GET", "/v1/agents/ids", None, 200, "[]")
expect("GET", "/v1/agents/ids/groups", None, 200, "{}")
expect("GET", "/v1/agents/ids/groups/g1", None, 200, "[]")
expect("GET", "/v1/agents/001/groups", None, 200, "[]")
expect("POST", "/v1/agents/summary", "", 200, "{}")
expect("GET", "/v1/agents/sync", None, 200, "{}")
expect("POST", "/v1/agents/restartinfo", '{"ids":[1]}', 200, '{"items":[]}')

# --- agents and groups ------------------------------------------------------------------------------------------------
for number in (1, 2, 3, 4):
    done('global insert-agent {"id":%d,"name":"a%d","ip":"10.0.0.%d","date_add":5}' % (number, number, number))
for group in ("default", "g1", "g 2"[:1] + "2"):
    done("global insert-agent-group " + group)
done('global set-agent-groups {"mode":"override","data":[{"id":1,"groups":["g2","g1"]},{"id":2,"groups":["g2"]},{"id":4,"groups":["default"]}]}')
expect("GET", "/v1/agents/ids", None, 200, "[1,2,3,4]")
expect("GET", "/v1/agents/ids/groups", None, 200, '{"data":{"1":["g2","g1"],"2":["g2"],"4":["default"]}}')
expect("GET", "/v1/agents/ids/groups/g2", None, 200, "[1,2]")
expect("GET", "/v1/agents/ids/groups/g%32", None, 200, "[1,2]")
expect("GET", "/v1/agents/ids/groups/nope", None, 200, "[]")
expect("GET", "/v1/agents/1/groups", None, 200, '["g2","g1"]')
expect("GET", "/v1/agents/001/groups", None, 200, '["g2","g1"]')
expect("GET", "/v1/agents/3/groups", None, 200, "[]")
expect("GET", "/v1/agents/abc/groups", None, 500, "", None)
expect("GET", "/v1/agents/1'%20or%201=1/groups", None, 500, "", None)

# --- summary ----------------------------------------------------------------------------------------------------------
for number, platform in ((1, "ubuntu"), (2, "ubuntu"), (3, "debian")):
    done('global update-agent-data {"id":%d,"version":"Wazuh v4.14.0","os_platform":"%s","os_name":"O","connection_status":"active","sync_status":"syncreq","group_config_status":"synced","labels":"k:v%d"}' % (number, platform, number))
expect("POST", "/v1/agents/summary", "", 200,
       '{"agents_by_status":{"active":3,"never_connected":1},"agents_by_groups":{"g2":2,"default":1,"g1":1},"agents_by_os":{"ubuntu":2,"debian":1}}')
expect("POST", "/v1/agents/summary", "[1, 2]", 200,
       '{"agents_by_status":{"active":2},"agents_by_groups":{"g2":2,"g1":1},"agents_by_os":{"ubuntu":2}}')
expect("POST", "/v1/agents/summary", "[4]", 200, '{"agents_by_status":{"never_connected":1},"agents_by_groups":{"default":1}}')
expect("POST", "/v1/agents/summary", "any 3 text", 200, '{"agents_by_status":{"active":1},"agents_by_os":{"debian":1}}')
expect("POST", "/v1/agents/summary", "[]", 200, "{}")
expect("POST", "/v1/agents/summary", "[99999999999999999999]", 200, "{}")

# --- restart information ----------------------------------------------------------------------------------------------
one, two, three = ('{"id":%d,"version":"Wazuh v4.14.0"}' % n for n in (1, 2, 3))
zero = '{"id":0,"version":""}'
expect("POST", "/v1/agents/restartinfo", '{"ids":[1,4],"negate":false}', 200, '{"items":[%s]}' % one)
expect("POST", "/v1/agents/restartinfo", '{"ids":[1,0],"negate":true}', 200, '{"items":[%s,%s]}' % (two, three))
expect("POST", "/v1/agents/restartinfo", '{"ids":[],"negate":true}', 200, '{"items":[%s,%s,%s,%s]}' % (zero, one, two, three))
expect("POST", "/v1/agents/restartinfo", '{}', 200, '{"items":[%s,%s,%s,%s]}' % (zero, one, two, three))
expect("POST", "/v1/agents/restartinfo", '{"ids":"x"}', 500, "", None)
expect("POST", "/v1/agents/restartinfo", '{', 500, "", None)

# --- between nodes ----------------------------------------------------------------------------------------------------
done('global update-keepalive {"id":2,"connection_status":"active","sync_status":"syncreq_keepalive"}')
done('global update-connection-status {"id":3,"connection_status":"disconnected","sync_status":"syncreq_status","status_code":4}')
status, body, kind = client.ask("GET", "/v1/agents/sync")
told = json.loads(body)
check("GET /v1/agents/sync", (status, kind) == (200, "application/json") and set(told) == {"syncreq", "syncreq_keepalive", "syncreq_status"}, body, effect=True)
full = told["syncreq"][0]
check("... syncreq", [a["id"] for a in told["syncreq"]] == [1] and full["labels"] == [{"key": "k", "value": "v1"}]
      and full["os_platform"] == "ubuntu" and "os_build" not in full and full["connection_status"] == "active", full)
check("... syncreq_keepalive", told["syncreq_keepalive"] == [{"id": 2, "version": "Wazuh v4.14.0"}], told)
third = told["syncreq_status"][0]
check("... syncreq_status", (third["id"], third["connection_status"], third["status_code"]) == (3, "disconnected", 4)
      and set(third) == {"id", "version", "connection_status", "disconnection_time", "status_code"}, third)
got = command("global sql select distinct sync_status from agent")
check("... and all agents are synced then", got == 'ok [{"sync_status":"synced"}]', got, "GET /v1/agents/sync", True)
expect("GET", "/v1/agents/sync", None, 200, "{}")
del full["os_platform"]
full.update(name="renamed", labels=[{"key": "n", "value": "w"}])
expect("POST", "/v1/agents/sync", json.dumps({"syncreq": [full]}), 200, "", None)
got = command("global sql select name, os_platform, os_name, sync_status from agent where id = 1")
check("... every field is rewritten", got == 'ok [{"name":"renamed","os_platform":"","os_name":"O","sync_status":"synced"}]', got, "POST /v1/agents/sync", True)
got = command("global get-labels 1")
check("... and the labels", got == 'ok [{"id":1,"key":"n","value":"w"}]', got)
done("global sql update agent set last_keepalive = 1, connection_status = 'disconnected', sync_status = 'syncreq' where id = 2")
expect("POST", "/v1/agents/sync", '{"syncreq_keepalive":[{"id":2,"version":"v"}],"syncreq_status":[{"id":3,"version":"v5","connection_status":"pending"}]}', 200, "", None)
got = command("global sql select id, last_keepalive > 1000 as k, connection_status, version, status_code, sync_status from agent where id in (2, 3) order by id")
check("... keepalive and status", got == 'ok [{"id":2,"k":1,"connection_status":"active","version":"Wazuh v4.14.0","status_code":0,"sync_status":"synced"},{"id":3,"k":1,"connection_status":"pending","version":"v5","status_code":0,"sync_status":"synced"}]', got)
for bad in ("", "nothing", "[]", '{"syncreq":{}}', '{"syncreq":[{"name":"x"}]}', '{"syncreq_status":[{"id":"1"}]}', '{"syncreq":[{"id":1,"name":"half"}]}'):
    expect("POST", "/v1/agents/sync", bad, 500, "", None)
got = command("global sql select name from agent where id = 1")
check("... a refused one changes nothing", got == 'ok [{"name":"renamed"}]', got)

# --- HTTP itself ------------------------------------------------------------------------------------------------------
for method, unknown in (("GET", "/"), ("GET", "/v1/agents"), ("GET", "/v2/agents/ids"), ("POST", "/v1/agents/ids"), ("GET", "/v1/agents/summary"), ("DELETE", "/v1/agents/sync")):
    got = client.ask(method, unknown)
    check(f"{method} {unknown} is not known", got[0] == 404, got)
expect("GET", "/v1/agents//groups", None, 400, "Missing parameter: agent_id", "text/plain")
expect("GET", "/v1/agents/ids/groups/", None, 400, "Missing parameter: name", "text/plain")
before = client.sock
client.ask("GET", "/v1/agents/ids")
check("one connection for all of that (keep-alive)", client.sock is before and before is not None)
raw = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
raw.settimeout(20)
raw.connect(path)
raw.sendall(b"GET /v1/agents/ids HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3 + b"GET /v1/agents/ids HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
data = b""
while True:
    part = raw.recv(65536)
    if not part:
        break
    data += part
check("four requests in one write, closed as asked", data.count(b"HTTP/1.1 200 OK") == 4 and data.count(b"[1,2,3,4]") == 4, data)
raw = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
raw.settimeout(20)
raw.connect(path)
for byte in b"POST /v1/agents/summary HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\n[4]":
    raw.sendall(bytes([byte]))
data = b""
while True:
    part = raw.recv(65536)
    if not part:
        break
    data += part
check("byte by byte", data.endswith(b'{"agents_by_status":{"never_connected":1},"agents_by_groups":{"default":1}}'), data)
raw = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
raw.settimeout(20)
raw.connect(path)
raw.sendall(b"POST /v1/agents/summary HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n")
data = raw.recv(65536)
check("a body over the limit is refused before it is sent", data.startswith(b"HTTP/1.1 413 "), data)
raw = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
raw.settimeout(20)
raw.connect(path)
raw.sendall(b"nonsense\r\n\r\n")
data = raw.recv(65536)
check("no HTTP", data.startswith(b"HTTP/1.1 400 "), data)
client = Http(other_path)
expect("GET", "/v1/agents/ids", None, 200, "[1,2,3,4]")

# --- over a network: TLS and a password -------------------------------------------------------------------------------
trusting = ssl.create_default_context()
trusting.check_hostname = False
trusting.verify_mode = ssl.CERT_NONE
for client in (http.client.HTTPConnection("127.0.0.1", int(tcp), timeout=20),
               http.client.HTTPSConnection("127.0.0.1", int(tcp), timeout=20, context=trusting)):
    kind = type(client).__name__
    for name, password, wanted in ((None, None, 401), ("test", "wrong", 401), ("test", "test", 200), ("test", "test", 200), (None, None, 401), ("nobody", "test", 401)):
        headers = {}
        if name:
            headers["Authorization"] = "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()
        client.request("GET", "/v1/agents/ids", headers=headers)
        reply = client.getresponse()
        body = reply.read()
        check(f"{kind} as {name}, {password}", reply.status == wanted and (wanted == 401 or body == b"[1,2,3,4]")
              and (wanted == 200 or reply.getheader("WWW-Authenticate", "").startswith("Basic ")), (reply.status, body))
    for name, given, wanted in (("none of ours", "x", 401), ("one that was issued", token, 200), ("the same again", token, 200),
                                ("one letter of it changed", token[:-1] + ("a" if token[-1] != "a" else "b"), 401), ("it", token, 200)):
        client.request("GET", "/v1/agents/ids", headers={"Authorization": "Bearer " + given})
        reply = client.getresponse()
        body = reply.read()
        check(f"{kind} with a token: {name}", reply.status == wanted and (wanted == 401 or body == b"[1,2,3,4]"), (reply.status, body))
    client.request("POST", "/v1/agents/restartinfo", body='{"ids":[1]}', headers={"Authorization": "bearer " + token})
    reply = client.getresponse()
    body = reply.read()
    check(f"{kind} with a token: a question with a body", reply.status == 200 and body.startswith(b'{"items":['), body)
subprocess.run(revoke.split(), check=True, stdout=subprocess.DEVNULL)
client = http.client.HTTPSConnection("127.0.0.1", int(tcp), timeout=20, context=trusting)
client.request("GET", "/v1/agents/ids", headers={"Authorization": "Bearer " + token})
reply = client.getresponse()
reply.read()
check("... and it is refused once it is taken back", reply.status == 401 and "Bearer" in str(reply.headers.get_all("WWW-Authenticate")), reply.status)

table("2.7", ["GET /v1/agents/ids", "GET /v1/agents/ids/groups", "GET /v1/agents/ids/groups/:name", "GET /v1/agents/:id/groups",
              "POST /v1/agents/summary", "GET /v1/agents/sync", "POST /v1/agents/sync", "POST /v1/agents/restartinfo"])
finish()
