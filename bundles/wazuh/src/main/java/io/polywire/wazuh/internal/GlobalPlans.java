package io.polywire.wazuh.internal;

import io.polywire.wazuh.internal.Plan.Guard;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The commands of the global database as SQL over their arguments: {@code ?1} is what stands behind the command, and
 * {@code $name} a member of it where it is JSON. Values never become part of a text.
 */
final class GlobalPlans {
    private static final Pattern MEMBER = Pattern.compile("\\$(\\w+)");
    private static final Guard JSON = new Guard("SELECT json_valid(?1)", "Invalid JSON syntax, near %s");
    private static final String TARGETS = "(SELECT json_extract(d.value, '$.id') FROM json_each(?1, '$.data') d)";
    private static final String STATUSES = "('pending', 'never_connected', 'active', 'disconnected')";
    private static final String SYNCS = "('synced', 'syncreq', 'syncreq_status', 'syncreq_keepalive')";

    private static final Map<String, Plan> PLANS = plans();

    private GlobalPlans() {}

    /** The plan of a command, or null. */
    static Plan of(String command) {
        return PLANS.get(command);
    }

    static String members(String sql) {
        return MEMBER.matcher(sql).replaceAll("json_extract(?1, '\\$.$1')");
    }

    /** Refuses arguments that are no JSON or lack a member. */
    static Plan json(Plan plan, String... required) {
        Guard[] guards = new Guard[required.length + 1];
        guards[0] = JSON;
        for (int i = 0; i < required.length; i++) {
            guards[i + 1] = data("$" + required[i] + " IS NOT NULL");
        }
        return plan.guarded(guards);
    }

    private static Guard data(String condition) {
        return new Guard(members("SELECT " + condition), "Invalid JSON data, near %s");
    }

    private static Plan plan(Form form, String... steps) {
        String[] expanded = new String[steps.length];
        for (int i = 0; i < steps.length; i++) {
            expanded[i] = members(steps[i]);
        }
        return Plan.of(form, expanded);
    }

    private static Map<String, Plan> plans() {
        Map<String, Plan> plans = new HashMap<>();
        agents(plans);
        groups(plans);
        plans.put("set-agent-groups", setGroups());
        plans.put(
                "recalculate-agent-group-hashes",
                plan(Form.NONE, csv("(SELECT id FROM agent)"), "SELECT 1 WHERE ?1 IS NOT NULL")
                        .rehashing());
        return Map.copyOf(plans);
    }

    private static void agents(Map<String, Plan> plans) {
        plans.put(
                "insert-agent",
                json(
                        plan(
                                Form.NONE,
                                "INSERT INTO agent (id, name, ip, register_ip, internal_key, date_add, `group`) VALUES ($id, $name,"
                                        + " $ip, $register_ip, $internal_key, $date_add, coalesce($group, 'default'))"),
                        "id",
                        "name"));
        plans.put(
                "update-agent-name",
                json(plan(Form.NONE, "UPDATE agent SET name = $name WHERE id = $id"), "id", "name"));
        plans.put(
                "update-keepalive",
                json(
                                plan(
                                        Form.NONE,
                                        "UPDATE agent SET last_keepalive = CASE WHEN id = 0 THEN last_keepalive ELSE unixepoch()"
                                                + " END, connection_status = $connection_status, sync_status = $sync_status,"
                                                + " disconnection_time = 0 WHERE id = $id"),
                                "id")
                        .guarded(
                                JSON,
                                data("$id IS NOT NULL AND $connection_status IN " + STATUSES + " AND $sync_status IN "
                                        + SYNCS)));
        plans.put(
                "update-connection-status",
                plan(
                                Form.NONE,
                                "UPDATE agent SET connection_status = $connection_status, sync_status = $sync_status,"
                                        + " status_code = coalesce($status_code, status_code), disconnection_time = CASE"
                                        + " $connection_status WHEN 'disconnected' THEN unixepoch() ELSE 0 END WHERE id ="
                                        + " $id")
                        .guarded(
                                JSON,
                                data("$id IS NOT NULL AND $connection_status IN " + STATUSES + " AND $sync_status IN "
                                        + SYNCS)));
        plans.put("get-labels", plan(Form.OBJECTS, "SELECT id, key, value FROM labels WHERE id = ?1"));
        plans.put("select-agent-name", plan(Form.OBJECTS, "SELECT name FROM agent WHERE id = ?1"));
        plans.put("select-agent-group", plan(Form.OBJECTS, "SELECT `group` FROM agent WHERE id = ?1"));
        plans.put("get-agent-info", plan(Form.OBJECTS, "SELECT * FROM agent WHERE id = ?1"));
        plans.put(
                "find-agent",
                json(
                        plan(
                                Form.OBJECTS,
                                "SELECT id FROM agent WHERE name = $name AND (ip = $ip OR register_ip = $ip)"),
                        "name",
                        "ip"));
        plans.put(
                "delete-agent",
                plan(
                        Form.NONE,
                        "DELETE FROM belongs WHERE id_agent = ?1",
                        "DELETE FROM labels WHERE id = ?1",
                        "DELETE FROM agent WHERE id = ?1"));
        plans.put(
                "reset-agents-connection",
                plan(
                                Form.NONE,
                                "UPDATE agent SET connection_status = 'disconnected', sync_status = ?1, disconnection_time ="
                                        + " unixepoch() WHERE id <> 0 AND connection_status <> 'never_connected'")
                        .guarded(data("?1 IN " + SYNCS)));
    }

    private static void groups(Map<String, Plan> plans) {
        plans.put("find-group", plan(Form.OBJECTS, "SELECT id FROM `group` WHERE name = ?1"));
        plans.put("insert-agent-group", plan(Form.NONE, "INSERT INTO `group` (name) VALUES (?1)"));
        plans.put("select-groups", plan(Form.OBJECTS, "SELECT name FROM `group` WHERE ?1 IS NOT NULL ORDER BY name"));
        plans.put(
                "select-group-belong",
                plan(
                        Form.VALUES,
                        "SELECT g.name FROM belongs b JOIN `group` g ON g.id = b.id_group WHERE b.id_agent = ?1 ORDER BY"
                                + " b.priority"));
    }

    /** Writes the list of groups of some agents from what they belong to. */
    private static String csv(String agents) {
        return "UPDATE agent SET `group` = (SELECT group_concat(name, ',') FROM (SELECT g.name FROM belongs b JOIN"
                + " `group` g ON g.id = b.id_group WHERE b.id_agent = agent.id ORDER BY b.priority)) WHERE ?1 IS NOT"
                + " NULL AND id IN " + agents;
    }

    private static Plan setGroups() {
        String failed = "An error occurred during the set of the groups";
        return plan(
                        Form.NONE,
                        "DELETE FROM belongs WHERE $mode = 'override' AND id_agent IN " + TARGETS,
                        "DELETE FROM belongs WHERE $mode = 'remove' AND (id_agent, id_group) IN (SELECT"
                                + " json_extract(d.value, '$.id'), g.id FROM json_each(?1, '$.data') d,"
                                + " json_each(d.value, '$.groups') n JOIN `group` g ON g.name = n.value)",
                        "INSERT OR IGNORE INTO belongs (id_agent, id_group, priority) SELECT agent, id_group, base +"
                                + " row_number() OVER (PARTITION BY agent ORDER BY place) - 1 FROM (SELECT"
                                + " json_extract(d.value, '$.id') AS agent, g.id AS id_group, n.key AS place,"
                                + " coalesce((SELECT max(b.priority) + 1 FROM belongs b WHERE b.id_agent ="
                                + " json_extract(d.value, '$.id')), 0) AS base FROM json_each(?1, '$.data') d,"
                                + " json_each(d.value, '$.groups') n JOIN `group` g ON g.name = n.value) AS wanted"
                                + " WHERE $mode <> 'remove' AND ($mode <> 'empty_only' OR base = 0) AND NOT EXISTS"
                                + " (SELECT 1 FROM belongs h WHERE h.id_agent = agent AND h.id_group ="
                                + " wanted.id_group)",
                        "INSERT INTO belongs (id_agent, id_group, priority) SELECT a.id, g.id, 0 FROM agent a JOIN"
                                + " `group` g ON g.name = 'default' WHERE $mode = 'remove' AND a.id IN " + TARGETS
                                + " AND NOT EXISTS (SELECT 1 FROM belongs h WHERE h.id_agent = a.id)",
                        csv(TARGETS),
                        "UPDATE agent SET group_sync_status = coalesce($sync_status, group_sync_status) WHERE id IN "
                                + TARGETS)
                .rehashing()
                .guarded(
                        JSON,
                        new Guard(
                                members("SELECT $mode IN ('append', 'override', 'empty_only', 'remove')"),
                                "Invalid mode in set_agent_groups command"),
                        data("json_type(?1, '$.data') = 'array'"),
                        new Guard(
                                "SELECT NOT EXISTS (SELECT 1 FROM json_each(?1, '$.data') d WHERE NOT EXISTS (SELECT 1"
                                        + " FROM agent a WHERE a.id = json_extract(d.value, '$.id')))",
                                failed),
                        new Guard(
                                "SELECT NOT EXISTS (SELECT 1 FROM json_each(?1, '$.data') d, json_each(d.value,"
                                        + " '$.groups') n WHERE NOT EXISTS (SELECT 1 FROM `group` g WHERE g.name ="
                                        + " n.value))",
                                failed));
    }
}
