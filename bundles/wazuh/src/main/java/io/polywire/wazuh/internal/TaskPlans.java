package io.polywire.wazuh.internal;

import java.util.Map;

/** Commands of the task database: each takes an object and answers one with {@code error}, 0 if it is done. */
final class TaskPlans {
    /** The task of an agent that counts: the last one. */
    private static final String LAST = "(SELECT max(TASK_ID) FROM TASKS WHERE AGENT_ID = $agent)";

    /** Answer where a status is none that a task can be brought to. */
    private static final int NO_STATUS = -1;

    /** Answer where an agent has no task, or where it may not change so. */
    private static final int NOT_ALLOWED = -2;

    /** What an agent can say of its task. */
    private static final String REACHED = "('In progress', 'Done', 'Failed', 'Legacy')";

    private TaskPlans() {}

    static Map<String, Plan> plans() {
        return Map.of(
                "upgrade", start("upgrade"),
                "upgrade_custom", start("upgrade_custom"),
                "upgrade_get_status",
                        Plan.of(
                                        Form.RAW,
                                        // the agent has come to another node before its task began, which none carries
                                        // out now
                                        "DELETE FROM TASKS WHERE TASK_ID = " + LAST + " AND NODE <> $node AND STATUS ="
                                                + " 'Pending'",
                                        "SELECT coalesce((SELECT json_object('error', 0, 'status', STATUS) FROM TASKS"
                                                + " WHERE TASK_ID = " + LAST + "), json_object('error', 0))")
                                .json("json_type(?1, '$.agent') = 'integer'", "$node IS NOT NULL"),
                "upgrade_update_status", update(),
                "upgrade_result",
                        Plan.of(
                                        Form.RAW,
                                        "SELECT coalesce((SELECT json_patch('{}', json_object('error', 0, 'task_id', TASK_ID, 'node',"
                                                + " NODE, 'module', MODULE, 'command', COMMAND, 'status', STATUS,"
                                                + " 'error_msg', nullif(ERROR_MESSAGE, ''), 'create_time', CREATE_TIME,"
                                                + " 'update_time', coalesce(LAST_UPDATE_TIME, 0))) FROM TASKS WHERE"
                                                + " TASK_ID = " + LAST + "), json_object('error', " + NOT_ALLOWED
                                                + "))")
                                .json("json_type(?1, '$.agent') = 'integer'"),
                "upgrade_cancel_tasks",
                        Plan.of(
                                        Form.RAW,
                                        "UPDATE TASKS SET STATUS = 'Cancelled', LAST_UPDATE_TIME = unixepoch() WHERE"
                                                + " NODE = $node AND STATUS IN ('Pending', 'In progress')",
                                        "SELECT json_object('error', 0)")
                                .json("$node IS NOT NULL"),
                "set_timeout",
                        Plan.of(
                                        Form.RAW,
                                        "UPDATE TASKS SET STATUS = 'Timeout', LAST_UPDATE_TIME = $now WHERE STATUS = 'In"
                                                + " progress' AND LAST_UPDATE_TIME <= $now - $interval",
                                        "SELECT json_object('error', 0, 'timestamp', $interval + coalesce((SELECT"
                                                + " min(LAST_UPDATE_TIME) FROM TASKS WHERE STATUS = 'In progress'),"
                                                + " $now))")
                                .json("json_type(?1, '$.now') = 'integer'", "json_type(?1, '$.interval') = 'integer'"),
                "delete_old",
                        Plan.of(
                                        Form.RAW,
                                        "DELETE FROM TASKS WHERE CREATE_TIME <= $timestamp",
                                        "SELECT json_object('error', 0)")
                                .json("json_type(?1, '$.timestamp') = 'integer'"));
    }

    private static Plan start(String command) {
        return Plan.of(
                        Form.RAW,
                        "INSERT INTO TASKS (AGENT_ID, NODE, MODULE, COMMAND, CREATE_TIME, STATUS) VALUES ($agent, $node,"
                                + " $module, '" + command + "', unixepoch(), 'Pending')",
                        "SELECT json_object('error', 0, 'task_id', (SELECT max(TASK_ID) FROM TASKS))")
                .json("json_type(?1, '$.agent') = 'integer'", "$node IS NOT NULL", "$module IS NOT NULL");
    }

    /** A pending task begins; one in progress ends. */
    private static Plan update() {
        String allowed = "(STATUS = 'Pending' AND $status = 'In progress' OR STATUS = 'In progress' AND $status IN"
                + " ('Done', 'Failed', 'Legacy'))";
        return Plan.of(
                        Form.RAW,
                        "UPDATE TASKS SET STATUS = $status, ERROR_MESSAGE = coalesce($error_msg, ERROR_MESSAGE),"
                                + " LAST_UPDATE_TIME = unixepoch() WHERE TASK_ID = " + LAST + " AND NODE = $node AND "
                                + allowed,
                        "SELECT json_object('error', CASE WHEN changes() > 0 THEN 0 WHEN $status IN " + REACHED
                                + " THEN " + NOT_ALLOWED + " ELSE " + NO_STATUS + " END)")
                .json("json_type(?1, '$.agent') = 'integer'", "$node IS NOT NULL", "$status IS NOT NULL");
    }
}
