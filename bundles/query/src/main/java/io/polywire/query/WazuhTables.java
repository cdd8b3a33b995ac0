package io.polywire.query;

import io.polywire.query.QueryTable.Kind;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.TableReference;
import io.polywire.sql.tree.Trees;
import java.util.List;

/** Tables of a Wazuh manager under the names that its API gives to their fields. */
public final class WazuhTables {
    private WazuhTables() {}

    private static Expression leading(String column) {
        return Trees.leadingInteger(Trees.column(column));
    }

    /** Agents, in the global database. */
    public static QueryTable agents() {
        return QueryTable.of("agent", "id")
                .field("id", "id", Kind.NUMBER)
                .field("name", "name", Kind.TEXT)
                .field("ip", "ip", Kind.TEXT)
                .field("registerIP", "register_ip", Kind.TEXT)
                .field("status", "connection_status", Kind.TEXT)
                .field("os.name", "os_name", Kind.TEXT)
                .field("os.version", "os_version", Kind.TEXT, leading("os_major"), leading("os_minor"))
                .field("os.platform", "os_platform", Kind.TEXT)
                .field("os.major", "os_major", Kind.TEXT)
                .field("os.minor", "os_minor", Kind.TEXT)
                .field("os.codename", "os_codename", Kind.TEXT)
                .field("os.build", "os_build", Kind.TEXT)
                .field("os.uname", "os_uname", Kind.TEXT)
                .field("os.arch", "os_arch", Kind.TEXT)
                .field("version", "version", Kind.TEXT)
                .field("manager", "manager_host", Kind.TEXT)
                .field("node_name", "node_name", Kind.TEXT)
                .field("dateAdd", "date_add", Kind.DATE)
                .field("lastKeepAlive", "last_keepalive", Kind.DATE)
                .field("disconnection_time", "disconnection_time", Kind.DATE)
                .field("group", "group", Kind.LIST)
                .field("mergedSum", "merged_sum", Kind.TEXT)
                .field("configSum", "config_sum", Kind.TEXT)
                .field("group_config_status", "group_config_status", Kind.TEXT)
                .field("status_code", "status_code", Kind.NUMBER)
                .hidden("internal_key", "internal_key", Kind.TEXT)
                .datesOnlyWhere(Trees.binary("!=", Trees.column("id"), Trees.number(0)))
                .versions("version")
                .olderThan("(lastKeepAlive>%1$s;status!=never_connected,dateAdd>%1$s;status=never_connected)")
                .absentInGroups("N/A")
                .build();
    }

    /** Groups of agents with the number of their members, in the global database. */
    public static QueryTable groups() {
        TableReference members = Trees.leftJoin(
                Trees.table(Trees.qualified("group"), "g"),
                Trees.table(Trees.qualified("belongs"), "b"),
                Trees.binary("=", Trees.column("b", "id_group"), Trees.column("g", "id")));
        Select counted = Trees.select(
                false,
                List.of(
                        Trees.item(Trees.column("g", "name"), "name"),
                        Trees.item(Trees.call("COUNT", Trees.column("b", "id_agent")), "count")),
                members,
                null,
                List.of(Trees.column("g", "name")));
        return QueryTable.of(Trees.derived(Trees.query(counted, List.of(), null, null), "counted"), "name")
                .field("name", "name", Kind.TEXT)
                .field("count", "count", Kind.NUMBER)
                .build();
    }

    /** Files under watch, in an agent's database. */
    public static QueryTable files() {
        return QueryTable.of("fim_entry", "file")
                .field("file", "file", Kind.TEXT)
                .field("type", "type", Kind.TEXT)
                .field("date", "date", Kind.DATE)
                .field("mtime", "mtime", Kind.DATE)
                .field("size", "size", Kind.NUMBER)
                .field("perm", "perm", Kind.TEXT)
                .field("uid", "uid", Kind.TEXT)
                .field("gid", "gid", Kind.TEXT)
                .field("uname", "uname", Kind.TEXT)
                .field("gname", "gname", Kind.TEXT)
                .field("md5", "md5", Kind.TEXT)
                .field("sha1", "sha1", Kind.TEXT)
                .field("sha256", "sha256", Kind.TEXT)
                .field("inode", "inode", Kind.NUMBER)
                .field("arch", "arch", Kind.TEXT)
                .field("value.name", "value_name", Kind.TEXT)
                .field("value.type", "value_type", Kind.TEXT)
                .field("attributes", "attributes", Kind.TEXT)
                .field("changes", "changes", Kind.NUMBER)
                .build();
    }
}
