package io.polywire.wazuh.internal;

import java.util.Map;

/** Commands of the global database about agents. Values never become part of a text. */
final class AgentPlans {
    static final String STATUSES = "('pending', 'never_connected', 'active', 'disconnected')";
    static final String SYNCS = "('synced', 'syncreq', 'syncreq_status', 'syncreq_keepalive')";
    /** Why an agent is disconnected: nothing was heard of it. */
    private static final int NO_KEEPALIVE = 4;

    /** Why an agent is disconnected: all are, as the manager begins anew. */
    private static final int BY_RESET = 5;

    static final String ID = "(-?[0-9]{1,10})";

    /** An id that is a text would be compared as the number that it begins with, were there a NUL behind that. */
    private static final String HAS_ID = "json_type(?1, '$.id') = 'integer'";

    /** What an agent says of itself, all of it: what it does not say is not known any more. */
    private static final String DATA = "os_name = $os_name, os_version = $os_version, os_major = $os_major, os_minor ="
            + " $os_minor, os_codename = $os_codename, os_build = $os_build, os_platform = $os_platform, os_uname ="
            + " $os_uname, os_arch = $os_arch, version = $version, config_sum = $config_sum, merged_sum = $merged_sum,"
            + " manager_host = $manager_host, node_name = $node_name, ip = $agent_ip, connection_status ="
            + " $connection_status, sync_status = $sync_status, group_config_status = $group_config_status";

    /** Lines, each a label: what stands before the first colon is its key, quotes and all. */
    private static final String LABELS = "(WITH RECURSIVE l (value, rest) AS (SELECT '', $labels || char(10) UNION ALL"
            + " SELECT substr(rest, 1, instr(rest, char(10)) - 1), substr(rest, instr(rest, char(10)) + 1) FROM l WHERE"
            + " rest <> '') SELECT value FROM l)";

    private AgentPlans() {}

    static Map<String, Plan> plans() {
        return Map.ofEntries(
                Map.entry("insert-agent", insert()),
                Map.entry(
                        "update-agent-name",
                        Plan.of(Form.NONE, "UPDATE agent SET name = $name WHERE id = $id")
                                .json(HAS_ID, "$name IS NOT NULL")),
                Map.entry("update-agent-data", data()),
                Map.entry("update-keepalive", keepalive()),
                Map.entry("update-connection-status", connection()),
                Map.entry("update-status-code", code()),
                Map.entry(
                        "delete-agent",
                        Plan.of(
                                        Form.NONE,
                                        "DELETE FROM belongs WHERE id_agent = ?1",
                                        "DELETE FROM labels WHERE id = ?1",
                                        "DELETE FROM agent WHERE id = ?1")
                                .reading(ID)),
                Map.entry("get-labels", of("SELECT id, key, value FROM labels WHERE id = ?1")),
                Map.entry("select-agent-name", of("SELECT name FROM agent WHERE id = ?1")),
                Map.entry("select-agent-group", of("SELECT `group` FROM agent WHERE id = ?1")),
                Map.entry("get-agent-info", of("SELECT * FROM agent WHERE id = ?1")),
                Map.entry(
                        "find-agent",
                        Plan.of(
                                        Form.OBJECTS,
                                        "SELECT id FROM agent WHERE name = $name AND (register_ip = $ip OR"
                                                + " substr(register_ip, 1, length($ip) + 1) = $ip || '/')")
                                .json("$name IS NOT NULL", "$ip IS NOT NULL")),
                Map.entry("reset-agents-connection", reset()),
                Map.entry("disconnect-agents", disconnect()),
                Map.entry(
                        "get-all-agents",
                        Plan.of(Form.PAGE, "SELECT id FROM agent WHERE id > CAST(?1 AS INTEGER) ORDER BY id")
                                .reading("last_id " + ID)),
                Map.entry("get-agents-by-connection-status", byStatus()));
    }

    /** A member that is a number, or none. */
    static String number(String member) {
        return "coalesce(json_type(?1, '$." + member + "'), 'null') IN ('integer', 'null')";
    }

    private static Plan of(String sql) {
        return Plan.of(Form.OBJECTS, sql).reading(ID);
    }

    private static Plan insert() {
        return Plan.of(
                        Form.NONE,
                        // it is in no group yet, which is not the same as in the default one
                        "INSERT INTO agent (id, name, ip, register_ip, internal_key, date_add, `group`) VALUES ($id,"
                                + " $name, $ip, $register_ip, $internal_key, coalesce($date_add, unixepoch()),"
                                + " $group)")
                .json(HAS_ID, "$name IS NOT NULL", number("date_add"));
    }

    private static Plan data() {
        return Plan.of(
                        Form.NONE,
                        "DELETE FROM labels WHERE id = $id",
                        "INSERT OR REPLACE INTO labels (id, key, value) SELECT $id, substr(l.value, 1, instr(l.value,"
                                + " ':') - 1), substr(l.value, instr(l.value, ':') + 1) FROM " + LABELS + " l WHERE"
                                + " instr(l.value, ':') > 1 AND EXISTS (SELECT 1 FROM agent WHERE id = $id)",
                        "UPDATE agent SET last_keepalive = CASE WHEN id = 0 THEN last_keepalive ELSE unixepoch() END,"
                                + " disconnection_time = 0, " + DATA + " WHERE id = $id")
                .json(
                        HAS_ID,
                        "$connection_status IN " + STATUSES,
                        "$sync_status IN " + SYNCS,
                        "$group_config_status IN ('synced', 'not synced')");
    }

    private static Plan keepalive() {
        return Plan.of(
                        Form.NONE,
                        "UPDATE agent SET last_keepalive = CASE WHEN id = 0 THEN last_keepalive ELSE unixepoch() END,"
                                + " connection_status = $connection_status, sync_status = $sync_status,"
                                + " disconnection_time = 0 WHERE id = $id")
                .json(HAS_ID, "$connection_status IN " + STATUSES, "$sync_status IN " + SYNCS);
    }

    private static Plan connection() {
        return Plan.of(
                        Form.NONE,
                        "UPDATE agent SET connection_status = $connection_status, sync_status = $sync_status,"
                                + " status_code = coalesce($status_code, status_code), disconnection_time = CASE"
                                + " $connection_status WHEN 'disconnected' THEN unixepoch() ELSE 0 END WHERE id = $id")
                .json(HAS_ID, "$connection_status IN " + STATUSES, "$sync_status IN " + SYNCS, number("status_code"));
    }

    private static Plan code() {
        return Plan.of(
                        Form.NONE,
                        "UPDATE agent SET status_code = $status_code, version = coalesce($version, version),"
                                + " sync_status = coalesce($sync_status, sync_status) WHERE id = $id")
                .json(
                        HAS_ID,
                        "json_type(?1, '$.status_code') = 'integer'",
                        "coalesce($sync_status, 'synced') IN " + SYNCS);
    }

    private static Plan reset() {
        return Plan.of(
                        Form.NONE,
                        "UPDATE agent SET connection_status = 'disconnected', sync_status = ?1, disconnection_time ="
                                + " unixepoch(), status_code = " + BY_RESET + " WHERE id <> 0 AND connection_status"
                                + " NOT IN ('never_connected', 'disconnected')")
                .guarded(new Plan.Guard("SELECT ?1 IN " + SYNCS, "Invalid DB query syntax, near %s"));
    }

    private static Plan disconnect() {
        return Plan.of(
                        Form.PAGE,
                        "SELECT id FROM agent WHERE id > max(CAST(?1 AS INTEGER), 0) AND connection_status = 'active'"
                                + " AND last_keepalive < CAST(?2 AS INTEGER) ORDER BY id")
                .reading(ID + " (-?[0-9]{1,18}) (synced|syncreq|syncreq_status|syncreq_keepalive)")
                .then("UPDATE agent SET connection_status = 'disconnected', disconnection_time = unixepoch(),"
                        + " sync_status = ?3, status_code = " + NO_KEEPALIVE
                        + " WHERE id IN (SELECT json_extract(r.value, '$.id') FROM json_each(?4) r)");
    }

    private static Plan byStatus() {
        return Plan.of(
                        Form.PAGE,
                        "SELECT id FROM agent WHERE id > CAST(?1 AS INTEGER) AND connection_status = ?2 AND (?3 IS NULL"
                                + " OR node_name = ?3) ORDER BY id LIMIT coalesce(CAST(?4 AS INTEGER), -1)")
                .reading(ID + " (pending|never_connected|active|disconnected)(?: (\\S+) (-?[0-9]{1,9}))?");
    }
}
