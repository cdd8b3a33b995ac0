package io.polywire.wazuh.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A part of an agent's database that the agent brings up to date and asks about by checksums.
 *
 * @param name in {@code sync_info}
 * @param table where its rows are
 * @param key column that orders the rows
 * @param rows condition on the rows that belong to it
 */
record SyncComponent(String name, String table, String key, String rows) {
    private static final String ALL = "1";

    /** By the command of files under watch. */
    static final Map<String, SyncComponent> FILES = files();

    /** By what stands behind {@code syscollector_}, and behind {@code dbsync}. */
    static final Map<String, SyncComponent> INVENTORIES = inventories();

    private static Map<String, SyncComponent> files() {
        Map<String, SyncComponent> all = new LinkedHashMap<>();
        all.put("syscheck", file("fim", ALL));
        all.put("fim_file", file("fim_file", "type = 'file'"));
        all.put("fim_registry", file("fim_registry", "type IN ('registry_key', 'registry_value')"));
        all.put("fim_registry_key", file("fim_registry_key", "type = 'registry_key'"));
        all.put("fim_registry_value", file("fim_registry_value", "type = 'registry_value'"));
        return Map.copyOf(all);
    }

    private static SyncComponent file(String name, String rows) {
        return new SyncComponent(name, "fim_entry", "full_path", rows);
    }

    private static Map<String, SyncComponent> inventories() {
        Map<String, SyncComponent> all = new LinkedHashMap<>();
        add(all, "processes", "sys_processes", "pid");
        add(all, "packages", "sys_programs", "item_id");
        add(all, "hotfixes", "sys_hotfixes", "hotfix");
        add(all, "ports", "sys_ports", "item_id");
        add(all, "network_protocol", "sys_netproto", "item_id");
        add(all, "network_address", "sys_netaddr", "item_id");
        add(all, "network_iface", "sys_netiface", "item_id");
        add(all, "hwinfo", "sys_hwinfo", "board_serial");
        add(all, "osinfo", "sys_osinfo", "os_name");
        add(all, "users", "sys_users", "user_name");
        add(all, "groups", "sys_groups", "group_name");
        add(all, "browser_extensions", "sys_browser_extensions", "item_id");
        add(all, "services", "sys_services", "item_id");
        return Map.copyOf(all);
    }

    private static void add(Map<String, SyncComponent> all, String name, String table, String key) {
        // the names that clients of the table of attempts know
        String known = switch (name) {
            case "network_protocol" -> "netproto";
            case "network_address" -> "netaddress";
            case "network_iface" -> "netinfo";
            default -> name.replace('_', '-');
        };
        all.put(name, new SyncComponent("syscollector-" + known, table, key, ALL));
    }
}
