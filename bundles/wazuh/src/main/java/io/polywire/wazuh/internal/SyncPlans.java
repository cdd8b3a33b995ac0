package io.polywire.wazuh.internal;

import io.polywire.wazuh.internal.Plan.Guard;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Commands by which the nodes of a cluster tell each other what changed. */
final class SyncPlans {
    /** What of an agent another node takes over. */
    static final List<String> FIELDS = List.of(
            "name",
            "ip",
            "os_name",
            "os_version",
            "os_major",
            "os_minor",
            "os_codename",
            "os_build",
            "os_platform",
            "os_uname",
            "os_arch",
            "version",
            "config_sum",
            "merged_sum",
            "manager_host",
            "node_name",
            "last_keepalive",
            "connection_status",
            "disconnection_time",
            "group_config_status",
            "status_code");

    private SyncPlans() {}

    static Map<String, Plan> plans() {
        return Map.of(
                "sync-agent-groups-get", groups(),
                "get-groups-integrity", integrity(),
                "sync-agent-info-get", infoGet(),
                "sync-agent-info-set", infoSet());
    }

    private static Plan groups() {
        return Plan.of(
                        Form.ITEMS_PAGE,
                        "SELECT json_object('id', a.id, 'name', a.name, 'groups', json((SELECT json_group_array(name) FROM"
                                + " (SELECT g.name FROM belongs b JOIN `group` g ON g.id = b.id_group WHERE b.id_agent"
                                + " = a.id ORDER BY b.priority)))) FROM agent a WHERE a.id > coalesce($last_id, 0) AND"
                                + " ($condition = 'all' OR a.group_sync_status = 'syncreq') AND a.date_add <"
                                + " unixepoch() - coalesce($agent_registration_delta, 0) ORDER BY a.id")
                .json(
                        "coalesce($condition, 'sync_status') IN ('all', 'sync_status')",
                        AgentPlans.number("last_id"),
                        AgentPlans.number("agent_registration_delta"))
                .hashed("coalesce($get_global_hash, 0)")
                .wrapped(
                        "SELECT ']' || CASE WHEN $get_global_hash THEN ',\"hash\":' || json_quote(?2) ELSE '' END || '}]'")
                .then("UPDATE agent SET group_sync_status = 'synced' WHERE $set_synced AND id IN (SELECT"
                        + " json_extract(r.value, '$.id') FROM json_each(?3) r)");
    }

    private static Plan integrity() {
        return Plan.of(
                        Form.RAW,
                        "SELECT json_array(CASE WHEN EXISTS (SELECT 1 FROM agent WHERE group_sync_status = 'syncreq')"
                                + " THEN 'syncreq' WHEN ?1 IS ?2 THEN 'synced' ELSE 'hash_mismatch' END)")
                .reading("([0-9a-f]{40})")
                .hashed("1");
    }

    private static Plan infoGet() {
        String members =
                FIELDS.stream().map(f -> "'" + f + "', nullif(a." + f + ", '')").collect(Collectors.joining(", "));
        return Plan.of(
                        Form.ITEMS_PAGE,
                        // of one of which less has changed, less is told
                        "SELECT json_patch('{}', CASE a.sync_status WHEN 'syncreq' THEN json_object('id', a.id, "
                                + members + ", 'labels', CASE WHEN EXISTS (SELECT 1 FROM labels l WHERE l.id = a.id)"
                                + " THEN json((SELECT json_group_array(json_object('id', l.id, 'key', l.key, 'value',"
                                + " l.value)) FROM labels l WHERE l.id = a.id)) END) WHEN 'syncreq_status' THEN"
                                + " json_object('id', a.id, 'last_keepalive', a.last_keepalive, 'connection_status',"
                                + " a.connection_status, 'disconnection_time', a.disconnection_time, 'status_code',"
                                + " a.status_code) ELSE json_object('id', a.id, 'last_keepalive', a.last_keepalive)"
                                + " END) FROM agent a WHERE a.id > coalesce(CAST(?1 AS INTEGER), -1) AND a.sync_status"
                                + " <> 'synced' ORDER BY a.id")
                .reading("(?:last_id " + AgentPlans.ID + ")? *")
                .then("UPDATE agent SET sync_status = 'synced' WHERE id IN (SELECT json_extract(r.value, '$.id') FROM"
                        + " json_each(?2) r)");
    }

    private static Plan infoSet() {
        String values = FIELDS.stream()
                .map(f -> f + " = coalesce(json_extract(d.value, '$." + f + "'), agent." + f + ")")
                .collect(Collectors.joining(", "));
        return Plan.of(
                        Form.NONE,
                        "DELETE FROM labels WHERE id IN (SELECT json_extract(d.value, '$.id') FROM json_each(?1) d WHERE"
                                + " json_type(d.value, '$.labels') = 'array')",
                        "INSERT INTO labels (id, key, value) SELECT json_extract(d.value, '$.id'),"
                                + " json_extract(l.value, '$.key'), json_extract(l.value, '$.value') FROM json_each(?1)"
                                + " d, json_each(d.value, '$.labels') l",
                        "UPDATE agent SET " + values + ", sync_status = 'synced' FROM json_each(?1) d WHERE agent.id ="
                                + " json_extract(d.value, '$.id')")
                .json("json_type(?1) = 'array'")
                .guarded(new Guard(
                        "SELECT NOT EXISTS (SELECT 1 FROM json_each(?1) d WHERE json_type(d.value, '$.id') IS NOT"
                                + " 'integer' OR coalesce(json_extract(d.value, '$.connection_status'), '') NOT IN "
                                + AgentPlans.STATUSES + ")",
                        "Invalid JSON data, near %s"));
    }
}
