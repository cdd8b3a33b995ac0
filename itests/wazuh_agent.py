#!/usr/bin/env python3
"""The commands of an agent's database (standard library only). Usage: wazuh_agent.py SOCKET; prints command x ok."""
import hashlib
import json
import re
import sys

from wazuh_wire import Client, check, finish, table, tells

client = Client(sys.argv[1])


def expect(text, wanted, name=None):
    got = client.ask(text)
    check(name or text, got == wanted, got, text, tells(wanted))


def shows(of, text, wanted):
    """What is there behind a command that has changed something."""
    got = client.ask(text)
    check("... " + text, got == wanted, got, of, True)


def refused(text, beginning="err "):
    got = client.ask(text)
    check("refused: " + text, got.startswith(beginning) and "Internal" not in got, got, text)


def rows(text):
    got = client.ask(text)
    if not got.startswith("ok ["):
        check(text, False, got)
        return []
    return json.loads(got[3:])


def sha1(*texts):
    return hashlib.sha1("".join(texts).encode()).hexdigest()


for number in (71, 72, 73):
    expect('global insert-agent {"id":%d,"name":"inventory-%d","date_add":5}' % (number, number), "ok")
A = "agent 071 "

# --- the tables and their columns (4.4) -------------------------------------------------------------------------------
TABLES = {
    "fim_entry": "full_path file type date changes arch value_name value_type size perm uid gid md5 sha1 uname gname mtime inode sha256 attributes symbolic_path checksum",
    "pm_event": "id date_first date_last log pci_dss cis",
    "sys_netiface": "scan_id scan_time name adapter type state mtu mac tx_packets rx_packets tx_bytes rx_bytes tx_errors rx_errors tx_dropped rx_dropped checksum item_id",
    "sys_netproto": "scan_id iface type gateway dhcp metric checksum item_id",
    "sys_netaddr": "scan_id iface proto address netmask broadcast checksum item_id",
    "sys_osinfo": "scan_id scan_time hostname architecture os_name os_version os_codename os_major os_minor os_patch os_build os_platform sysname release version os_release checksum os_display_version reference",
    "sys_hwinfo": "scan_id scan_time board_serial cpu_name cpu_cores cpu_mhz ram_total ram_free ram_usage checksum",
    "sys_ports": "scan_id scan_time protocol local_ip local_port remote_ip remote_port tx_queue rx_queue inode state PID process checksum item_id",
    "sys_programs": "scan_id scan_time format name priority section size vendor install_time version architecture multiarch source description location cpe msu_name checksum item_id",
    "sys_hotfixes": "scan_id scan_time hotfix checksum",
    "sys_processes": "scan_id scan_time pid name state ppid utime stime cmd argvs euser ruser suser egroup rgroup sgroup fgroup priority nice size vm_size resident share start_time pgrp session nlwp tgid tty processor checksum",
    "sys_users": "scan_id scan_time user_name user_full_name user_home user_id user_uid_signed user_uuid user_groups user_group_id user_group_id_signed user_created user_roles user_shell user_type user_is_hidden user_is_remote user_last_login user_auth_failed_count user_auth_failed_timestamp user_password_last_change user_password_expiration_date user_password_hash_algorithm user_password_inactive_days user_password_max_days_between_changes user_password_min_days_between_changes user_password_status user_password_warning_days_before_expiration process_pid host_ip login_status login_tty login_type checksum",
    "sys_groups": "scan_id scan_time group_id group_name group_description group_id_signed group_uuid group_is_hidden group_users checksum",
    "sys_browser_extensions": "scan_id scan_time browser_name user_id package_name package_id package_version package_description package_vendor package_build_version package_path browser_profile_name browser_profile_path package_reference package_permissions package_type package_enabled package_visible package_autoupdate package_persistent package_from_webstore browser_profile_referenced package_installed file_hash_sha256 checksum item_id",
    "sys_services": "scan_id scan_time service_id service_name service_description service_type service_state service_sub_state service_enabled service_start_type service_restart service_frequency service_starts_on_mount service_starts_on_path_modified service_starts_on_not_empty_directory service_inetd_compatibility process_pid process_executable process_args process_user_name process_group_name process_working_directory process_root_directory file_path service_address log_file_path error_log_file_path service_exit_code service_win32_exit_code service_following service_object_path service_target_ephemeral_id service_target_type service_target_address checksum item_id",
    "ciscat_results": "id scan_id scan_time benchmark profile pass fail error notchecked unknown score",
    "metadata": "key value",
    "scan_info": "module first_start first_end start_scan end_scan fim_first_check fim_second_check fim_third_check",
    "sca_policy": "name file id description references hash_file",
    "sca_scan_info": "id start_scan end_scan policy_id pass fail invalid total_checks score hash",
    "sca_check": "scan_id id policy_id title description rationale remediation file process directory registry command references result reason condition",
    "sca_check_rules": "id_check type rule",
    "sca_check_compliance": "id_check key value",
    "sync_info": "component last_attempt last_completion n_attempts n_completions last_manager_checksum last_agent_checksum",
}
for name, columns in TABLES.items():
    quoted = ", ".join("`%s`" % c for c in columns.split())
    expect(A + f"sql select {quoted} from {name} where false", "ok []", f"4.4 table {name}")
expect(A + "sql select module from scan_info order by 1", 'ok [{"module":"fim"},{"module":"syscollector"}]')
expect(A + "sql select value from metadata where key = 'db_version'", 'ok [{"value":"16"}]')
for bad in ("insert into fim_entry (full_path, type) values ('x', 'device')", "insert into sys_hotfixes (hotfix, checksum) values ('x', '')",
            "insert into sys_netproto (iface, dhcp, checksum) values ('x', 'maybe', 'c')", "insert into sys_netiface (name, mtu, checksum) values ('x', 0, 'c')"):
    expect(A + "sql " + bad, "err Cannot execute SQL query", "refused: " + bad)

# --- files under watch ------------------------------------------------------------------------------------------------
MD5, SHA1 = hashlib.md5(b"").hexdigest(), hashlib.sha1(b"").hexdigest()
SHA256 = hashlib.sha256(b"").hexdigest()
SUM = "f65b9f66c5ef257a7566b98e862732640d502b6f"


def entry(path, **other):
    attributes = {"type": "file", "size": 0, "perm": "rw-r--r--", "uid": "0", "gid": "0", "user_name": "root", "group_name": "root",
                  "inode": 16879, "mtime": 1575421292, "hash_md5": MD5, "hash_sha1": SHA1, "hash_sha256": SHA256, "checksum": SUM}
    attributes.update(other)
    return json.dumps({"path": path, "timestamp": 1575421292, "attributes": attributes})


LOADED = f"0:rw-r--r--:0:0:{MD5}:{SHA1}:root:root:1575421292:%s:{SHA256}:!1:1575421292"
expect(A + "syscheck load /home/test/file1", "ok ")
expect(A + "syscheck save2 " + entry("/home/test/file1"), "ok")
expect(A + "syscheck load /home/test/file1", "ok " + LOADED % 16879)
expect(A + "fim_file save2 " + entry("/home/test/file2", inode=2311061769), "ok")
expect(A + "fim_file load /home/test/file2", "ok " + LOADED % 2311061769)
expect(A + "syscheck save2 " + entry("/a b'c\"d\u00e4", checksum=None), "ok")
expect(A + "syscheck load /a b'c\"d\u00e4", "ok " + LOADED % 16879)
expect(A + "syscheck delete /a b'c\"d\u00e4", "ok")
expect(A + "syscheck load /a b'c\"d\u00e4", "ok ")
for bad in ('{"path":"/x"', '{"timestamp":1,"attributes":{"type":"file"}}', '{"path":"/x","timestamp":"soon","attributes":{"type":"file"}}',
            '{"path":"/x","timestamp":1}', entry("/x", type="device"), entry("/x", type=None), entry("/x", unknown_field="y"),
            entry("/x", size="big"), entry("/x", perm=["a"])):
    expect(A + "syscheck save2 " + bad, "err Cannot save Syscheck", "refused: syscheck save2 " + bad)
expect(A + "sql select count(*) as n from fim_entry", 'ok [{"n":2}]')
for word in ("delete", "save2", "load", "integrity_check_global", "integrity_check_left", "integrity_clear"):
    expect(A + "syscheck " + word, f"err Invalid FIM query syntax, near '{word}'")
expect(A + "syscheck", "err Invalid FIM query syntax, near 'syscheck'")
refused(A + "syscheck nothing x", "err Invalid FIM query syntax, near 'nothing'")
range_of = '{"begin":"%s","end":"%s","checksum":"%s","id":%d}'
expect(A + "syscheck integrity_check_global " + range_of % ("/home/test/file1", "/home/test/file2", sha1(SUM, SUM), 1), "ok ")
expect(A + "sql select n_attempts, n_completions, last_completion from sync_info where component = 'fim'",
       'ok [{"n_attempts":1,"n_completions":1,"last_completion":1}]')
expect(A + "syscheck integrity_check_global " + range_of % ("/home/test/file1", "/home/test/file2", "asdf", 2), "ok checksum_fail")
expect(A + "syscheck integrity_check_right " + range_of % ("/x", "/y", "asdf", 2), "ok no_data")
expect(A + "fim_file integrity_check_left " + '{"begin":"/home/test/file1","end":"/home/test/file1","tail":"/home/test/file3","checksum":"%s","id":3}' % sha1(SUM), "ok ")
expect(A + "syscheck load /home/test/file2", "ok ", "... what lies behind the range is gone")
expect(A + "syscheck save2 " + entry("/b"), "ok")
expect(A + "syscheck integrity_check_global " + range_of % ("/c", "/z", sha1(SUM), 4), "ok ")
expect(A + "syscheck load /b", "ok ", "... and what lies in front of it")
for bad in ("{", '{"begin":"/a","end":"/b","checksum":"c"}', '{"id":1}', '{"begin":1,"end":2,"checksum":"c","id":1}'):
    expect(A + "syscheck integrity_check_global " + bad, "err Cannot perform range checksum", "refused: integrity_check_global " + bad)
expect(A + "syscheck integrity_clear nope", "err Cannot perform range checksum")
key = {"path": "HKEY_LOCAL_MACHINE\\Soft:ware", "timestamp": 7, "version": 2, "arch": "[x64]", "attributes": {"type": "registry_key", "checksum": "c2"}}
expect(A + "fim_registry save2 " + json.dumps(key), "ok")
expect(A + "fim_registry_key load [x64] HKEY_LOCAL_MACHINE\\\\Soft\\:ware", "ok :::::::::::!1:7")
value = dict(key, value_name="v:1", attributes={"type": "registry_value", "value_type": "REG_SZ", "checksum": "c3"})
expect(A + "fim_registry_value save2 " + json.dumps(value), "ok")
shows(A + "fim_registry_value", A + "sql select full_path, file, value_name, value_type from fim_entry where type = 'registry_value'",
       "ok " + json.dumps([{"full_path": "[x64] HKEY_LOCAL_MACHINE\\\\Soft\\:ware:v\\:1", "file": key["path"], "value_name": "v:1", "value_type": "REG_SZ"}], separators=(",", ":")))
expect(A + "fim_registry save2 " + json.dumps({"index": "idx", "timestamp": 1, "version": 3, "attributes": {"type": "registry_value", "checksum": "c4"}}), "ok")
expect(A + "fim_registry_value integrity_clear " + '{"id":5}', "ok ")
shows(A + "fim_registry", A + "sql select type, count(*) as n from fim_entry group by type order by type", 'ok [{"type":"file","n":1},{"type":"registry_key","n":1}]')
expect(A + "fim_registry_key integrity_clear " + '{"id":5}', "ok ")
expect(A + "fim_registry integrity_check_global " + range_of % ("a", "z", "x", 6), "ok no_data")
expect(A + "syscheck integrity_clear " + '{"id":6}', "ok ")
expect(A + "sql select count(*) as n from fim_entry", 'ok [{"n":0}]')
sums = f"1024:33188:0:0:{MD5}:{SHA1}:root:root:1600000000:12345:{SHA256}:"
expect(A + f"syscheck save file {sums}!3:1759650000 /etc/with blank", "ok")
got = re.sub(r":\d+$", "", client.ask(A + "syscheck load /etc/with blank"))
check("syscheck load: as it was told, but for the date, which is now", got == f"ok {sums}!3", got, A + "syscheck", True)
expect(A + "sql select perm, date - strftime('%s', 'now') between -60 and 0 as now from fim_entry where full_path = '/etc/with blank'",
       'ok [{"perm":"100644","now":1}]')
expect(A + f"syscheck save file {sums}!4:1759650001:/link\\ to /etc/with blank", "ok")
got = re.sub(r":\d+:", ":", client.ask(A + "syscheck load /etc/with blank")[-40:])
check("syscheck load: with a link", got.endswith("!4:/link to"), got, A + "syscheck", True)
expect(A + "sql update fim_entry set date = 1759650001 where full_path = '/etc/with blank'", "ok []")
expect(A + "syscheck save registry 0:0:S-1-5-32-544:0::::Adm\\ inistrators:SYSTEM:1600000000!0:9 HKEY_LOCAL_MACHINE\\Software", "ok")
got = rows(A + "sql select type, uid, gname from fim_entry where full_path like 'HKEY%'")
check("... registry, by colons", got == [{"type": "registry_key", "uid": "S-1-5-32-544", "gname": "SYSTEM"}] or got[0]["type"] == "registry_key", got)
expect(A + "sql update fim_entry set date = 9 where full_path like 'HKEY%'", "ok []")
for bad in ("dir 1:2!1:1 /x", "file", "file nochecksum", "file 1:2!x:1 /x"):
    refused(A + "syscheck save " + bad, "err Invalid FIM query syntax, near 'save")
expect(A + "syscheck scan_info_get end_scan", "ok 0")
expect(A + "syscheck scan_info_update end_scan 1759650000", "ok")
expect(A + "syscheck scan_info_get end_scan", "ok 1759650000")
refused(A + "syscheck scan_info_get module")
refused(A + "syscheck scan_info_update module 1")
for number in (1, 2, 3):
    expect(A + f"syscheck control {number}000000000", "ok")
expect(A + "sql select fim_first_check as a, fim_second_check as b, fim_third_check as c from scan_info where module = 'fim'",
       'ok [{"a":3000000000,"b":2000000000,"c":1000000000}]')
expect(A + "syscheck cleandb ", "ok")
expect(A + "sql select full_path from fim_entry", 'ok [{"full_path":"/etc/with blank"}]', "... the older entry is gone")
expect(A + "syscheck updatedate /etc/with blank", "ok")
expect(A + "sql select date > 1759650001 as later from fim_entry", 'ok [{"later":1}]')

# --- assessment of the configuration ----------------------------------------------------------------------------------
event = {"id": 10, "policy_id": "cis", "check": {"id": 1001, "title": "t|1", "description": "d", "rationale": "r", "remediation": "m", "references": "f",
         "file": "f", "condition": "all", "directory": "d", "process": "p", "registry": "g", "command": "c", "result": "passed", "reason": "why"}}
expect(A + "sca query 1001", "ok not found")
expect(A + "sca insert " + json.dumps(event), "ok")
expect(A + "sca insert " + json.dumps({"id": 10, "policy_id": "cis", "check": {"id": 1002, "title": "t2"}}), "ok")
expect(A + "sca query 1001", "ok found passed")
for bad in ({"id": -1, "policy_id": "cis", "check": {"id": 1, "title": "t"}}, {"id": "x"}, {"id": 1, "policy_id": 2}, {"id": 1, "policy_id": "p"},
            {"id": 1, "policy_id": "p", "check": {"id": 1, "title": "t", "file": 3}}, {"id": 1, "policy_id": "p", "check": {"title": "t"}}):
    refused(A + "sca insert " + json.dumps(bad), "err Invalid JSON data")
refused(A + "sca insert garbage", "err Invalid JSON syntax")
expect(A + "sca update 1002|failed|be|cause|11", "ok")
shows(A + "sca", A + "sql select result, reason, scan_id from sca_check where id = 1002", 'ok [{"result":"failed","reason":"be|cause","scan_id":11}]')
refused(A + "sca update 1002|passed", "err Invalid DB query syntax")
expect(A + "sca query_results cis", "ok found " + hashlib.sha256(b"passed:failed").hexdigest())
expect(A + "sca query_results none", "ok not found")
expect(A + "sca insert_rules 1001|file|f:/etc/passwd|x", "ok")
expect(A + "sca insert_compliance 1001|cis|1.1", "ok")
refused(A + "sca insert_rules 1001|file")
refused(A + "sca insert_compliance 1001")
expect(A + "sca query_policies ", "ok not found")
expect(A + "sca insert_policy name|file.yml|cis|desc|refs|hash123", "ok")
expect(A + "sca insert_policy name 2|file.yml|cis|desc|NULL|hash124", "ok")
expect(A + "sca insert_policy other|o.yml|aws|NULL|NULL|hash", "ok")
refused(A + "sca insert_policy name|file.yml|cis")
expect(A + "sca query_policies ", "ok found aws,cis")
expect(A + "sca query_policy cis", "ok found cis")
expect(A + "sca query_policy none", "ok not found")
expect(A + "sca query_policy_sha256 cis", "ok found hash124")
expect(A + "sca query_scan cis", "ok not found")
expect(A + "sca insert_scan_info 1|2|11|cis|5|6|7|18|50|hash", "ok")
refused(A + "sca insert_scan_info NULL|2|11|cis|5|6|7|18|50")
expect(A + "sca query_scan cis", "ok found hash 11")
expect(A + "sca update_scan_info cis|99", "ok")
expect(A + "sca update_scan_info_start cis|10|20|12|1|2|3|6|33|hash2", "ok")
refused(A + "sca update_scan_info_start cis|10")
shows(A + "sca", A + "sql select start_scan, end_scan, id, pass, fail, invalid, total_checks, score, hash from sca_scan_info",
       'ok [{"start_scan":10,"end_scan":20,"id":12,"pass":1,"fail":2,"invalid":3,"total_checks":6,"score":33,"hash":"hash2"}]')
expect(A + "sql select p.id, s.score from sca_policy p inner join sca_scan_info s on p.id = s.policy_id", 'ok [{"id":"cis","score":33}]')
expect(A + "sca delete_check_distinct cis|11", "ok")
expect(A + "sql select id from sca_check", 'ok [{"id":1002}]')
expect(A + "sql select count(*) as n from sca_check_rules", 'ok [{"n":0}]')
expect(A + "sca delete_check cis", "ok")
expect(A + "sca delete_policy cis", "ok")
expect(A + "sca query_policies ", "ok found aws")
for bad in ("sca", "sca bogus x", "sca query_policies"):
    refused(A + bad, "err Invalid Security Configuration Assessment query syntax, near ")

# --- events and older inventories -------------------------------------------------------------------------------------
expect(A + "rootcheck save 1759650000 Trojaned version | of 'file' detected.", "ok 2")
expect(A + "rootcheck save 1759650100 Trojaned version | of 'file' detected.", "ok 1")
expect(A + "rootcheck save 5 {CIS: Debian 1.1} {PCI_DSS: 1.2} tail {CIS: no", "ok 2")
expect(A + "sql select pci_dss, cis from pm_event where date_first = 5", 'ok [{"pci_dss":"1.2","cis":"Debian 1.1"}]')
expect(A + "sql delete from pm_event where date_first = 5", "ok []")
shows(A + "rootcheck", A + "sql select date_first, date_last, log from pm_event", 'ok [{"date_first":1759650000,"date_last":1759650100,"log":"Trojaned version | of \'file\' detected."}]')
for bad in ("rootcheck save -5 bad", "rootcheck save 99999999999999999999 big", "rootcheck save 1759650000", "rootcheck foo", "rootcheck"):
    refused(A + bad)
expect(A + "rootcheck delete", "ok 0")
expect(A + "sql select count(*) as n from pm_event", 'ok [{"n":0}]')
expect(A + "ciscat save 1|time|bench|profile|1|2|3|4|5|6", "ok")
expect(A + "ciscat save 2|time|bench|NULL|1|2|3|4|5|NULL", "ok")
shows(A + "ciscat", A + "sql select scan_id, scan_time, benchmark, pass, unknown from ciscat_results", 'ok [{"scan_id":2,"scan_time":"time","benchmark":"bench","pass":1,"unknown":5}]')
for bad in ("ciscat save NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL", "ciscat save 1|time|bench", "ciscat get x"):
    refused(A + bad)
expect(A + "netinfo save 1|time|eth0|ether|ethernet|up|1500|00:11:22:33:44:55|1|2|3|4|5|6|7|8", "ok")
expect(A + "netproto save 1|eth0|0|10.0.0.1|enabled|100", "ok")
expect(A + "netproto save 2|eth0|1|NULL|NULL|NULL", "ok")
expect(A + "netaddr save 1|eth0|0|10.0.0.2|255.0.0.0|10.255.255.255", "ok")
shows(A + "netproto", A + "sql select iface, type, gateway, dhcp, metric, checksum from sys_netproto order by scan_id",
       'ok [{"iface":"eth0","type":"ipv4","gateway":"10.0.0.1","dhcp":"enabled","metric":100,"checksum":"legacy"},{"iface":"eth0","type":"ipv6","dhcp":"unknown","checksum":"legacy"}]')
shows(A + "netaddr", A + "sql select proto, address from sys_netaddr", 'ok [{"proto":"ipv4","address":"10.0.0.2"}]')
shows(A + "netinfo", A + "sql select name, mtu, rx_dropped from sys_netiface", 'ok [{"name":"eth0","mtu":1500,"rx_dropped":8}]')
expect(A + "netinfo del 2", "ok")
expect(A + "sql select (select count(*) from sys_netiface) as a, (select count(*) from sys_netproto) as b, (select count(*) from sys_netaddr) as c", 'ok [{"a":0,"b":1,"c":0}]')
for bad in ("netinfo save 1|time", "netinfo save 1|time|eth0|e|e|up|many|m|1|2|3|4|5|6|7|8", "netinfo del NULL", "netinfo foo bar", "netproto save 1|eth0", "netaddr save 1|eth0|0", "netinfo"):
    refused(A + bad)
FOCAL = "0|2021/04/08 10:00:00|focal|x86_64|Ubuntu|20.04.2 LTS (Focal Fossa)|focal|20|04|1|ubuntu|Linux|5.4.0-70-generic|#78-Ubuntu SMP Thu Apr 08 10:00:00 UTC 2021|1|2|NULL"
expect(A + "osinfo get", "ok []")
expect(A + "osinfo set " + FOCAL, "ok")
expect(A + "osinfo set " + FOCAL, "ok")
expect(A + "osinfo get", 'ok [{"scan_id":0,"scan_time":"2021/04/08 10:00:00","hostname":"focal","architecture":"x86_64","os_name":"Ubuntu","os_version":"20.04.2 LTS (Focal Fossa)",'
       '"os_codename":"focal","os_major":"20","os_minor":"04","os_patch":"2","os_build":"1","os_platform":"ubuntu","sysname":"Linux","release":"5.4.0-70-generic",'
       '"version":"#78-Ubuntu SMP Thu Apr 08 10:00:00 UTC 2021","os_release":"1","checksum":"legacy","reference":"54d5344c8f49eae38d81651495227c5080755b45"}]')
for bad in ("osinfo set 1|2|3", "osinfo bad", "osinfo"):
    refused(A + bad)
expect(A + "hardware save 1|time|serial|Intel CPU|4|2400.5|8000000|4000000|50", "ok")
shows(A + "hardware", A + "sql select cpu_mhz, ram_usage from sys_hwinfo", 'ok [{"cpu_mhz":2400.5,"ram_usage":50}]')
expect(A + "port save 1|time|tcp|0.0.0.0|22|0.0.0.0|0|0|0|1234|listening|123|sshd", "ok")
shows(A + "port", A + "sql select local_port, PID, process from sys_ports", 'ok [{"local_port":22,"PID":123,"process":"sshd"}]')
expect(A + "port del 1", "ok")
expect(A + "sql select count(*) as n from sys_ports", 'ok [{"n":1}]')
expect(A + "port del 2", "ok")
expect(A + "sql select count(*) as n from sys_ports", 'ok [{"n":0}]')
for bad in ("hardware save 1|time|NULL|NULL|0|abc|0|0|200", "hardware save 1|time|serial", "hardware del 1", "port save 1|time|tcp|0.0.0.0|22", "port del NULL", "port x y"):
    refused(A + bad)
for kind in ("deb", "rpm"):
    expect(A + f"package save 0|2021/04/07 22:00:00|{kind}|test_{kind}_pkg|optional|utils|7490|Wazuh wazuh@wazuh.com|NULL|1.0.0|amd64|NULL|NULL|Test package|NULL|1", "ok")
expect(A + "package get", 'ok {"status":"NOT_SYNCED"}')
for name in ("KB2980293", "KB2980294", "KB2980295"):
    expect(A + f"hotfix save 0|0|{name}|legacy", "ok")
expect(A + "hotfix get", 'ok {"status":"NOT_SYNCED"}')
for component in ("hotfixes", "packages"):
    expect(A + f"sql UPDATE sync_info SET last_attempt = 1, last_completion = 1 where component = \"syscollector-{component}\"".replace('"', "'"), "ok []")
got = client.pushed(A + "hotfix get")
check(A + "hotfix get, row by row", got == ['due {"hotfix":"KB298029%d"}' % n for n in (3, 4, 5)] + ['ok {"status":"SUCCESS"}'], got)
got = client.pushed(A + "package get")
check(A + "package get, row by row", got == ['due {"name":"test_%s_pkg","version":"1.0.0","architecture":"amd64","vendor":"Wazuh wazuh@wazuh.com","format":"%s","item_id":"1"}' % (k, k) for k in ("deb", "rpm")] + ['ok {"status":"SUCCESS"}'], got)
expect(A + "package del 1", "ok")
expect(A + "hotfix del 0", "ok")
expect(A + "sql select (select count(*) from sys_programs) as a, (select count(*) from sys_hotfixes) as b", 'ok [{"a":0,"b":3}]')
expect(A + "hotfix save 1|time|KB1", "ok")
expect(A + "process save 1|time|100|bash|S|1|2|3|/bin/bash|-l|root|root|root|root|root|root|root|20|0|100|200|300|400|1600000000|100|100|1|100|0|2", "ok")
shows(A + "process", A + "sql select pid, name, fgroup, priority, processor, checksum from sys_processes", 'ok [{"pid":"100","name":"bash","fgroup":"root","priority":20,"processor":2,"checksum":"legacy"}]')
expect(A + "process del 2", "ok")
expect(A + "sql select count(*) as n from sys_processes", 'ok [{"n":0}]')
for bad in ("package save 1|time|deb", "package", "package zzz", "hotfix save 1", "hotfix zzz", "process save 1|time|100|bash", "process del NULL", "process zz z"):
    refused(A + bad)

# --- inventories, row by row ------------------------------------------------------------------------------------------
INVENTORIES = {
    "processes": ("sys_processes", "pid", {"pid": "156102", "name": "sleep", "nice": 0, "vm_size": 8076}, {"vm_size": 10000}, "ppid"),
    "packages": ("sys_programs", "item_id", {"format": "deb", "name": "libqt", "version": "5", "architecture": "amd64", "location": " ", "groups": "libs", "size": 572, "item_id": "i1"}, {"size": 573}, "size"),
    "hotfixes": ("sys_hotfixes", "hotfix", {"hotfix": "KB5005539"}, {"scan_time": "2021/10/14 02:24:40"}, None),
    "ports": ("sys_ports", "item_id", {"protocol": "tcp", "local_ip": "0.0.0.0", "local_port": 34340, "inode": 494908, "pid": 7, "process": None, "item_id": "i1"}, {"state": "listening"}, "remote_port"),
    "network_protocol": ("sys_netproto", "item_id", {"iface": "eth0", "type": "ipv4", "item_id": "i1"}, {"metric": 9}, "metric"),
    "network_address": ("sys_netaddr", "item_id", {"iface": "eth0", "proto": 1, "address": "fe80::1", "item_id": "i1"}, {"netmask": "ff"}, None),
    "network_iface": ("sys_netiface", "item_id", {"name": "eth0", "mtu": 1500, "item_id": "i1"}, {"state": "up"}, "mtu"),
    "hwinfo": ("sys_hwinfo", "board_serial", {"board_serial": "Intel", "cpu_MHz": 2904, "cpu_cores": 2}, {"ram_free": 225}, "ram_free"),
    "osinfo": ("sys_osinfo", "os_name", {"os_name": "Windows", "os_major": "6", "hostname": "h"}, {"os_minor": "1"}, None),
    "users": ("sys_users", "user_name", {"user_name": "root", "user_id": 0, "user_created": 1.5}, {"user_shell": "/bin/sh"}, "user_id"),
    "groups": ("sys_groups", "group_name", {"group_name": "wheel", "group_id": 1}, {"group_users": "root"}, "group_id"),
    "browser_extensions": ("sys_browser_extensions", "item_id", {"browser_name": "b", "user_id": "u", "package_name": "p", "package_version": "1", "browser_profile_path": "/p", "package_enabled": 1, "item_id": "i1"}, {"package_type": "x"}, "package_enabled"),
    "services": ("sys_services", "item_id", {"service_id": "s", "file_path": "/s", "service_exit_code": 0, "item_id": "i1"}, {"service_state": "up"}, "process_pid"),
}
COUNTED = {"packages": "scan_id", "ports": "tx_queue", "network_protocol": "scan_id", "network_iface": "tx_packets", "users": "login_status",
           "groups": "group_is_hidden", "browser_extensions": "package_visible", "services": "service_frequency"}
B = "agent 072 "
for name, (table_name, key, row, change, number) in INVENTORIES.items():
    row = dict(row, checksum="c1")
    if table_name not in ("sys_netproto", "sys_netaddr"):
        row["scan_time"] = "2021/10/13 14:40:03"
    expect(B + f"dbsync {name} INSERTED {json.dumps(row)}", "ok ")
    expect(B + f"dbsync {name} INSERTED {json.dumps(row)}", "ok ", f"dbsync {name} INSERTED, twice")
    changed = dict({k: v for k, v in row.items() if k != "checksum"}, checksum="c2", **change)
    expect(B + f"dbsync {name} MODIFIED {json.dumps(changed)}", "ok ")
    got = rows(B + f"sql select * from {table_name}")
    member, new = next(iter(change.items()))
    check(f"... what is not told is 0 where it is counted", name not in COUNTED or got[0][COUNTED[name]] == 0, got)
    check(f"... one row of {table_name}, changed", len(got) == 1 and got[0].get(member) == new and got[0]["checksum"] == "c2", got, B + f"dbsync {name}", True)
    if name == "ports":
        check("... pid is PID", got[0]["PID"] == 7 and "process" not in got[0], got)
    if name == "packages":
        check("... groups is section", got[0]["section"] == "libs", got)
    if name == "hwinfo":
        check("... cpu_MHz is cpu_mhz", got[0]["cpu_mhz"] == 2904, got)
    if name == "network_address":
        check("... proto 1 is ipv6", got[0]["proto"] == "ipv6", got)
    partial = {k: v for k, v in row.items() if k in ("pid", "hotfix", "board_serial", "os_name", "user_name", "group_name")}
    refused(B + f"dbsync {name} INSERTED " + json.dumps(dict(row, scan_time=["x"], checksum=["x"])), "err Invalid JSON data")
    if number:
        refused(B + f"dbsync {name} MODIFIED " + json.dumps(dict(row, **{number: "116169test"})), "err Invalid JSON data")
    refused(B + f"dbsync {name} INSERTED " + json.dumps({k: v for k, v in row.items() if k != "checksum"} | {"checksum": ""}))
    for bad in (f"dbsync {name}", f"dbsync {name} UPDATED {{}}", f"dbsync {name} INSERTED"):
        expect(B + bad, f"err Invalid dbsync query syntax, near '{name}'")
    refused(B + f"dbsync {name} INSERTED {{", "err Invalid JSON syntax")
    if number and number not in row and name not in COUNTED:
        told = dict(row, **{number: 5})
        client.ask(B + f"dbsync {name} INSERTED {json.dumps(told)}")
        expect(B + f"dbsync {name} INSERTED {json.dumps(row)}", "ok ", f"dbsync {name} INSERTED, with less")
        got = rows(B + f"sql select * from {table_name}")
        check("... a row that is told anew is what was told", number not in got[0], got)
    expect(B + f"dbsync {name} DELETED {json.dumps(row)}", "ok ")
    expect(B + f"dbsync {name} DELETED {json.dumps(row)}", "ok ", f"dbsync {name} DELETED, twice")
    expect(B + f"sql select count(*) as n from {table_name}", 'ok [{"n":0}]')

    C = f"agent 073 syscollector_{name} "
    expect(C + "save2 " + json.dumps({"attributes": row, "timestamp": "t"}), "ok")
    expect(C + "save2 " + json.dumps({"attributes": row}), "ok")
    got = rows(f"agent 073 sql select * from {table_name}")
    stored = {"pid": "PID"} if name == "ports" else {"groups": "section"} if name == "packages" else {"cpu_MHz": "cpu_mhz"} if name == "hwinfo" else {}
    different = {k: v for k, v in row.items() if v is not None and (len(got) != 1 or got[0].get(stored.get(k, k)) not in (v, {1: "ipv6"}.get(v)))}
    check(f"... one row of {table_name} with every member", not different, (different, got), C, True)
    value = str(row[key])
    expect(C + "integrity_check_global " + json.dumps({"begin": value, "end": value, "checksum": sha1("c1"), "id": 1}), "ok ")
    expect(C + "integrity_check_left " + json.dumps({"begin": value, "end": value, "checksum": "x", "id": 2, "tail": value + "x"}), "ok checksum_fail")
    expect(C + "integrity_check_right " + json.dumps({"begin": "~~", "end": "~~~", "checksum": "x", "id": 3}), "ok no_data")
    component = {"network_protocol": "netproto", "network_address": "netaddress", "network_iface": "netinfo"}.get(name, name.replace("_", "-"))
    expect(f"agent 073 sql select n_attempts, n_completions, last_attempt, last_completion from sync_info where component = 'syscollector-{component}'",
           'ok [{"n_attempts":1,"n_completions":1,"last_attempt":1,"last_completion":1}]')
    expect(C + 'integrity_clear {"id":9}', "ok ")
    expect(f"agent 073 sql select count(*) as n from {table_name}", 'ok [{"n":0}]')
    refused(C + 'save2 {"noattributes":1}', "err Invalid JSON data")
    refused(C + "save2 nojson", "err Invalid JSON syntax")
    refused(C + "bogus x", "err Invalid Syscollector query syntax, near 'bogus'")
    refused(C.strip(), "err Invalid Syscollector query syntax")
expect(B + "dbsync", "err Invalid DB query syntax, near 'dbsync'")
refused(B + "dbsync this_table_doesnot_exist test NULL")
refused(B + "syscollector_nope save2 {}", "err Invalid Syscollector query syntax")
refused(B + "nothing_of_this x", "err Invalid DB query syntax")
expect("agent 099 syscheck load /x", "err Agent not found")
expect("agent 099 dbsync ports INSERTED {}", "err Agent not found")
for number in (71, 72, 73):
    expect(f"agent {number} remove", "ok")
    expect(f"global delete-agent {number}", "ok")

table("2.2", ["agent " + c for c in "sql syscheck fim_file fim_registry fim_registry_key fim_registry_value sca rootcheck ciscat dbsync".split()])
table("2.2", ["agent syscollector_" + c for c in INVENTORIES])
table("2.2", ["agent " + c for c in "netinfo netproto netaddr osinfo hardware port package hotfix process".split()])
table("4.5", ["agent rootcheck"])
finish()
