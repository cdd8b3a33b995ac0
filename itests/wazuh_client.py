#!/usr/bin/env python3
"""A client of the Wazuh-db socket (standard library only). Usage: wazuh_client.py SOCKET; prints command x ok."""
import json
import socket
import struct
import sys
import threading


class Client:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(20)
        self.socket.connect(path)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise EOFError("closed")
            data += part
        return data

    @staticmethod
    def frame(text):
        data = text.encode()
        return struct.pack("<I", len(data)) + data

    def reply(self):
        return self.exactly(struct.unpack("<I", self.exactly(4))[0])

    def ask(self, text):
        self.socket.sendall(self.frame(text))
        return self.reply().decode()


path = sys.argv[1]
client = Client(path)
failed = 0


def check(name, good, seen=""):
    global failed
    failed += not good
    print(f"{name:44} {'ok' if good else 'FAILED ' + repr(seen)[:300]}", flush=True)


def expect(text, wanted):
    got = client.ask(text)
    check(text[:44], got == wanted, got)


expect("global sql select id, name from agent where id = 0", 'ok [{"id":0,"name":"manager"}]')
expect('global insert-agent {"id":1,"name":"a1","ip":"10.0.0.1","date_add":5}', "ok")
expect('global insert-agent {"id":2,"name":"a2","date_add":5}', "ok")
expect("global select-agent-name 1", 'ok [{"name":"a1"}]')
expect("global select-agent-name 99", "ok []")
expect('global update-agent-name {"id":2,"name":"b2"}', "ok")
expect('global find-agent {"name":"a1","ip":"10.0.0.1"}', 'ok [{"id":1}]')
for group in ("default", "g1", "g2"):
    expect("global insert-agent-group " + group, "ok")
expect("global find-group g1", 'ok [{"id":2}]')
expect("global select-groups", 'ok [{"name":"default"},{"name":"g1"},{"name":"g2"}]')
expect('global set-agent-groups {"mode":"override","sync_status":"syncreq","data":[{"id":1,"groups":["g2","g1"]}]}', "ok")
expect("global select-group-belong 1", 'ok ["g2","g1"]')
expect('global set-agent-groups {"mode":"append","data":[{"id":1,"groups":["default","g1"]}]}', "ok")
expect("global select-agent-group 1", 'ok [{"group":"g2,g1,default"}]')
import hashlib
wanted = hashlib.sha256(b"g2,g1,default").hexdigest()[:8]
expect("global sql select group_hash from agent where id=1", 'ok [{"group_hash":"%s"}]' % wanted)
expect('global set-agent-groups {"mode":"empty_only","data":[{"id":1,"groups":["g1"]},{"id":2,"groups":["g1"]}]}', "ok")
expect("global select-group-belong 1", 'ok ["g2","g1","default"]')
expect("global select-group-belong 2", 'ok ["g1"]')
expect('global set-agent-groups {"mode":"remove","data":[{"id":2,"groups":["g1"]}]}', "ok")
expect("global select-group-belong 2", 'ok ["default"]')
for text in ('{"mode":"append","data":[{"id":1,"groups":["nope"]}]}', '{"mode":"append","data":[{"id":77,"groups":["g1"]}]}'):
    expect("global set-agent-groups " + text, "err An error occurred during the set of the groups")
expect("global recalculate-agent-group-hashes", "ok")
expect('global update-keepalive {"id":1,"connection_status":"active","sync_status":"synced"}', "ok")
expect('global update-connection-status {"id":1,"connection_status":"disconnected","sync_status":"synced","status_code":3}', "ok")
expect("global sql select connection_status, status_code from agent where id=1", 'ok [{"connection_status":"disconnected","status_code":3}]')
expect("global reset-agents-connection synced", "ok")
expect("global get-labels 1", "ok []")
info = client.ask("global get-agent-info 1")
check("global get-agent-info 1", info.startswith("ok [") and json.loads(info[3:])[0]["name"] == "a1", info)
expect("global delete-agent 2", "ok")
expect("global delete-agent 2", "ok")
expect("task sql select * from TASKS", "ok []")
for bad in ("nobody sql select 1", "global", "global nothing", "global sql", "global sql select 1; delete from agent",
            "global sql attach 'x' as y", "global sql drop table agent", "global sql begin", "global sql pragma user_version = 9",
            "global insert-agent {", 'global insert-agent {"id":3}', "global sql selec", "agent 001 sql select 1",
            'global update-keepalive {"id":1,"connection_status":"odd","sync_status":"synced"}'):
    got = client.ask(bad)
    check("refused: " + bad[:34], got.startswith("err "), got)
expect("global sql select id from agent order by id", 'ok [{"id":0},{"id":1}]')
for filler, length in ((65535 - 12, 65535), (65536 - 12, 65536), (65537 - 12, 65536)):
    client.socket.sendall(Client.frame(f"global sql select printf('%.*c', {filler - 1}, 'x') as x"))
    got = client.reply()
    check(f"reply of {length} bytes (whole: {filler + 12})", len(got) == length, (len(got), got[-9:]))
client.socket.sendall(Client.frame("global select-agent-name 1") + Client.frame("global sql select 2 as x"))
check("two requests in one write", (client.reply(), client.reply()) == (b'ok [{"name":"a1"}]', b'ok [{"x":2}]'))
for byte in Client.frame(" \nglobal sql select 3 as x\n"):
    client.socket.sendall(bytes([byte]))
got = client.reply()
check("byte by byte, blanks, newline", got == b'ok [{"x":3}]\n', got)
text = "global sql select 4 as x"
client.socket.sendall(Client.frame(text + " " * (65536 - len(text))))
got = client.reply()
check("request of 65,536 bytes", got == b'ok [{"x":4}]', got)
for length in (65537, 0xFFFFFFFF):
    other = Client(path)
    other.socket.sendall(struct.pack("<I", length))
    got = other.reply()
    check(f"header of {length} refused", got.startswith(b"err "), got)
half = Client(path)
half.socket.sendall(b"\x10\x00\x00\x00half")
half.socket.close()
mixed = []


def many(number):
    own = Client(path)
    for i in range(20):
        if own.ask(f"global sql select {number * 1000 + i} as x") != f'ok [{{"x":{number * 1000 + i}}}]':
            mixed.append(number)


threads = [threading.Thread(target=many, args=(n,)) for n in range(50)]
[t.start() for t in threads]
[t.join() for t in threads]
check("50 connections, 1,000 requests, none mixed", not mixed, mixed)
sys.exit(1 if failed else 0)
