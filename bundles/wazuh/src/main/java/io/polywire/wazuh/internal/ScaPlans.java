package io.polywire.wazuh.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Commands about the assessment of an agent's configuration: policies, their checks and scans. */
final class ScaPlans {
    private static final String SYNTAX = "Invalid Security Configuration Assessment query syntax, near ";

    private static final String NUMBER = "(-?[0-9]{1,18}|NULL)";
    private static final String FIELD = "([^|]*)";
    private static final String REST = "((?s:.*))";

    private static final List<String> CHECK = List.of(
            "title",
            "description",
            "rationale",
            "remediation",
            "file",
            "process",
            "directory",
            "registry",
            "command",
            "references",
            "result",
            "reason",
            "condition");

    private static final String RESULTS = "SELECT coalesce(result, '') FROM sca_check WHERE policy_id = ?1 ORDER BY id";

    private static final Map<String, Plan> PLANS = Map.ofEntries(
            Map.entry("query", found("SELECT result FROM sca_check WHERE id = CAST(?1 AS INTEGER)", NUMBER)),
            Map.entry("query_policy", found("SELECT id FROM sca_policy WHERE id = ?1", "(.+)")),
            Map.entry("query_policy_sha256", found("SELECT hash_file FROM sca_policy WHERE id = ?1", "(.+)")),
            Map.entry(
                    "query_policies",
                    found("SELECT group_concat(id, ',') FROM (SELECT id FROM sca_policy ORDER BY id)", "(.*)")),
            Map.entry("query_scan", found("SELECT hash || ' ' || id FROM sca_scan_info WHERE policy_id = ?1", "(.+)")),
            Map.entry("insert", insert()),
            Map.entry(
                    "update",
                    Plan.of(
                                    Form.NONE,
                                    "UPDATE sca_check SET result = ?2, reason = nullif(?3, ''), scan_id ="
                                            + " CAST(nullif(?4, 'NULL') AS INTEGER) WHERE id = CAST(?1 AS INTEGER)")
                            .reading(String.join("\\|", NUMBER, FIELD, REST, NUMBER))),
            Map.entry(
                    "insert_rules",
                    Plan.of(
                                    Form.NONE,
                                    "INSERT OR IGNORE INTO sca_check_rules (id_check, type, rule) VALUES (CAST(?1 AS"
                                            + " INTEGER), ?2, ?3)")
                            .reading(String.join("\\|", NUMBER, FIELD, REST))),
            Map.entry(
                    "insert_compliance",
                    Plan.of(
                                    Form.NONE,
                                    "INSERT OR IGNORE INTO sca_check_compliance (id_check, `key`, `value`) VALUES"
                                            + " (CAST(?1 AS INTEGER), ?2, ?3)")
                            .reading(String.join("\\|", NUMBER, FIELD, REST))),
            Map.entry(
                    "insert_policy",
                    Plan.of(
                                    Form.NONE,
                                    "DELETE FROM sca_policy WHERE id = ?3",
                                    "INSERT INTO sca_policy (name, file, id, description, `references`, hash_file) VALUES"
                                            + " (?1, ?2, ?3, nullif(?4, 'NULL'), nullif(?5, 'NULL'), nullif(?6, 'NULL'))")
                            .reading(String.join("\\|", FIELD, FIELD, FIELD, FIELD, FIELD, REST))),
            Map.entry(
                    "insert_scan_info",
                    Plan.of(
                                    Form.NONE,
                                    "INSERT INTO sca_scan_info (start_scan, end_scan, id, policy_id, pass, fail, invalid,"
                                            + " total_checks, score, hash) VALUES (" + numbers(1, 2, 3) + ", ?4, "
                                            + numbers(5, 6, 7, 8, 9) + ", ?10)")
                            .reading(String.join(
                                    "\\|", NUMBER, NUMBER, NUMBER, FIELD, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER,
                                    REST))),
            Map.entry(
                    "update_scan_info",
                    Plan.of(Form.NONE, "UPDATE sca_scan_info SET end_scan = " + numbers(2) + " WHERE policy_id = ?1")
                            .reading(FIELD + "\\|" + NUMBER)),
            Map.entry(
                    "update_scan_info_start",
                    Plan.of(
                                    Form.NONE,
                                    "UPDATE sca_scan_info SET start_scan = " + numbers(2) + ", end_scan = " + numbers(3)
                                            + ", id = " + numbers(4) + ", pass = " + numbers(5) + ", fail = "
                                            + numbers(6) + ", invalid = " + numbers(7) + ", total_checks = "
                                            + numbers(8) + ", score = " + numbers(9) + ", hash = ?10 WHERE policy_id ="
                                            + " ?1")
                            .reading(String.join(
                                    "\\|", FIELD, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER,
                                    REST))),
            Map.entry(
                    "delete_policy",
                    Plan.of(Form.NONE, "DELETE FROM sca_policy WHERE id = ?1").reading("(.+)")),
            Map.entry("delete_check", deleteChecks("policy_id = ?1").reading("(.+)")),
            Map.entry(
                    "delete_check_distinct",
                    deleteChecks("policy_id = ?1 AND scan_id IS NOT CAST(?2 AS INTEGER)")
                            .reading(FIELD + "\\|" + NUMBER)));

    private ScaPlans() {}

    static CompletableFuture<byte[]> run(Runner runner, String text) {
        String[] words = text.split(" ", 2);
        String command = words[0];
        if (words.length == 1) {
            throw new Refusal(SYNTAX + Refusal.near(command.isEmpty() ? "sca" : command));
        }
        if (command.equals("query_results")) {
            return runner.run(RESULTS, List.of(words[1]), statement -> new Digesting("SHA-256", ":"))
                    .thenApply(Digesting::hash)
                    .thenApply(hash -> SessionConversation.text(hash == null ? "ok not found" : "ok found " + hash));
        }
        Plan plan = PLANS.get(command);
        if (plan == null) {
            throw new Refusal(SYNTAX + Refusal.near(command));
        }
        return Execution.run(runner, plan, command, words[1]);
    }

    private static String numbers(int... parameters) {
        return Arrays.stream(parameters)
                .mapToObj(p -> "CAST(nullif(?" + p + ", 'NULL') AS INTEGER)")
                .collect(Collectors.joining(", "));
    }

    private static Plan found(String sql, String grammar) {
        return Plan.of(Form.RAW, "SELECT coalesce('found ' || (" + sql + "), 'not found')")
                .reading(grammar);
    }

    /** With what hangs on them. */
    private static Plan deleteChecks(String which) {
        String ids = "(SELECT id FROM sca_check WHERE " + which + ")";
        return Plan.of(
                Form.NONE,
                "DELETE FROM sca_check_rules WHERE id_check IN " + ids,
                "DELETE FROM sca_check_compliance WHERE id_check IN " + ids,
                "DELETE FROM sca_check WHERE " + which);
    }

    private static Plan insert() {
        String columns = CHECK.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", "));
        String values =
                CHECK.stream().map(c -> "json_extract(?1, '$.check." + c + "')").collect(Collectors.joining(", "));
        String texts = CHECK.stream()
                .filter(c -> !c.equals("title"))
                .map(c -> "coalesce(json_type(?1, '$.check." + c + "'), 'null') IN ('null', 'text')")
                .collect(Collectors.joining(" AND "));
        return Plan.of(
                        Form.NONE,
                        "INSERT INTO sca_check (scan_id, id, policy_id, " + columns
                                + ") VALUES ($id, json_extract(?1, '$.check.id'), $policy_id, " + values + ")")
                .json(
                        "json_type(?1, '$.id') IS 'integer' AND $id >= 0",
                        "json_type(?1, '$.policy_id') IS 'text'",
                        "json_type(?1, '$.check.id') IS 'integer' AND json_extract(?1, '$.check.id') >= 0",
                        "json_type(?1, '$.check.title') IS 'text'",
                        texts);
    }
}
