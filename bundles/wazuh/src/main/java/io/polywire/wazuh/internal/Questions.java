package io.polywire.wazuh.internal;

import io.polywire.wazuh.Question;
import io.polywire.wazuh.internal.Plan.Guard;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The questions of the HTTP interface, as plans over the global database. */
final class Questions {
    /** Groups and platforms that a summary of all agents counts. */
    private static final int TOP = 5;

    /** Bytes of the status word in front of an answer, which HTTP has no place for. */
    private static final int STATUS = 3;

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

    /** Members that are numbers; where one is missing it is 0, not empty. */
    private static final List<String> NUMBERS = List.of("last_keepalive", "disconnection_time", "status_code");

    private static final Plan IDS =
            Plan.of(Form.RAW, "SELECT json_group_array(id) FROM (SELECT id FROM agent WHERE id > 0 ORDER BY id)");

    private static final Plan AGENTS_GROUPS = Plan.of(
            Form.RAW,
            "SELECT CASE WHEN count(*) = 0 THEN '{}' ELSE json_object('data', json_group_object(id, json(names))) END"
                    + " FROM (SELECT id_agent AS id, json_group_array(name) AS names FROM (SELECT b.id_agent, g.name FROM"
                    + " belongs b JOIN `group` g ON g.id = b.id_group WHERE b.id_agent > 0 ORDER BY b.id_agent,"
                    + " b.priority) GROUP BY id_agent ORDER BY id_agent)");

    private static final Plan GROUP_AGENTS = Plan.of(
            Form.RAW,
            "SELECT json_group_array(id_agent) FROM (SELECT b.id_agent FROM belongs b JOIN `group` g ON g.id ="
                    + " b.id_group WHERE g.name = ?1 ORDER BY b.id_agent)");

    private static final Plan AGENT_GROUPS = Plan.of(
                    Form.RAW,
                    "SELECT json_group_array(name) FROM (SELECT g.name FROM belongs b JOIN `group` g ON g.id = b.id_group"
                            + " WHERE b.id_agent = CAST(?1 AS INTEGER) ORDER BY b.priority)")
            .reading("([0-9]{1,10})");

    /**
     * All statuses and all groups but one are counted, and the one is what is left of the number of all, which SQLite knows
     * without looking at each: the one that most agents have as a rule. Every agent has one of four statuses (a CHECK); the
     * groups are those that {@code belongs} names, also where nothing keeps it from naming one that is not there.
     */
    private static final Plan SUMMARY = summary(
            counted(
                    "WITH s(k, c) AS MATERIALIZED (SELECT value, (SELECT count(*) FROM agent WHERE connection_status ="
                            + " value) FROM json_each('[\"disconnected\",\"never_connected\",\"pending\"]')), a(k, c)"
                            + " AS (SELECT 'active', (SELECT count(*) FROM agent) - (SELECT sum(c) FROM s) UNION ALL"
                            + " SELECT k, c FROM s) SELECT k, c - (SELECT count(*) FROM agent WHERE id = 0 AND"
                            + " connection_status = k) AS n FROM a",
                    "1"),
            counted(
                    "WITH RECURSIVE v(id) AS (SELECT min(id_group) FROM belongs UNION ALL SELECT (SELECT min(id_group)"
                            + " FROM belongs WHERE id_group > v.id) FROM v WHERE v.id IS NOT NULL), s(id, c) AS"
                            + " MATERIALIZED (SELECT v.id, (SELECT count(*) FROM belongs b WHERE b.id_group = v.id) FROM"
                            + " v WHERE v.id <> (SELECT min(id) FROM `group`)), a(id, c) AS (SELECT (SELECT min(id) FROM"
                            + " `group`), (SELECT count(*) FROM belongs) - (SELECT count(*) FROM belongs WHERE id_group IS"
                            + " NULL) - coalesce((SELECT sum(c) FROM s), 0) UNION ALL SELECT id, c FROM s) SELECT g.id,"
                            + " g.name AS k, a.c - (SELECT count(*) FROM belongs b WHERE b.id_group = g.id AND b.id_agent ="
                            + " 0) AS n FROM a JOIN `group` g ON g.id = a.id",
                    "n DESC, id LIMIT " + TOP),
            // each platform by a look behind the last one
            counted(
                    "WITH RECURSIVE p(v) AS (SELECT min(os_platform) FROM agent WHERE os_platform > '' UNION ALL SELECT"
                            + " (SELECT min(os_platform) FROM agent WHERE os_platform > p.v) FROM p WHERE p.v IS NOT"
                            + " NULL) SELECT v AS k, (SELECT count(*) FROM agent WHERE os_platform = v) - (SELECT"
                            + " count(*) FROM agent WHERE id = 0 AND os_platform = v) AS n FROM p WHERE v IS NOT NULL",
                    "n DESC, k LIMIT " + TOP));

    private static final Plan SUMMARY_OF = summaryOf();

    private static final Plan SYNC_GET = syncGet();
    private static final Plan SYNC_SET = syncSet();
    private static final Plan RESTART_INFO = restartInfo();

    private Questions() {}

    /**
     * Answers a question.
     *
     * @param limit of the answer in bytes
     */
    static CompletableFuture<byte[]> answer(Runner runner, Question question, String argument, int limit) {
        return switch (question) {
            case AGENT_IDS -> run(runner, IDS, argument, limit);
            case AGENTS_GROUPS -> run(runner, AGENTS_GROUPS, argument, limit);
            case GROUP_AGENTS -> run(runner, GROUP_AGENTS, argument, limit);
            case AGENT_GROUPS -> run(runner, AGENT_GROUPS, argument, limit);
            case SUMMARY ->
                argument.isEmpty()
                        ? run(runner, SUMMARY, argument, limit)
                        : run(runner, SUMMARY_OF, integers(argument), limit);
            case SYNC_GET -> run(runner, SYNC_GET, argument, limit);
            case SYNC_SET -> run(runner, SYNC_SET, argument, limit);
            case RESTART_INFO -> run(runner, RESTART_INFO, argument.isEmpty() ? "{}" : argument, limit);
        };
    }

    private static CompletableFuture<byte[]> run(Runner runner, Plan plan, String argument, int limit) {
        return Execution.run(runner, plan, "", argument, limit).thenApply(reply -> {
            if (reply.length >= limit) {
                throw new Refusal("Answer is longer than " + limit + " bytes");
            }
            return reply.length < STATUS ? new byte[0] : Arrays.copyOfRange(reply, STATUS, reply.length);
        });
    }

    /** Every integer that stands in a text, as a JSON array; what no id can be is left out. */
    static String integers(String text) {
        return INTEGER.matcher(text)
                .results()
                .map(found -> found.group())
                .filter(Target::isAgent)
                .map(Integer::valueOf)
                .distinct()
                .map(Object::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Counts by name, without what nobody is counted in. The limit keeps SQLite from counting again for each use of n. */
    private static String counted(String counts, String order) {
        return "json((SELECT CASE WHEN count(*) > 0 THEN json_group_object(k, n) END FROM (SELECT * FROM (SELECT * FROM ("
                + counts + ") LIMIT -1) WHERE n > 0 ORDER BY " + order + ")))";
    }

    private static Plan summary(String status, String groups, String platforms) {
        return Plan.of(
                Form.RAW,
                "SELECT json_patch('{}', json_object('agents_by_status', " + status + ", 'agents_by_groups', " + groups
                        + ", 'agents_by_os', " + platforms + "))");
    }

    /** Of those whose ids are given: most first. */
    private static Plan summaryOf() {
        String ids = " IN (SELECT value FROM json_each(?1))";
        return summary(
                counted("SELECT connection_status AS k, count(*) AS n FROM agent WHERE id" + ids + " GROUP BY 1", "k"),
                counted(
                        "SELECT b.id_group AS id, (SELECT name FROM `group` g WHERE g.id = b.id_group) AS k, count(*) AS n"
                                + " FROM belongs b WHERE b.id_agent" + ids + " GROUP BY 1",
                        "n DESC, id"),
                counted(
                        "SELECT os_platform AS k, count(*) AS n FROM agent WHERE id" + ids
                                + " AND os_platform <> '' GROUP BY 1",
                        "n DESC, k"));
    }

    private static Plan syncGet() {
        String members = SyncPlans.FIELDS.stream()
                .map(f -> "'" + f + "', nullif(a." + f + ", '')")
                .collect(Collectors.joining(", "));
        String item = "json_object('id', a.id, " + members
                + ", 'labels', json((SELECT CASE WHEN count(*) > 0 THEN json_group_array(json_object('key', l.key, 'value',"
                + " l.value)) END FROM labels l WHERE l.id = a.id)))";
        String status = "json_object('id', a.id, 'version', nullif(a.version, ''), 'connection_status',"
                + " a.connection_status, 'disconnection_time', a.disconnection_time, 'status_code', a.status_code)";
        String keepalive = "json_object('id', a.id, 'version', nullif(a.version, ''))";
        return Plan.of(
                        Form.RAW,
                        "SELECT json_patch('{}', json_object('syncreq', " + pending(item, "syncreq")
                                + ", 'syncreq_keepalive', " + pending(keepalive, "syncreq_keepalive")
                                + ", 'syncreq_status', " + pending(status, "syncreq_status") + "))")
                .then("UPDATE agent SET sync_status = 'synced' WHERE sync_status <> 'synced'");
    }

    private static String pending(String item, String status) {
        return "json((SELECT CASE WHEN count(*) > 0 THEN json_group_array(json(item)) END FROM (SELECT json_patch('{}', "
                + item + ") AS item FROM agent a WHERE a.id > 0 AND a.sync_status = '" + status + "' ORDER BY a.id)))";
    }

    private static Plan syncSet() {
        String values = SyncPlans.FIELDS.stream()
                .map(f -> f + " = coalesce(json_extract(d.value, '$." + f + "'), " + (NUMBERS.contains(f) ? "0" : "''")
                        + ")")
                .collect(Collectors.joining(", "));
        String from = " FROM json_each(?1, '$.%s') d WHERE agent.id = json_extract(d.value, '$.id')";
        String version = "version = coalesce(json_extract(d.value, '$.version'), ''), ";
        return Plan.of(
                        Form.NONE,
                        "DELETE FROM labels WHERE id IN (SELECT json_extract(d.value, '$.id') FROM json_each(?1,"
                                + " '$.syncreq') d)",
                        "INSERT INTO labels (id, key, value) SELECT json_extract(d.value, '$.id'), json_extract(l.value,"
                                + " '$.key'), json_extract(l.value, '$.value') FROM json_each(?1, '$.syncreq') d,"
                                + " json_each(d.value, '$.labels') l WHERE EXISTS (SELECT 1 FROM agent a WHERE a.id ="
                                + " json_extract(d.value, '$.id'))",
                        "UPDATE agent SET " + values + ", sync_status = 'synced'" + from.formatted("syncreq"),
                        "UPDATE agent SET last_keepalive = unixepoch(), connection_status = 'active', disconnection_time ="
                                + " 0, sync_status = 'synced'" + from.formatted("syncreq_keepalive"),
                        "UPDATE agent SET " + version + "connection_status = coalesce(json_extract(d.value,"
                                + " '$.connection_status'), ''), disconnection_time = coalesce(json_extract(d.value,"
                                + " '$.disconnection_time'), 0), status_code = coalesce(json_extract(d.value,"
                                + " '$.status_code'), 0), sync_status = 'synced'" + from.formatted("syncreq_status"))
                .json("json_type(?1) = 'object'")
                .guarded(list("syncreq"), list("syncreq_keepalive"), list("syncreq_status"));
    }

    /** A member that is missing, or an array of objects with an id. */
    private static Guard list(String member) {
        return new Guard(
                "SELECT coalesce(json_type(?1, '$." + member + "'), 'array') = 'array' AND NOT EXISTS (SELECT 1 FROM"
                        + " json_each(?1, '$." + member
                        + "') d WHERE d.type <> 'object' OR json_type(d.value, '$.id') IS"
                        + " NOT 'integer' OR coalesce(json_type(d.value, '$.labels'), 'array') <> 'array')",
                "Invalid JSON data, near %s");
    }

    private static Plan restartInfo() {
        String ids = "(SELECT value FROM json_each(?1, '$.ids'))";
        return Plan.of(
                        Form.RAW,
                        "SELECT json_object('items', json_group_array(json_object('id', id, 'version', coalesce(version,"
                                + " '')))) FROM (SELECT id, version FROM agent WHERE connection_status = 'active' AND CASE"
                                + " WHEN coalesce(json_array_length(?1, '$.ids'), 0) = 0 THEN 1 WHEN $negate THEN id NOT IN "
                                + ids + " ELSE id IN " + ids + " END ORDER BY id)")
                .json(
                        "json_type(?1) = 'object'",
                        "coalesce(json_type(?1, '$.ids'), 'array') = 'array'",
                        "coalesce(json_type(?1, '$.negate'), 'false') IN ('true', 'false')",
                        "NOT EXISTS (SELECT 1 FROM json_each(?1, '$.ids') WHERE type <> 'integer')");
    }
}
