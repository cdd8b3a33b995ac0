package io.polywire.wazuh.internal;

import io.polywire.wazuh.internal.Plan.Guard;
import java.util.Map;

/** Commands of the global database about groups of agents. */
final class GroupPlans {
    private static final String TARGETS = "(SELECT json_extract(d.value, '$.id') FROM json_each(?1, '$.data') d)";
    private static final String FAILED = "An error occurred during the set of the groups";

    private GroupPlans() {}

    static Map<String, Plan> plans() {
        return Map.of(
                "find-group", Plan.of(Form.OBJECTS, "SELECT id FROM `group` WHERE name = ?1"),
                "insert-agent-group",
                        Plan.of(Form.NONE, "INSERT INTO `group` (name) VALUES (?1)")
                                // the list of an agent's groups is kept with commas between
                                .reading("([^\\s,]{1,255})"),
                "delete-group", delete(),
                "select-groups", Plan.of(Form.OBJECTS, "SELECT name FROM `group` ORDER BY name"),
                "select-group-belong",
                        Plan.of(
                                        Form.VALUES,
                                        "SELECT g.name FROM belongs b JOIN `group` g ON g.id = b.id_group WHERE b.id_agent ="
                                                + " ?1 ORDER BY b.priority")
                                .reading(AgentPlans.ID),
                "get-group-agents",
                        Plan.of(
                                        Form.VALUES_PAGE,
                                        "SELECT b.id_agent FROM belongs b JOIN `group` g ON g.id = b.id_group WHERE g.name ="
                                                + " ?1 AND b.id_agent > CAST(?2 AS INTEGER) ORDER BY b.id_agent")
                                .reading("(\\S+) last_id " + AgentPlans.ID),
                "get-distinct-groups",
                        Plan.of(
                                        Form.PAGE,
                                        "SELECT DISTINCT `group`, group_hash FROM agent WHERE group_hash >"
                                                + " coalesce(?1, '') ORDER BY group_hash")
                                .reading("([0-9a-f]*)"),
                "set-agent-groups", set(),
                "recalculate-agent-group-hashes", Plan.of(Form.NONE, "SELECT 1").rehashing("1", "group_sync_status"));
    }

    /** Agents that were in it alone come into the default one, as when their last group is removed. */
    private static Plan delete() {
        String members = "(SELECT b.id_agent FROM belongs b JOIN `group` g ON g.id = b.id_group WHERE g.name = ?1)";
        return Plan.of(
                        Form.NONE,
                        // marked with what no list is
                        "UPDATE agent SET `group` = ',', group_hash = ',' WHERE id IN " + members,
                        "DELETE FROM belongs WHERE id_group = (SELECT id FROM `group` WHERE name = ?1)",
                        "DELETE FROM `group` WHERE name = ?1",
                        "INSERT INTO belongs (id_agent, id_group, priority) SELECT a.id, g.id, 0 FROM agent a JOIN"
                                + " `group` g ON g.name = 'default' WHERE a.`group` = ',' AND NOT EXISTS"
                                + " (SELECT 1 FROM belongs h WHERE h.id_agent = a.id)",
                        "SELECT 1")
                .reading("(\\S{1,255})")
                .rehashing("`group` = ','", "group_sync_status");
    }

    private static Plan set() {
        return Plan.of(
                        Form.NONE,
                        "INSERT INTO agent (id, name, ip, register_ip, date_add) SELECT json_extract(d.value, '$.id'),"
                                + " json_extract(d.value, '$.name'), '0.0.0.0', '0.0.0.0', unixepoch() FROM json_each(?1, '$.data') d WHERE $mode = 'override' AND"
                                + " json_extract(d.value, '$.name') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agent a"
                                + " WHERE a.id = json_extract(d.value, '$.id'))",
                        "DELETE FROM belongs WHERE $mode = 'override' AND id_agent IN " + TARGETS,
                        "DELETE FROM belongs WHERE $mode = 'remove' AND (id_agent, id_group) IN (SELECT"
                                + " json_extract(d.value, '$.id'), g.id FROM json_each(?1, '$.data') d,"
                                + " json_each(d.value, '$.groups') n JOIN `group` g ON g.name = n.value)",
                        // one that an agent is in already comes behind the others
                        "INSERT OR REPLACE INTO belongs (id_agent, id_group, priority) SELECT agent, id_group, base +"
                                + " row_number() OVER (PARTITION BY agent ORDER BY place) - 1 FROM (SELECT"
                                + " json_extract(d.value, '$.id') AS agent, g.id AS id_group, n.key AS place,"
                                + " coalesce((SELECT max(b.priority) + 1 FROM belongs b WHERE b.id_agent ="
                                + " json_extract(d.value, '$.id')), 0) AS base FROM json_each(?1, '$.data') d,"
                                + " json_each(d.value, '$.groups') n JOIN `group` g ON g.name = n.value) AS wanted"
                                + " WHERE $mode <> 'remove' AND ($mode <> 'empty_only' OR base = 0)",
                        "INSERT INTO belongs (id_agent, id_group, priority) SELECT a.id, g.id, 0 FROM agent a JOIN"
                                + " `group` g ON g.name = 'default' WHERE $mode = 'remove' AND a.id IN " + TARGETS
                                + " AND NOT EXISTS (SELECT 1 FROM belongs h WHERE h.id_agent = a.id)",
                        "SELECT 1")
                .rehashing("id IN " + TARGETS, "coalesce($sync_status, group_sync_status)")
                .json()
                .guarded(new Guard(
                        Plan.members(
                                "SELECT $mode IN ('append', 'override', 'empty_only', 'remove'), coalesce($mode, '')"),
                        "Invalid mode '%v' in set_agent_groups command"))
                .guarded(new Guard("SELECT json_type(?1, '$.data') = 'array'", "Invalid JSON data, near %s"))
                .guarded(new Guard(
                        "SELECT NOT EXISTS (SELECT 1 FROM json_each(?1, '$.data') d WHERE json_type(d.value, '$.id')"
                                + " IS NOT 'integer')",
                        "Invalid JSON data, near %s"))
                .guarded(new Guard(
                        Plan.members("SELECT coalesce($sync_status, 'synced') IN ('synced', 'syncreq')"),
                        "Invalid JSON data, near %s"))
                .checked(
                        new Guard(
                                Plan.members(
                                        "SELECT NOT EXISTS (SELECT 1 FROM json_each(?1, '$.data') d WHERE NOT EXISTS"
                                                + " (SELECT 1 FROM agent a WHERE a.id = json_extract(d.value, '$.id'))"
                                                + " AND NOT ($mode = 'override' AND json_extract(d.value, '$.name')"
                                                + " IS NOT NULL))"),
                                FAILED),
                        new Guard(
                                "SELECT NOT EXISTS (SELECT 1 FROM json_each(?1, '$.data') d, json_each(d.value,"
                                        + " '$.groups') n WHERE NOT EXISTS (SELECT 1 FROM `group` g WHERE g.name ="
                                        + " n.value))",
                                FAILED));
    }
}
