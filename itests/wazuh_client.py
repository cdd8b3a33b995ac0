#!/usr/bin/env python3
"""A client of the Wazuh-db socket (standard library only). Usage: wazuh_client.py SOCKET; prints command x ok."""
import hashlib
import json
import os
import struct
import sys
import threading

import time

from wazuh_wire import Client, check, finish, table, tells

path = sys.argv[1]
client = Client(path)


def expect(text, wanted, name=None):
    got = client.ask(text)
    check(name or text, got == wanted, got, text, tells(wanted))


def does(text, then, wanted, reply="ok"):
    """A command that changes something: its reply, and what is there behind it."""
    got = client.ask(text)
    check(text, got == reply, got)
    got = client.ask(then)
    check("... " + then, got == wanted, got, text, True)


expect("global sql select id, name from agent where id = 0", 'ok [{"id":0,"name":"manager"}]')
does('global insert-agent {"id":1,"name":"a1","ip":"10.0.0.1","register_ip":"any","internal_key":"k","group":"g0","date_add":5}',
     "global sql select id, name, ip, register_ip, internal_key, `group`, date_add, node_name, connection_status, sync_status, last_keepalive from agent where id = 1",
     'ok [{"id":1,"name":"a1","ip":"10.0.0.1","register_ip":"any","internal_key":"k","group":"g0","date_add":5,"node_name":"unknown",'
     '"connection_status":"never_connected","sync_status":"synced"}]')
got = client.ask('global insert-agent {"id":1,"name":"other"}')
check("global insert-agent, an id that is there", got.startswith("err "), got, "global insert-agent")
does('global insert-agent {"id":2,"name":"a2","date_add":5}', "global select-agent-name 2", 'ok [{"name":"a2"}]')
expect("global select-agent-name 1", 'ok [{"name":"a1"}]')
expect("global select-agent-name 99", "ok []")
does('global update-agent-name {"id":2,"name":"b2"}', "global sql select id, name from agent where id > 0 order by id",
     'ok [{"id":1,"name":"a1"},{"id":2,"name":"b2"}]')
expect('global sql select count(*) as n from agent where `group` is null', 'ok [{"n":2}]', "... a group is what was told, no default one")
expect('global find-agent {"name":"a1","ip":"10.0.0.1"}', "ok []")
expect('global find-agent {"name":"a1","ip":"any"}', 'ok [{"id":1}]')
expect('global find-agent {"name":"a1","ip":"10.0.0.2"}', "ok []")
for number, group in ((1, "default"), (2, "g1"), (3, "g2")):
    does("global insert-agent-group " + group, "global find-group " + group, 'ok [{"id":%d}]' % number)
got = client.ask("global insert-agent-group g1")
check("global insert-agent-group, one that is there", got.startswith("err "), got, "global insert-agent-group")
expect("global find-group g1", 'ok [{"id":2}]')
expect("global select-groups", 'ok [{"name":"default"},{"name":"g1"},{"name":"g2"}]')
does('global set-agent-groups {"mode":"override","sync_status":"syncreq","data":[{"id":1,"groups":["g2","g1"]}]}',
     "global sql select g.name, b.priority, a.`group` as list, a.group_sync_status as s from belongs b join `group` g on g.id = b.id_group"
     " join agent a on a.id = b.id_agent where b.id_agent = 1 order by 2",
     'ok [{"name":"g2","priority":0,"list":"g2,g1","s":"syncreq"},{"name":"g1","priority":1,"list":"g2,g1","s":"syncreq"}]')
expect("global select-group-belong 1", 'ok ["g2","g1"]')
does('global set-agent-groups {"mode":"append","data":[{"id":1,"groups":["default","g1"]}]}', "global select-group-belong 1",
     'ok ["g2","default","g1"]')
expect("global sql select priority from belongs where id_agent = 1 order by 1", 'ok [{"priority":0},{"priority":2},{"priority":3}]')
expect("global select-agent-group 1", 'ok [{"group":"g2,default,g1"}]')
wanted = hashlib.sha256(b"g2,default,g1").hexdigest()[:8]
expect("global sql select group_hash from agent where id=1", 'ok [{"group_hash":"%s"}]' % wanted)
expect('global set-agent-groups {"mode":"empty_only","data":[{"id":1,"groups":["g1"]},{"id":2,"groups":["g1"]}]}', "ok")
expect("global select-group-belong 1", 'ok ["g2","default","g1"]')
expect("global select-group-belong 2", 'ok ["g1"]')
does('global set-agent-groups {"mode":"remove","data":[{"id":2,"groups":["g1"]}]}', "global select-group-belong 2", 'ok ["default"]')
for text in ('{"mode":"append","data":[{"id":1,"groups":["nope"]}]}', '{"mode":"append","data":[{"id":77,"groups":["g1"]}]}'):
    expect("global set-agent-groups " + text, "err An error occurred during the set of the groups")
expect("global sql update agent set `group` = 'wrong', group_hash = 'wrong'", "ok []")
does("global recalculate-agent-group-hashes", "global sql select id, `group`, group_hash from agent order by id",
     'ok [{"id":0},{"id":1,"group":"g2,default,g1","group_hash":"%s"},{"id":2,"group":"default","group_hash":"%s"}]'
     % (wanted, hashlib.sha256(b"default").hexdigest()[:8]))
NOW = "(strftime('%s', 'now') - {} between 0 and 60)"
STATE = f"select connection_status as c, sync_status as s, status_code as n, {NOW.format('last_keepalive')} as k, " \
        f"disconnection_time as d, {NOW.format('disconnection_time')} as dn from agent where id = 1"
expect("global sql update agent set disconnection_time = 7 where id = 1", "ok []")
does('global update-keepalive {"id":1,"connection_status":"active","sync_status":"syncreq_keepalive"}', "global sql " + STATE,
     'ok [{"c":"active","s":"syncreq_keepalive","n":0,"k":1,"d":0,"dn":0}]')
does('global update-connection-status {"id":1,"connection_status":"disconnected","sync_status":"syncreq_status","status_code":3}',
     "global sql " + STATE.replace(" disconnection_time as d,", ""), 'ok [{"c":"disconnected","s":"syncreq_status","n":3,"k":1,"dn":1}]')
does('global update-connection-status {"id":1,"connection_status":"pending","sync_status":"synced"}', "global sql " + STATE,
     'ok [{"c":"pending","s":"synced","n":3,"k":1,"d":0,"dn":0}]')
does("global reset-agents-connection syncreq",
     f"global sql select id, connection_status as c, sync_status as s, status_code as n, {NOW.format('disconnection_time')} as dn from agent order by id",
     'ok [{"id":0,"c":"active","s":"synced","n":0,"dn":0},{"id":1,"c":"disconnected","s":"syncreq","n":5,"dn":1},{"id":2,"c":"never_connected","s":"synced","n":0,"dn":0}]')
does("global reset-agents-connection synced", "global sql select sync_status as s from agent where id = 1", 'ok [{"s":"syncreq"}]')
expect("global sql update agent set sync_status = 'synced'", "ok []")
expect("global get-labels 1", "ok []")
info = client.ask("global get-agent-info 1")
row = json.loads(client.ask("global sql select * from agent where id = 1")[3:])
check("global get-agent-info 1, the whole row", info.startswith("ok [") and json.loads(info[3:]) == row and row[0]["name"] == "a1", info, effect=True)
expect("global get-agent-info 99", "ok []")
expect("global sql insert into labels (id, key, value) values (2, 'k', 'v')", "ok []")
does("global delete-agent 2", "global sql select (select count(*) from agent where id = 2) as a, (select count(*) from belongs where id_agent = 2) as b,"
     " (select count(*) from labels where id = 2) as l, (select count(*) from agent where id = 1) as other", 'ok [{"a":0,"b":0,"l":0,"other":1}]')
expect("global delete-agent 2", "ok")

# --- agents of the global database ------------------------------------------------------------------------------------
expect('global insert-agent {"id":3,"name":"a3","ip":"10.0.0.3","date_add":5}', "ok")
expect('global insert-agent {"id":4,"name":"a4","ip":"10.0.0.4","date_add":5}', "ok")
# quotes, a colon and what looks like an escape are a label's own
SITE = '"site":"O\'Hare:\\n"'
data = {"id": 3, "version": "Wazuh v4.14.0", "os_name": "Debian", "os_major": "12", "node_name": "n1", "agent_ip": "10.0.0.3",
        "connection_status": "active", "sync_status": "syncreq", "group_config_status": "synced",
        "labels": "env:prod\n" + SITE + "\nempty\n"}
does("global update-agent-data " + json.dumps(data),
     f"global sql select os_name, os_major, sync_status as s, group_config_status as g, {NOW.format('last_keepalive')} as k, ip from agent where id = 3",
     'ok [{"os_name":"Debian","os_major":"12","s":"syncreq","g":"synced","k":1,"ip":"10.0.0.3"}]')
expect("global get-labels 3", "ok " + json.dumps([{"id": 3, "key": SITE[:6], "value": SITE[7:]}, {"id": 3, "key": "env", "value": "prod"}], separators=(",", ":")))
expect("global sql select version, os_name, node_name, connection_status from agent where id = 3",
       'ok [{"version":"Wazuh v4.14.0","os_name":"Debian","node_name":"n1","connection_status":"active"}]')
does('global update-status-code {"id":3,"status_code":2,"version":"Wazuh v4.14.1","sync_status":"syncreq_status"}',
     "global sql select status_code, version, sync_status from agent where id = 3", 'ok [{"status_code":2,"version":"Wazuh v4.14.1","sync_status":"syncreq_status"}]')
does('global update-status-code {"id":3,"status_code":0,"version":"Wazuh v4.14.0","sync_status":"syncreq"}',
     "global sql select status_code, version, sync_status from agent where id = 3", 'ok [{"status_code":0,"version":"Wazuh v4.14.0","sync_status":"syncreq"}]')
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
check("global get-all-agents context", (pushed, got) == ([0, 1, 3, 4], b"ok []"), (pushed, got), effect=True)
does("global disconnect-agents 0 9999999999 syncreq_status", f"global sql select connection_status as c, sync_status as s, status_code as n, {NOW.format('disconnection_time')} as d from agent where id = 3",
     'ok [{"c":"disconnected","s":"syncreq_status","n":4,"d":1}]', 'ok [{"id":3}]')
expect("global sql update agent set sync_status = 'syncreq' where id = 3", "ok []")
expect("global get-agents-by-connection-status 0 disconnected", 'ok [{"id":1},{"id":3}]')
expect("global disconnect-agents 0 9999999999 syncreq", "ok []")

# --- groups and their hashes ------------------------------------------------------------------------------------------
expect('global set-agent-groups {"mode":"override","sync_status":"syncreq","data":[{"id":3,"groups":["g1"]},{"id":9,"name":"new","groups":["g1"]}]}', "ok")
expect(f"global sql select name, ip, register_ip, connection_status, {NOW.format('date_add')} as now from agent where id = 9",
       'ok [{"name":"new","ip":"0.0.0.0","register_ip":"0.0.0.0","connection_status":"never_connected","now":1}]')
expect("global sql update agent set date_add = 5 where id = 9", "ok []")
expect("global get-group-agents g1 last_id 0", "ok [1,3,9]")
expect("global get-group-agents g1 last_id 3", "ok [9]")
expect("global get-group-agents nope last_id 0", "ok []")


def digest(groups):
    return hashlib.sha256(groups.encode()).hexdigest()[:8]


hashes = client.ask("global sql select group_hash from agent where group_hash is not null order by id")
overall = hashlib.sha1("".join(row["group_hash"] for row in json.loads(hashes[3:])).encode()).hexdigest()
pairs = sorted({(digest(g), g) for g in ("g2,default,g1", "g1")})
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
does("global delete-group g1", "global sql select name from `group` order by name", 'ok [{"name":"default"},{"name":"g2"}]')
expect("global select-group-belong 9", 'ok ["default"]')
expect("global select-agent-group 1", 'ok [{"group":"g2,default"}]')
expect("global find-group g1", "ok []")

# --- between nodes ----------------------------------------------------------------------------------------------------
expect("global sql update agent set sync_status = 'syncreq_status' where id = 1", "ok []")
expect("global sql update agent set sync_status = 'syncreq_keepalive' where id = 4", "ok []")
got = client.ask("global sync-agent-info-get ")
items = json.loads(got[3:])
check("global sync-agent-info-get", got.startswith("ok [") and items[1]["id"] == 3 and items[1]["labels"][1]["value"] == "prod", got, effect=True)
check("... of who has another status only, that is told", set(items[0]) == {"id", "last_keepalive", "connection_status", "disconnection_time", "status_code"}
      and items[0]["id"] == 1, got)
expect("global sql select sync_status from agent where id = 3", 'ok [{"sync_status":"synced"}]')
expect("global sync-agent-info-get last_id 0", "ok []")
items = [{"id": 4, "version": "v9", "connection_status": "active", "labels": [{"id": 4, "key": "k", "value": "v"}]}]
does("global sync-agent-info-set " + json.dumps(items), "global sql select version, connection_status, sync_status from agent where id = 4",
     'ok [{"version":"v9","connection_status":"active","sync_status":"synced"}]')
expect("global get-labels 4", 'ok [{"id":4,"key":"k","value":"v"}]')

# --- upkeep -----------------------------------------------------------------------------------------------------------
# half of the pages become free, and the vacuum gives them back
client.ask("global sql insert into info (key, value) with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)"
           " select 'filler-' || i, printf('%.*c', 1000, 'x') from n")
before = json.loads(client.ask("global get_fragmentation")[3:])
client.ask("global sql delete from info where key like 'filler-%'")
got = client.ask("global get_fragmentation")
filled = json.loads(got[3:])
check("global get_fragmentation", set(filled) == {"fragmentation", "free_pages_percentage"} and before["free_pages_percentage"] < 30
      and filled["free_pages_percentage"] > 50, (before, got), effect=True)
does("global vacuum", "global get_fragmentation", 'ok {"fragmentation":0,"free_pages_percentage":0}', 'ok {"fragmentation_after_vacuum":0}')
start = time.monotonic()
got = client.ask("global sleep 300")
check("global sleep 300", got == "ok " and 0.3 <= time.monotonic() - start < 20, (got, time.monotonic() - start), effect=True)

expect("global backup get", "ok []")
got = client.ask("global backup create")
snapshot = json.loads(got[3:])[0].split("/")[-1] if got.startswith("ok ") else ""
check("global backup create", snapshot.startswith("global.db-backup-"), got, effect=True)
expect("global backup get", 'ok ["%s"]' % snapshot)
before = client.ask("global sql select * from agent order by id")
members = client.ask("global sql select * from belongs order by 1, 2")
expect("global sql update agent set name = 'lost', ip = null", "ok []")
expect("global delete-agent 9", "ok")
expect("global insert-agent-group later", "ok")
watching = Client(path)
watching.ask("global sql select 1 as x")
expect('global backup restore {"snapshot":"%s","save_pre_restore_state":true}' % snapshot, "ok")
got = client.ask("global sql select * from agent order by id")
check("... every agent is as it was", got == before and len(json.loads(got[3:])) > 3, got, "global backup restore", True)
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
expect("global sql select value from info where key = 'openssl_support'", 'ok [{"value":"yes"}]')
expect("global sql select name from agent where (id = 0)", 'ok [{"name":"manager"}]')
expect('global set-agent-groups {"mode":"sideways","sync_status":"syncreq","data":[]}', "err Invalid mode 'sideways' in set_agent_groups command")
expect("agent 1 sql insert into fim_entry (full_path, file, type) values ('/etc/b', '/etc/b', 'file')", "ok []")
does("agent 1 sql delete from fim_entry", "agent 1 sql select count(*) as n from fim_entry", 'ok [{"n":0}]', "ok []")
expect("agent 1 rootcheck save 5 an event", "ok 2")
does("agent 1 rootcheck delete", "agent 1 sql select count(*) as n from pm_event", 'ok [{"n":0}]', "ok 0")

# --- tasks ------------------------------------------------------------------------------------------------------------
expect("task sql select * from TASKS", "ok []")
TASK = "task sql select TASK_ID, AGENT_ID, NODE, MODULE, COMMAND, STATUS, ERROR_MESSAGE from TASKS where TASK_ID = %d"
ROW = 'ok [{"TASK_ID":%d,"AGENT_ID":1,"NODE":"n1","MODULE":"api","COMMAND":"%s","STATUS":"%s"}]'
does('task upgrade {"agent":1,"node":"n1","module":"api"}', TASK % 1, ROW % (1, "upgrade", "Pending"), 'ok {"error":0,"task_id":1}')
expect('task upgrade_get_status {"agent":1,"node":"n1"}', 'ok {"error":0,"status":"Pending"}')
expect('task upgrade_get_status {"agent":77,"node":"n2"}', 'ok {"error":0}', "task upgrade_get_status, without a task")
expect('task upgrade_update_status {"agent":77,"node":"n1","status":"Done"}', 'ok {"error":-2}')
expect('task upgrade_update_status {"agent":1,"node":"n1","status":"Sideways"}', 'ok {"error":-1}')
expect('task upgrade_result {"agent":77}', 'ok {"error":-2}')
got = client.ask('task upgrade_update_status {"agent":1,"node":"n1","status":"Done"}')
check("task upgrade_update_status, not allowed", json.loads(got[3:])["error"] != 0, got)
expect(TASK % 1, ROW % (1, "upgrade", "Pending"), "... and nothing is changed")
does('task upgrade_update_status {"agent":1,"node":"n1","status":"In progress"}', TASK % 1, ROW % (1, "upgrade", "In progress"), 'ok {"error":0}')
does('task upgrade_update_status {"agent":1,"node":"n1","status":"Failed","error_msg":"no"}', TASK % 1,
     (ROW % (1, "upgrade", "Failed")).replace('"}]', '","ERROR_MESSAGE":"no"}]'), 'ok {"error":0}')
got = json.loads(client.ask('task upgrade_result {"agent":1}')[3:])
check("task upgrade_result", set(got) == {"error", "task_id", "node", "module", "command", "status", "error_msg", "create_time", "update_time"}
      and (got["task_id"], got["node"], got["module"], got["status"], got["error_msg"], got["command"]) == (1, "n1", "api", "Failed", "no", "upgrade")
      and 0 <= time.time() - got["create_time"] < 60 and 0 <= time.time() - got["update_time"] < 60, got, effect=True)
does('task upgrade_custom {"agent":1,"node":"n1","module":"api"}', TASK % 2, ROW % (2, "upgrade_custom", "Pending"), 'ok {"error":0,"task_id":2}')
expect('task upgrade {"agent":2,"node":"n2","module":"api"}', 'ok {"error":0,"task_id":3}')
check("task upgrade_result, of what has not failed", "error_msg" not in json.loads(client.ask('task upgrade_result {"agent":2}')[3:]))
does('task upgrade_cancel_tasks {"node":"n1"}', "task sql select TASK_ID as i, STATUS as s from TASKS order by 1",
     'ok [{"i":1,"s":"Failed"},{"i":2,"s":"Cancelled"},{"i":3,"s":"Pending"}]', 'ok {"error":0}')
expect('task upgrade_get_status {"agent":1,"node":"n1"}', 'ok {"error":0,"status":"Cancelled"}')
expect("task sql update TASKS set STATUS = 'In progress', LAST_UPDATE_TIME = TASK_ID * 100 where TASK_ID > 1", "ok []")
does('task set_timeout {"now":250,"interval":40}', "task sql select TASK_ID as i, STATUS as s from TASKS order by 1",
     'ok [{"i":1,"s":"Failed"},{"i":2,"s":"Timeout"},{"i":3,"s":"In progress"}]', 'ok {"error":0,"timestamp":340}')
expect("task sql update TASKS set CREATE_TIME = TASK_ID * 100", "ok []")
does('task delete_old {"timestamp":200}', "task sql select TASK_ID as i from TASKS", 'ok [{"i":3}]', 'ok {"error":0}')
expect('task delete_old {"timestamp":9999999999}', 'ok {"error":0}')
expect("task sql select count(*) as n from TASKS", 'ok [{"n":0}]')
expect('task upgrade {"agent":5,"node":"n1","module":"api"}', 'ok {"error":0,"task_id":4}')
does('task upgrade_get_status {"agent":5,"node":"n9"}', "task sql select count(*) as n from TASKS", 'ok [{"n":0}]', 'ok {"error":0}')
expect("task sql select value from METADATA where key = 'db_version'", 'ok [{"value":"1"}]')
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
FIM = "sql select count(*) as n from fim_entry"
other = Client(path)
expect("agent 001 begin", "ok")
expect("agent 001 sql delete from fim_entry", "ok []")
got = (client.ask("agent 001 " + FIM), other.ask("agent 001 " + FIM))
expect("agent 001 begin", "ok", "agent 001 begin, twice")
check("... begin: nobody else sees it yet", got == ('ok [{"n":0}]', 'ok [{"n":1}]'), got, "agent 001 begin", True)
expect("agent 001 commit", "ok")
got = other.ask("agent 001 " + FIM)
check("... commit: now others do", got == 'ok [{"n":0}]', got, "agent 001 commit", True)
expect("agent 001 begin", "ok")
expect("agent 001 sql insert into fim_entry (full_path, file, type) values ('/etc/c', '/etc/c', 'file')", "ok []")
expect("agent 001 close", "ok")
got = other.ask("agent 001 sql select file from fim_entry")
check("... close: what was open is kept, as a manager keeps it", got == 'ok [{"file":"/etc/c"}]', got, "agent 001 close", True)
other.ask("agent 001 sql insert into pm_event (log) with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)"
          " select printf('%.*c', 1000, 'x') || i from n")
other.ask("agent 001 sql delete from pm_event")
got = client.ask("agent 001 get_fragmentation")
check("agent 001 get_fragmentation", json.loads(got[3:])["free_pages_percentage"] > 50, got, effect=True)
does("agent 001 vacuum", "agent 001 get_fragmentation", 'ok {"fragmentation":0,"free_pages_percentage":0}', 'ok {"fragmentation_after_vacuum":0}')
start = time.monotonic()
got = client.ask("agent 001 sleep 200")
check("agent 001 sleep 200", got == "ok " and 0.2 <= time.monotonic() - start < 20, got, effect=True)
files = os.path.dirname(path)
expect("agent 001 " + FIM, 'ok [{"n":1}]')
expect("agent 001 remove", "ok")
check("... the file is gone", not os.path.exists(files + "/001.db"), os.listdir(files), "agent 001 remove", True)
expect("agent 001 " + FIM, 'ok [{"n":0}]')
got = other.ask("agent 001 " + FIM)
check("... and a second client's session goes on, with a new one", got == 'ok [{"n":0}]' and os.path.exists(files + "/001.db"), got, "agent 001 remove", True)
client.ask("agent 003 sql insert into pm_event (log) values ('x')")
expect("wazuhdb remove 001 003 x", 'ok {"agents":{"001":"ok","003":"ok","x":"Invalid agent ID"}}')
check("... the files are gone", not os.path.exists(files + "/001.db") and not os.path.exists(files + "/003.db"), os.listdir(files), "wazuhdb remove", True)
got = (other.ask("agent 001 sql select count(*) as n from sys_ports"), client.ask("agent 003 sql select count(*) as n from pm_event"))
check("... a session goes on after the removal, and what was there is not", got == ('ok [{"n":0}]', 'ok [{"n":0}]'), got, "wazuhdb remove", True)
expect("wazuhdb remove 042", 'ok {"agents":{"042":"Can\'t delete"}}')
expect("wazuhdb list", "err No agents id provided")

# --- techniques, control ----------------------------------------------------------------------------------------------
expect("mitre sql select count(*) as n from technique", 'ok [{"n":0}]')
got = client.ask("mitre sql delete from technique")
check("refused: mitre sql delete", got.startswith("err "), got)
got = json.loads(client.ask('{"command":"getstats"}'))
check("getstats", got["error"] == 0 and set(got["data"]) == {"uptime", "timestamp", "name", "metrics"} and got["data"]["name"] == "wazuh-db"
      and got["data"]["metrics"]["queries"]["received"] > 100 and 0 <= time.time() - got["data"]["timestamp"] < 60, got, effect=True)
received = got["data"]["metrics"]["queries"]["received_breakdown"]["global"]
client.ask("global sql select 1")
got = json.loads(client.ask('{"command":"getstats"}'))["data"]["metrics"]["queries"]["received_breakdown"]["global"]
check("getstats: it counts", got == received + 1, (received, got), effect=True)
for section, number in (("internal", 0), ("wdb", 0), ("nope", 6), ("", 5)):
    got = json.loads(client.ask(json.dumps({"command": "getconfig", "parameters": {"section": section}})))
    check("getconfig " + section, got["error"] == number and (section != "internal" or got["data"]["wazuh_db"]["max_reply"] == 65536), got,
          effect=section == "internal")
for text, number in (('{"command"', 1), ("{}", 2), ('{"command":5}', 2), ('{"command":""}', 3), ('{"command":"x"}', 3), ('{"command":"getconfig"}', 4)):
    got = json.loads(client.ask(text))
    check("control " + text, got["error"] == number, got)
expect("global delete-agent 9", "ok")
expect("global delete-agent 3", "ok")
expect("global delete-agent 4", "ok")
# a member of another kind than it has to be; "1\\u0000" begins with the number of an agent that is there
NAME_1 = client.ask("global sql select name, version, connection_status, status_code, `group` from agent where id = 1")
for member in ('"1"', '"1\\u0000; x"', "1.0", "[1]", "null"):
    for bad in ('global insert-agent {"id":%s,"name":"x"}', 'global update-agent-name {"id":%s,"name":"x"}', 'global update-agent-data {"id":%s,"version":"x"}',
                'global update-keepalive {"id":%s,"connection_status":"pending","sync_status":"synced"}',
                'global update-connection-status {"id":%s,"connection_status":"pending","sync_status":"synced"}',
                'global update-status-code {"id":%s,"status_code":9}', 'global set-agent-groups {"mode":"override","data":[{"id":%s,"groups":["default"]}]}',
                'global sync-agent-info-set [{"id":%s,"connection_status":"pending"}]'):
        got = client.ask(bad % member)
        check("refused: " + bad % member, got.startswith("err Invalid JSON data"), got, bad)
for bad in ('global insert-agent {"id":50,"name":"x","date_add":"soon"}', 'global update-status-code {"id":1,"status_code":"x"}',
            'global update-connection-status {"id":1,"connection_status":"pending","sync_status":"synced","status_code":"x"}',
            'global sync-agent-groups-get {"condition":"all","last_id":"x"}', 'global sync-agent-groups-get {"agent_registration_delta":"x"}'):
    got = client.ask(bad)
    check("refused: " + bad, got.startswith("err Invalid JSON data"), got, bad)
expect("global sql select name, version, connection_status, status_code, `group` from agent where id = 1", NAME_1)
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
table("2.4", ["global set-agent-groups", "global get-group-agents", "global sync-agent-groups-get", "global recalculate-agent-group-hashes",
              "global sync-agent-info-get", "global sync-agent-info-set", "global sql", "agent sql", "agent rootcheck"])
table("4.1", ["global " + c for c in """insert-agent-group set-agent-groups sync-agent-groups-get get-groups-integrity
    recalculate-agent-group-hashes""".split()])
table("4.2", ["global " + c for c in """insert-agent update-agent-name update-agent-data update-keepalive update-connection-status get-labels
    select-agent-name select-agent-group find-agent find-group select-groups get-agent-info get-all-agents get-distinct-groups
    get-agents-by-connection-status disconnect-agents select-group-belong reset-agents-connection delete-agent sync-agent-info-get
    sync-agent-info-set get_fragmentation vacuum sleep""".split()] + ["agent rootcheck", "getstats"])
table("4.3", ["task " + c for c in """upgrade upgrade_custom upgrade_get_status upgrade_update_status upgrade_result upgrade_cancel_tasks
    set_timeout delete_old""".split()])
finish()
