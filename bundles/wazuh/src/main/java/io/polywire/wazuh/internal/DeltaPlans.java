package io.polywire.wazuh.internal;

import io.polywire.wazuh.internal.AgentTables.Column;
import io.polywire.wazuh.internal.AgentTables.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes of one row of an inventory, which an agent tells as a JSON object. */
final class DeltaPlans {
    /** Members that have another name than their column. */
    private static final Map<String, String> NAMES =
            Map.of("sys_ports.PID", "pid", "sys_programs.section", "groups", "sys_hwinfo.cpu_mhz", "cpu_MHz");

    /** Tables whose numbers are 0 where an agent does not tell them. */
    private static final Set<String> COUNTED = Set.of(
            "sys_netiface",
            "sys_netproto",
            "sys_ports",
            "sys_programs",
            "sys_users",
            "sys_groups",
            "sys_services",
            "sys_browser_extensions");

    /** What is no count, and unknown where it is not told. */
    private static final Set<String> MOMENTS = Set.of("user_last_login", "user_password_expiration_date");

    /** Tables that have one row. */
    private static final Set<String> SINGLE = Set.of("sys_hwinfo", "sys_osinfo");

    private static final Map<String, Plan> PUT = new HashMap<>();
    private static final Map<String, Plan> CHANGE = new HashMap<>();
    private static final Map<String, Plan> DELETE = new HashMap<>();
    private static final Map<String, Plan> SAVE = new HashMap<>();

    static {
        SyncComponent.INVENTORIES.forEach((name, component) -> {
            PUT.put(name, put(Form.RAW, component.table(), "$"));
            CHANGE.put(name, change(component.table()));
            DELETE.put(name, delete(component.table()));
            SAVE.put(name, put(Form.NONE, component.table(), "$.attributes"));
        });
    }

    private DeltaPlans() {}

    /**
     * The change of a row: one that is there now, in place of what it was; one that is other than before, of which members
     * that are missing stay what they are; or one that is gone.
     *
     * @param operation INSERTED, MODIFIED or DELETED
     * @return null if there is no such inventory or operation
     */
    static Plan of(String inventory, String operation) {
        return switch (operation) {
            case "INSERTED" -> PUT.get(inventory);
            case "MODIFIED" -> CHANGE.get(inventory);
            case "DELETED" -> DELETE.get(inventory);
            default -> null;
        };
    }

    /** A row that is new or other than before, in the member {@code attributes}. */
    static Plan save(String inventory) {
        return SAVE.get(inventory);
    }

    private static String path(String table, String root, Column column) {
        return "?1, '" + root + "." + NAMES.getOrDefault(table + "." + column.name(), column.name()) + "'";
    }

    private static String value(String table, String root, Column column) {
        String value = "json_extract(" + path(table, root, column) + ")";
        if (NAMES.containsKey(table + "." + column.name())) {
            value = "coalesce(" + value + ", json_extract(?1, '" + root + "." + column.name() + "'))";
        }
        if (table.equals("sys_netaddr") && column.name().equals("proto")) {
            // old agents number them
            value = "CASE " + value + " WHEN 0 THEN 'ipv4' WHEN 1 THEN 'ipv6' ELSE " + value + " END";
        }
        return column.otherwise() == null ? value : "coalesce(" + value + ", " + column.otherwise() + ")";
    }

    /** What stands in a column of a row that is told whole. */
    private static String whole(Form form, String table, String root, Column column) {
        String value = value(table, root, column);
        boolean counted = COUNTED.contains(table) || form == Form.NONE && table.equals("sys_processes");
        return counted && column.type() == Type.INTEGER && !MOMENTS.contains(column.name())
                ? "coalesce(" + value + ", 0)"
                : value;
    }

    private static Plan put(Form form, String table, String root) {
        List<Column> columns = AgentTables.columns(table);
        String put = "INSERT OR REPLACE INTO " + table + " ("
                + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + ") SELECT "
                + columns.stream().map(c -> whole(form, table, root, c)).collect(Collectors.joining(", "));
        Plan plan = form == Form.RAW
                ? Plan.of(form, put, "SELECT ''")
                : SINGLE.contains(table) ? Plan.of(form, "DELETE FROM " + table, put) : Plan.of(form, put);
        return plan.json(conditions(table, root));
    }

    private static Plan change(String table) {
        String root = "$";
        List<Column> columns = AgentTables.columns(table);
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String values = columns.stream().map(c -> value(table, root, c)).collect(Collectors.joining(", "));
        String keys = columns.stream().filter(Column::key).map(Column::name).collect(Collectors.joining(", "));
        String changed = columns.stream()
                .filter(c -> !c.key())
                .map(c -> c.name() + " = CASE WHEN coalesce(json_type(" + path(table, root, c) + "), json_type(?1, '$."
                        + c.name() + "')) IS NULL THEN " + table + "."
                        + c.name() + " ELSE excluded." + c.name() + " END")
                .collect(Collectors.joining(", "));
        String put = "INSERT INTO " + table + " (" + names + ") SELECT " + values + " WHERE true ON CONFLICT (" + keys
                + ") DO UPDATE SET " + changed;
        return Plan.of(Form.RAW, put, "SELECT ''").json(conditions(table, root));
    }

    private static Plan delete(String table) {
        String row = AgentTables.columns(table).stream()
                .filter(Column::key)
                .map(c -> c.name() + " = " + value(table, "$", c))
                .collect(Collectors.joining(" AND "));
        return Plan.of(Form.RAW, "DELETE FROM " + table + " WHERE " + row, "SELECT ''")
                .json(conditions(table, "$"));
    }

    /** An object whose members are of their columns' kinds, or null. */
    private static String[] conditions(String table, String root) {
        String kinds = AgentTables.columns(table).stream()
                .map(c -> "coalesce(json_type(" + path(table, root, c) + "), json_type(?1, '" + root + "." + c.name()
                        + "'), 'null') IN (" + kinds(table, c) + ")")
                .collect(Collectors.joining(" AND "));
        return new String[] {"json_type(?1, '" + root + "') IS 'object'", kinds};
    }

    private static String kinds(String table, Column column) {
        if (column.type() == Type.TEXT) {
            return table.equals("sys_netaddr") && column.name().equals("proto")
                    ? "'null', 'text', 'integer'"
                    : "'null', 'text'";
        }
        return "'null', 'integer', 'real', 'true', 'false'";
    }
}
