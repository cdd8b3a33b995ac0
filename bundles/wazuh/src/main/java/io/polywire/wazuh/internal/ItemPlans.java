package io.polywire.wazuh.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Commands by which older managers write inventories: {@code save} takes the columns by bars, {@code del} removes what
 * other scans have left. A field {@code NULL} has no value.
 */
final class ItemPlans {
    private static final String LEGACY = "legacy";

    private static final Map<String, Map<String, Plan>> PLANS = Map.of(
            "netinfo",
                    Map.of(
                            "save",
                            save(
                                    "sys_netiface",
                                    "scan_id scan_time name adapter type state mtu mac tx_packets rx_packets tx_bytes"
                                            + " rx_bytes tx_errors rx_errors tx_dropped rx_dropped"),
                            "del",
                            others("sys_netiface", "sys_netproto", "sys_netaddr")),
            "netproto", Map.of("save", save("sys_netproto", "scan_id iface type gateway dhcp metric")),
            "netaddr", Map.of("save", save("sys_netaddr", "scan_id iface proto address netmask broadcast")),
            "osinfo", Map.of("get", Plan.of(Form.OBJECTS, "SELECT * FROM sys_osinfo")),
            "hardware",
                    Map.of(
                            "save",
                            save(
                                    "sys_hwinfo",
                                    "scan_id scan_time board_serial cpu_name cpu_cores cpu_mhz ram_total ram_free"
                                            + " ram_usage")),
            "port",
                    Map.of(
                            "save",
                            save(
                                    "sys_ports",
                                    "scan_id scan_time protocol local_ip local_port remote_ip remote_port tx_queue"
                                            + " rx_queue inode state PID process"),
                            "del",
                            others("sys_ports")),
            "package",
                    Map.of(
                            "save",
                            save(
                                    "sys_programs",
                                    "scan_id scan_time format name priority section size vendor install_time version"
                                            + " architecture multiarch source description location item_id"),
                            "del",
                            others("sys_programs")),
            "hotfix",
                    Map.of(
                            "save",
                            save("sys_hotfixes", "scan_id scan_time hotfix checksum"),
                            "del",
                            others("sys_hotfixes")),
            "process",
                    Map.of(
                            "save",
                            save(
                                    "sys_processes",
                                    "scan_id scan_time pid name state ppid utime stime cmd argvs euser ruser suser"
                                            + " egroup rgroup sgroup fgroup priority nice size vm_size resident share"
                                            + " start_time pgrp session nlwp tgid tty processor"),
                            "del",
                            others("sys_processes")),
            "ciscat", Map.of("save", ciscat()));

    private static final List<String> OS = List.of(
            "scan_id",
            "scan_time",
            "hostname",
            "architecture",
            "os_name",
            "os_version",
            "os_codename",
            "os_major",
            "os_minor",
            "os_build",
            "os_platform",
            "sysname",
            "release",
            "version",
            "os_release",
            "os_patch",
            "os_display_version");

    /** What tells one version of a system from another, in the order in which it is hashed. */
    private static final List<String> REFERENCE = List.of(
            "architecture",
            "os_name",
            "os_version",
            "os_codename",
            "os_major",
            "os_minor",
            "os_patch",
            "os_build",
            "os_platform",
            "sysname",
            "release",
            "version",
            "os_release",
            "os_display_version");

    private static final Plan OS_SET = Plan.of(
            Form.NONE,
            "DELETE FROM sys_osinfo",
            "INSERT INTO sys_osinfo (" + String.join(", ", OS) + ", checksum, reference) VALUES ("
                    + values("sys_osinfo", OS) + ", '" + LEGACY + "', ?" + (OS.size() + 1) + ")");

    private ItemPlans() {}

    /** Whether this is a command here. */
    static boolean serves(String command) {
        return PLANS.containsKey(command);
    }

    static CompletableFuture<byte[]> run(Runner runner, String command, String text) {
        String[] words = text.split(" ", 2);
        if (command.equals("osinfo") && words[0].equals("set") && words.length == 2) {
            return setSystem(runner, words[1]);
        }
        Plan plan = PLANS.get(command).get(words[0]);
        if (plan == null || words.length == 1 && !words[0].equals("get")) {
            throw new Refusal("Invalid " + command + " query syntax, near "
                    + Refusal.near(words[0].isEmpty() ? command : words[0]));
        }
        return Execution.run(runner, plan, words[0], words.length == 1 ? "" : words[1]);
    }

    private static CompletableFuture<byte[]> setSystem(Runner runner, String text) {
        String[] fields = text.split("\\|", -1);
        if (fields.length != OS.size()) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near("set " + text));
        }
        MessageDigest digest = Digests.of("SHA-1");
        for (String name : REFERENCE) {
            String value = fields[OS.indexOf(name)];
            if (!value.equals("NULL")) {
                digest.update(value.getBytes(StandardCharsets.UTF_8));
            }
        }
        String[] all = Arrays.copyOf(fields, OS.size() + 1);
        all[OS.size()] = HexFormat.of().formatHex(digest.digest());
        return Execution.with(runner, OS_SET, text, all);
    }

    /** The fields of a row by their numbers; what is no number stands in no column of numbers. */
    private static String values(String table, List<String> names) {
        return AgentTables.columns(table).stream()
                .filter(c -> names.contains(c.name()))
                .sorted((a, b) -> names.indexOf(a.name()) - names.indexOf(b.name()))
                .map(c -> {
                    String value = "nullif(?" + (names.indexOf(c.name()) + 1) + ", 'NULL')";
                    if (table.startsWith("sys_net")
                            && (c.name().equals("proto") || c.name().equals("type"))
                            && !table.equals("sys_netiface")) {
                        value = "CASE " + value + " WHEN '0' THEN 'ipv4' WHEN '1' THEN 'ipv6' ELSE " + value + " END";
                    } else if (c.type() != AgentTables.Type.TEXT) {
                        value = "CAST(" + value + " AS " + (c.type() == AgentTables.Type.REAL ? "REAL" : "INTEGER")
                                + ")";
                    }
                    return c.otherwise() == null ? value : "coalesce(" + value + ", " + c.otherwise() + ")";
                })
                .collect(Collectors.joining(", "));
    }

    private static Plan save(String table, String fields) {
        List<String> names = List.of(fields.split(" "));
        String columns = String.join(", ", names);
        String values = values(table, names);
        if (names.contains("checksum")) {
            values = values.replace("nullif(?4, 'NULL')", "coalesce(nullif(?4, 'NULL'), '" + LEGACY + "')");
        } else {
            columns += ", checksum";
            values += ", '" + LEGACY + "'";
        }
        return Plan.of(Form.NONE, "INSERT OR REPLACE INTO " + table + " (" + columns + ") VALUES (" + values + ")")
                .reading(grammar(table, names));
    }

    private static String grammar(String table, List<String> names) {
        return names.stream()
                .map(name -> {
                    AgentTables.Type type = AgentTables.columns(table).stream()
                            .filter(c -> c.name().equals(name))
                            .findFirst()
                            .orElseThrow()
                            .type();
                    boolean first = names.indexOf(name) == 0;
                    String field = type == AgentTables.Type.TEXT
                            ? "([^|]*)"
                            : type == AgentTables.Type.REAL
                                    ? "(NULL|-?[0-9]{1,18}(?:\\.[0-9]{1,18})?)"
                                    : "(NULL|-?[0-9]{1,18})";
                    // older managers leave it out
                    return name.equals("checksum") ? "(?:\\|" + field + ")?" : (first ? "" : "\\|") + field;
                })
                .collect(Collectors.joining());
    }

    /** Removes what other scans have left. */
    private static Plan others(String... tables) {
        String[] steps = Arrays.stream(tables)
                .map(table -> "DELETE FROM " + table + " WHERE scan_id IS NOT CAST(?1 AS INTEGER)")
                .toArray(String[]::new);
        return Plan.of(Form.NONE, steps).reading("([0-9]{1,18})");
    }

    private static Plan ciscat() {
        List<String> names = List.of(
                "scan_id",
                "scan_time",
                "benchmark",
                "profile",
                "pass",
                "fail",
                "error",
                "notchecked",
                "unknown",
                "score");
        return Plan.of(
                        Form.NONE,
                        "DELETE FROM ciscat_results WHERE scan_id IS NOT CAST(?1 AS INTEGER)",
                        "INSERT INTO ciscat_results (" + String.join(", ", names) + ") VALUES ("
                                + values("ciscat_results", names) + ")")
                .reading(grammar("ciscat_results", names).replaceFirst("NULL\\|", ""));
    }
}
