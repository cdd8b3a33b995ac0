package io.polywire.wazuh.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands about the files and registry entries that an agent watches. */
final class FilePlans {
    private static final String SCAN =
            "(first_start|first_end|start_scan|end_scan|fim_first_check|fim_second_check|fim_third_check)";

    /** What is known of a file, by colons, in the order of the wire. */
    private static final List<String> SUMS = List.of(
            "size", "perm", "uid", "gid", "md5", "sha1", "uname", "gname", "mtime", "inode", "sha256", "attributes");

    /** Members of the attributes and their columns. */
    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            Map.entry("type", "type"),
            Map.entry("size", "size"),
            Map.entry("perm", "perm"),
            Map.entry("uid", "uid"),
            Map.entry("gid", "gid"),
            Map.entry("hash_md5", "md5"),
            Map.entry("hash_sha1", "sha1"),
            Map.entry("hash_sha256", "sha256"),
            Map.entry("user_name", "uname"),
            Map.entry("group_name", "gname"),
            Map.entry("mtime", "mtime"),
            Map.entry("inode", "inode"),
            Map.entry("attributes", "attributes"),
            Map.entry("symbolic_path", "symbolic_path"),
            Map.entry("value_type", "value_type"),
            Map.entry("checksum", "checksum"));

    /** {@code sums!changes:date[:link] path}, where a blank of the sums has a backslash before it. */
    private static final Pattern SAVE = Pattern.compile(
            "(?s)(file|registry) ((?:\\\\ |[^ !])*)!([0-9]{1,18}):([0-9]{1,18})(?::((?:\\\\ |[^ ])*))? (.+)");

    /** A mode is told as a decimal number and kept as an octal one. */
    private static final String MODE_TOLD =
            "CASE WHEN perm <> '' AND perm NOT GLOB '*[^0-7]*' THEN (WITH RECURSIVE o (i, v)"
                    + " AS (SELECT 1, 0 UNION ALL SELECT i + 1, v * 8 + substr(perm, i, 1) FROM o WHERE i <= length(perm)) SELECT"
                    + " max(v) FROM o) ELSE coalesce(perm, '') END";

    private static final Plan LOAD = Plan.of(
            Form.RAW,
            "SELECT coalesce((SELECT "
                    + SUMS.stream()
                            .map(c -> c.equals("perm") ? MODE_TOLD : "coalesce(" + c + ", '')")
                            .collect(Collectors.joining(" || ':' || "))
                    + " || '!' || changes || ':' || date || coalesce(':' || nullif(symbolic_path, ''), '') FROM"
                    + " fim_entry WHERE full_path = ?1), '')");

    private static final Plan DELETE = Plan.of(Form.NONE, "DELETE FROM fim_entry WHERE full_path = ?1");

    private static final Plan UPDATE_DATE =
            Plan.of(Form.NONE, "UPDATE fim_entry SET date = unixepoch() WHERE full_path = ?1");

    /** What no scan has seen since the oldest of the last three checks. */
    private static final Plan CLEAN = Plan.of(
            Form.NONE,
            "DELETE FROM fim_entry WHERE date < (SELECT fim_third_check FROM scan_info WHERE module = 'fim')");

    private static final Plan CONTROL = Plan.of(
                    Form.NONE,
                    "UPDATE scan_info SET fim_third_check = fim_second_check, fim_second_check = fim_first_check,"
                            + " fim_first_check = CAST(?1 AS INTEGER) WHERE module = 'fim'")
            .reading("([0-9]{1,18})");

    private static final Plan SCAN_GET = Plan.of(
                    Form.RAW,
                    "SELECT CASE ?1 WHEN 'first_start' THEN first_start WHEN 'first_end' THEN first_end WHEN"
                            + " 'start_scan' THEN start_scan WHEN 'end_scan' THEN end_scan WHEN 'fim_first_check' THEN"
                            + " fim_first_check WHEN 'fim_second_check' THEN fim_second_check ELSE fim_third_check END"
                            + " FROM scan_info WHERE module = 'fim'")
            .reading(SCAN);

    private static final Plan SCAN_UPDATE = Plan.of(
                    Form.NONE,
                    List.of(
                                    "first_start",
                                    "first_end",
                                    "start_scan",
                                    "end_scan",
                                    "fim_first_check",
                                    "fim_second_check",
                                    "fim_third_check")
                            .stream()
                            .map(c -> c + " = CASE ?1 WHEN '" + c + "' THEN CAST(?2 AS INTEGER) ELSE " + c + " END")
                            .collect(Collectors.joining(", ", "UPDATE scan_info SET ", " WHERE module = 'fim'")))
            .reading(SCAN + " ([0-9]{1,18})");

    private static final Plan SAVE_SUMS = Plan.of(
            Form.NONE,
            "INSERT INTO fim_entry (full_path, file, type, date, changes, symbolic_path, "
                    + String.join(", ", SUMS)
                    + ") SELECT ?1, ?1, ?2, unixepoch(), CAST(?3 AS INTEGER), ?4, "
                    + SUMS.stream().map(FilePlans::kept).collect(Collectors.joining(", "))
                    + " WHERE true ON CONFLICT (full_path) DO UPDATE SET type = excluded.type, date = excluded.date,"
                    + " changes = excluded.changes, symbolic_path = excluded.symbolic_path, "
                    + SUMS.stream().map(c -> c + " = excluded." + c).collect(Collectors.joining(", ")));

    private static final Plan SAVE_OBJECT = saveObject();

    private FilePlans() {}

    /** Runs a command; {@code name} is the one that the error of a text that is none names. */
    static CompletableFuture<byte[]> run(Runner runner, SyncComponent component, String name, String text) {
        String[] words = text.split(" ", 2);
        String command = words[0];
        if (words.length == 1) {
            throw new Refusal("Invalid FIM query syntax, near " + Refusal.near(command.isEmpty() ? name : command));
        }
        String argument = words[1];
        return switch (command) {
            case "load" -> Execution.run(runner, LOAD, command, argument);
            case "delete" -> Execution.run(runner, DELETE, command, argument);
            case "updatedate" -> Execution.run(runner, UPDATE_DATE, command, argument);
            case "cleandb" -> Execution.run(runner, CLEAN, command, argument);
            case "control" -> Execution.run(runner, CONTROL, command, argument);
            case "scan_info_get" -> Execution.run(runner, SCAN_GET, command, argument);
            case "scan_info_update" -> Execution.run(runner, SCAN_UPDATE, command, argument);
            case "save" -> save(runner, argument);
            case "save2" -> Execution.run(runner, SAVE_OBJECT, command, argument);
            case "integrity_clear" -> new Integrity(runner, component, argument).clear();
            case "integrity_check_global", "integrity_check_left", "integrity_check_right" ->
                new Integrity(runner, component, argument).check(command.substring("integrity_check_".length()));
            default -> throw new Refusal("Invalid FIM query syntax, near " + Refusal.near(command));
        };
    }

    private static CompletableFuture<byte[]> save(Runner runner, String argument) {
        Matcher m = SAVE.matcher(argument);
        if (!m.matches()) {
            throw new Refusal("Invalid FIM query syntax, near " + Refusal.near("save " + argument));
        }
        String[] sums = m.group(2).replace("\\ ", " ").split(":", SUMS.size());
        String type = m.group(1).equals("file") ? "file" : "registry_key";
        String link = m.group(5) == null ? null : m.group(5).replace("\\ ", " ");
        return Execution.with(runner, SAVE_SUMS, argument, m.group(6), type, m.group(3), link, JsonText.array(sums));
    }

    private static String kept(String column) {
        String told = "nullif(json_extract(?5, '$[" + SUMS.indexOf(column) + "]'), '')";
        return column.equals("perm")
                ? "CASE WHEN " + told + " NOT GLOB '*[^0-9]*' AND length(" + told + ") < 10 THEN printf('%o', CAST("
                        + told + " AS INTEGER)) ELSE " + told + " END"
                : told;
    }

    private static Plan saveObject() {
        String escaped = "replace(replace(%s, '\\', '\\\\'), ':', '\\:')";
        String value = "coalesce(json_extract(?1, '$.value_name'), '')";
        String path =
                "CASE WHEN $index IS NOT NULL THEN $index WHEN json_extract(?1, '$.attributes.type') = 'file' THEN"
                        + " $path ELSE coalesce($arch || ' ', '') || " + escaped.formatted("$path")
                        + " || CASE json_extract(?1, '$.attributes.type') WHEN 'registry_value' THEN ':' || "
                        + escaped.formatted(value) + " ELSE '' END END";
        List<String> members = ATTRIBUTES.keySet().stream().sorted().toList();
        String columns = members.stream().map(ATTRIBUTES::get).collect(Collectors.joining(", "));
        String values = members.stream()
                .map(m -> "json_extract(?1, '$.attributes." + m + "')")
                .collect(Collectors.joining(", "));
        String known = members.stream().map(m -> "'" + m + "'").collect(Collectors.joining(", ", "(", ")"));
        Plan plan = Plan.of(
                Form.NONE,
                "INSERT OR REPLACE INTO fim_entry (full_path, file, date, arch, value_name, " + columns + ") SELECT "
                        + path + ", coalesce($path, $index), $timestamp, $arch, $value_name, " + values);
        String message = "Cannot save Syscheck";
        return plan.guarded(
                new Plan.Guard("SELECT json_valid(?1)", message),
                new Plan.Guard(
                        "SELECT coalesce(json_type(?1, '$.path'), json_type(?1, '$.index')) IS 'text' AND json_type(?1,"
                                + " '$.timestamp') IS 'integer' AND json_type(?1, '$.attributes') IS 'object'",
                        message),
                new Plan.Guard(
                        "SELECT json_extract(?1, '$.attributes.type') IN ('file', 'registry_key', 'registry_value') AND"
                                + " NOT EXISTS (SELECT 1 FROM json_each(?1, '$.attributes') WHERE key NOT IN " + known
                                + " OR type = 'array' OR key IN ('size', 'mtime', 'inode') AND type NOT IN ('integer',"
                                + " 'null'))",
                        message));
    }
}
