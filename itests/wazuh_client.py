#!/usr/bin/env python3
"""A client of the Wazuh-db socket (standard library only). Usage: wazuh_client.py SOCKET; prints command x ok."""
import hashlib
import json
import struct
import sys
import threading

from wazuh_wire import Client, check, finish, table

path = sys.argv[1]
client = Client(path)


def expect(text, wanted, name=None):
    got = client.ask(text)
    check(name or text, got == wanted, got, text)


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

# --- agents of the global database ------------------------------------------------------------------------------------
expect('global insert-agent {"id":3,"name":"a3","ip":"10.0.0.3","date_add":5}', "ok")
expect('global insert-agent {"id":4,"name":"a4","ip":"10.0.0.4","date_add":5}', "ok")
data = {"id": 3, "version": "Wazuh v4.14.0", "os_name": "Debian", "os_major": "12", "node_name": "n1",
        "connection_status": "active", "sync_status": "syncreq", "group_config_status": "synced",
        "labels": '"env":"prod"\n"site":"O\'Hare"\n'}
expect("global update-agent-data " + json.dumps(data), "ok")
expect("global get-labels 3", 'ok [{"id":3,"key":"env","value":"prod"},{"id":3,"key":"site","value":"O\'Hare"}]')
expect("global sql select version, os_name, node_name, connection_status from agent where id = 3",
       'ok [{"version":"Wazuh v4.14.0","os_name":"Debian","node_name":"n1","connection_status":"active"}]')
expect('global update-status-code {"id":3,"status_code":2,"sync_status":"syncreq"}', "ok")
expect("global sql select status_code from agent where id = 3", 'ok [{"status_code":2}]')
expect("global get-all-agents last_id 0", 'ok [{"id":1},{"id":3},{"id":4}]')
expect("global get-agents-by-connection-status 0 active", 'ok [{"id":3}]')
expect("global get-agents-by-connection-status 0 active n1 5", 'ok [{"id":3}]')
expect("global get-agents-by-connection-status 0 active n2 5", "ok []")
expect("global get-agents-by-connection-status 3 active", "ok []")
client.socket.sendall(Client.frame("global get-all-agents context"))
pushed = []
while True:
    got = client.reply()
    if not got.startswith(b"due "):
        break
    pushed.append(json.loads(got[4:])["id"])
check("global get-all-agents context", (pushed, got) == ([0, 1, 3, 4], b"ok []"), (pushed, got))
expect("global disconnect-agents 0 9999999999 syncreq", 'ok [{"id":3}]')
expect("global get-agents-by-connection-status 0 disconnected", 'ok [{"id":1},{"id":3}]')
expect("global disconnect-agents 0 9999999999 syncreq", "ok []")

# --- groups and their hashes ------------------------------------------------------------------------------------------
expect('global set-agent-groups {"mode":"override","sync_status":"syncreq","data":[{"id":3,"groups":["g1"]},{"id":9,"name":"new","groups":["g1"]}]}', "ok")
expect("global sql select name, connection_status from agent where id = 9", 'ok [{"name":"new","connection_status":"never_connected"}]')
expect("global get-group-agents g1 last_id 0", "ok [1,3,9]")
expect("global get-group-agents g1 last_id 3", "ok [9]")
expect("global get-group-agents nope last_id 0", "ok []")


def digest(groups):
    return hashlib.sha256(groups.encode()).hexdigest()[:8]


hashes = client.ask("global sql select group_hash from agent where group_hash is not null order by id")
overall = hashlib.sha1("".join(row["group_hash"] for row in json.loads(hashes[3:])).encode()).hexdigest()
pairs = sorted({(digest(g), g) for g in ("g2,g1,default", "g1")})
expect("global get-distinct-groups", "ok " + json.dumps([{"group": g, "group_hash": h} for h, g in pairs], separators=(",", ":")))
expect("global get-distinct-groups " + pairs[0][0], "ok " + json.dumps([{"group": pairs[1][1], "group_hash": pairs[1][0]}], separators=(",", ":")))
expect("global get-groups-integrity " + overall, 'ok ["syncreq"]')
wanted = '[{"id":3,"name":"a3","groups":["g1"]},{"id":9,"name":"new","groups":["g1"]}]'
ask = '{"condition":"sync_status","last_id":1,"set_synced":true,"get_global_hash":true,"agent_registration_delta":0}'
expect("global sync-agent-groups-get " + ask, 'ok [{"data":%s,"hash":"%s"}]' % (wanted, overall))
expect("global sync-agent-groups-get " + ask, 'ok [{"data":[],"hash":"%s"}]' % overall)
expect('global sync-agent-groups-get {"condition":"all","last_id":3}', 'ok [{"data":[{"id":4,"name":"a4","groups":[]},{"id":9,"name":"new","groups":["g1"]}]}]')
expect("global sql update agent set group_sync_status = 'synced'", "ok []")
expect("global get-groups-integrity " + overall, 'ok ["synced"]')
expect("global get-groups-integrity " + "0" * 40, 'ok ["hash_mismatch"]')
expect("global delete-group g1", "ok")
expect("global select-group-belong 9", 'ok ["default"]')
expect("global select-agent-group 1", 'ok [{"group":"g2,default"}]')
expect("global find-group g1", "ok []")

# --- between nodes ----------------------------------------------------------------------------------------------------
got = client.ask("global sync-agent-info-get ")
items = json.loads(got[3:])
check("global sync-agent-info-get", got.startswith("ok [") and items[0]["id"] == 3 and items[0]["labels"][0]["value"] == "prod", got)
expect("global sync-agent-info-get last_id 0", "ok []")
items = [{"id": 4, "version": "v9", "connection_status": "active", "labels": [{"id": 4, "key": "k", "value": "v"}]}]
expect("global sync-agent-info-set " + json.dumps(items), "ok")
expect("global sql select version, connection_status, sync_status from agent where id = 4", 'ok [{"version":"v9","connection_status":"active","sync_status":"synced"}]')
expect("global get-labels 4", 'ok [{"id":4,"key":"k","value":"v"}]')

# --- upkeep -----------------------------------------------------------------------------------------------------------
got = client.ask("global get_fragmentation")
check("global get_fragmentation", set(json.loads(got[3:])) == {"fragmentation", "free_pages_percentage"}, got)
expect("global vacuum", 'ok {"fragmentation_after_vacuum":0}')
expect("global sleep 10", "ok ")

expect("global backup get", "ok []")
got = client.ask("global backup create")
snapshot = json.loads(got[3:])[0].split("/")[-1] if got.startswith("ok ") else ""
check("global backup create", snapshot.startswith("global.db-backup-"), got)
expect("global backup get", 'ok ["%s"]' % snapshot)
before = client.ask("global sql select * from agent order by id")
members = client.ask("global sql select * from belongs order by 1, 2")
expect("global sql update agent set name = 'lost', ip = null", "ok []")
expect("global delete-agent 9", "ok")
expect("global insert-agent-group later", "ok")
watching = Client(path)
watching.ask("global sql select 1 as x")
expect('global backup restore {"snapshot":"%s","save_pre_restore_state":true}' % snapshot, "ok")
expect("global sql select * from agent order by id", before)
expect("global sql select * from belongs order by 1, 2", members)
expect("global find-group later", "ok []")
got = watching.ask("global sql select * from agent order by id")
check("... another client sees it", got == before, got)
got = json.loads(client.ask("global backup get")[3:])
check("... what was before is kept too", len(got) == 2 and got[1].endswith("-pre_restore.gz"), got)
for _ in range(3):
    client.ask("global backup create")
got = json.loads(client.ask("global backup get")[3:])
check("... three are kept", len(got) == 3 and snapshot not in got, got)

# --- texts that programs send (2.4) ---------------------------------------------------------------------------------------
expect("global sql select value from info where key = 'openssl_support'", "ok []")
expect("global sql select name from agent where (id = 0)", 'ok [{"name":"manager"}]')
expect('global set-agent-groups {"mode":"sideways","sync_status":"syncreq","data":[]}', "err Invalid mode 'sideways' in set_agent_groups command")
expect("agent 1 sql delete from fim_entry", "ok []")
expect("agent 1 rootcheck delete", "ok 0")

# --- tasks ------------------------------------------------------------------------------------------------------------
expect("task sql select * from TASKS", "ok []")
expect('task upgrade {"agent":1,"node":"n1","module":"api"}', 'ok {"error":0,"task_id":1}')
expect('task upgrade_get_status {"agent":1,"node":"n1"}', 'ok {"error":0,"status":"Pending"}')
got = client.ask('task upgrade_update_status {"agent":1,"node":"n1","status":"Done"}')
check("task upgrade_update_status, not allowed", json.loads(got[3:])["error"] != 0, got)
expect('task upgrade_update_status {"agent":1,"node":"n1","status":"In progress"}', 'ok {"error":0}')
expect('task upgrade_update_status {"agent":1,"node":"n1","status":"Failed","error_msg":"no"}', 'ok {"error":0}')
got = json.loads(client.ask('task upgrade_result {"agent":1}')[3:])
check("task upgrade_result", (got["task_id"], got["status"], got["error_msg"], got["command"]) == (1, "Failed", "no", "upgrade"), got)
expect('task upgrade_custom {"agent":1,"node":"n1","module":"api"}', 'ok {"error":0,"task_id":2}')
expect('task upgrade_cancel_tasks {"node":"n1"}', 'ok {"error":0}')
expect('task upgrade_get_status {"agent":1,"node":"n1"}', 'ok {"error":0,"status":"Cancelled"}')
expect('task set_timeout {"now":100,"interval":10}', 'ok {"error":0,"timestamp":110}')
expect('task delete_old {"timestamp":9999999999}', 'ok {"error":0}')
expect("task sql select count(*) as n from TASKS", 'ok [{"n":0}]')
got = client.ask('task upgrade {"agent":1}')
check("refused: task upgrade without node", got.startswith("err Invalid JSON data"), got)

# --- databases of agents ----------------------------------------------------------------------------------------------
expect("agent 000 sql select value from metadata where key = 'db_version'", 'ok [{"value":"16"}]')
expect("agent 001 sql insert into fim_entry (full_path, file, type) values ('/etc/a', '/etc/a', 'file')", "ok []")
expect("agent 1 sql select file from fim_entry", 'ok [{"file":"/etc/a"}]')
expect("agent 003 sql select file from fim_entry", "ok []")
expect("agent 77 sql select 1", "err Agent not found")
expect("agent x sql select 1", "err Invalid agent ID 'x'")
expect("agent 001 sql select nope from fim_entry", "err Cannot execute SQL query")
expect("agent 001 begin", "ok")
expect("agent 001 sql delete from fim_entry", "ok []")
expect("agent 001 commit", "ok")
expect("agent 001 sql select file from fim_entry", "ok []")
expect("agent 001 rootcheck delete", "ok 0")
got = client.ask("agent 001 get_fragmentation")
check("agent 001 get_fragmentation", got.startswith('ok {"fragmentation":'), got)
expect("agent 001 vacuum", 'ok {"fragmentation_after_vacuum":0}')
expect("agent 001 sleep 1", "ok ")
expect("agent 001 close", "ok")
expect("agent 001 remove", "ok")
expect("agent 001 sql select count(*) as n from fim_entry", 'ok [{"n":0}]')
other = Client(path)
got = other.ask("agent 001 sql select count(*) as n from sys_ports")
check("a second client's session", got == 'ok [{"n":0}]', got)
expect("wazuhdb remove 001 003 x", 'ok {"agents":{"001":"ok","003":"ok","x":"Invalid agent ID"}}')
got = other.ask("agent 001 sql select count(*) as n from sys_ports")
check("... goes on after the removal", got == 'ok [{"n":0}]', got)
expect("wazuhdb remove 042", 'ok {"agents":{"042":"Can\'t delete"}}')
expect("wazuhdb list", "err No agents id provided")

# --- techniques, control ----------------------------------------------------------------------------------------------
expect("mitre sql select count(*) as n from technique", 'ok [{"n":0}]')
got = client.ask("mitre sql delete from technique")
check("refused: mitre sql delete", got.startswith("err "), got)
got = json.loads(client.ask('{"command":"getstats"}'))
check("getstats", got["error"] == 0 and got["data"]["metrics"]["queries"]["received"] > 100, got)
for section, number in (("internal", 0), ("wdb", 0), ("nope", 6), ("", 5)):
    got = json.loads(client.ask(json.dumps({"command": "getconfig", "parameters": {"section": section}})))
    check("getconfig " + section, got["error"] == number, got)
for text, number in (('{"command"', 1), ("{}", 2), ('{"command":"x"}', 3), ('{"command":"getconfig"}', 4)):
    got = json.loads(client.ask(text))
    check("control " + text, got["error"] == number, got)
expect("global delete-agent 9", "ok")
expect("global delete-agent 3", "ok")
expect("global delete-agent 4", "ok")
for bad in ("global sql VACUUM", "global sql PRAGMA user_version", "nobody sql select 1", "global", "global nothing", "global sql", "global sql select 1; delete from agent",
            "global sql attach 'x' as y", "global sql drop table agent", "global sql begin", "global sql pragma user_version = 9",
            "global insert-agent {", 'global insert-agent {"id":3}', "global sql selec", "agent 001", "agent 001 nothing",
            "agent 001 sql pragma user_version = 9", "task upgrade {", "global backup", "global backup nothing", "global backup restore {",
            'global backup restore {"snapshot":"../../config/io.polywire.router.cfg"}',
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
table("2.2", ["agent " + c for c in "sql remove begin commit close vacuum get_fragmentation sleep rootcheck".split()])
table("2.2", ["global " + c for c in """sql insert-agent update-agent-name update-agent-data get-labels update-keepalive
    update-connection-status update-status-code delete-agent select-agent-name select-agent-group find-agent find-group
    insert-agent-group select-group-belong get-group-agents delete-group select-groups set-agent-groups
    sync-agent-groups-get sync-agent-info-get sync-agent-info-set get-groups-integrity recalculate-agent-group-hashes
    disconnect-agents get-all-agents get-distinct-groups get-agent-info reset-agents-connection
    get-agents-by-connection-status vacuum get_fragmentation sleep""".split()])
table("2.2", ["global backup " + c for c in ("create", "get", "restore")])
table("2.2", ["task " + c for c in """sql upgrade upgrade_custom upgrade_get_status upgrade_update_status upgrade_result
    upgrade_cancel_tasks set_timeout delete_old""".split()])
table("2.2", ["mitre sql", "wazuhdb remove", "getstats", "getconfig"])
finish()
