package io.polywire.dialect.sqlite.internal;

import io.polywire.api.storage.Access;
import java.util.Map;
import java.util.Set;

/**
 * The pragmas that are let through (sqlite.org/pragma.html). Not in here, and so refused: what changes how a connection
 * or the file works, since connections are shared and the file's care is Polywire's, and what shows paths.
 */
final class Pragmas {
    /** They only read, whatever their argument. */
    private static final Set<String> INFORMATION = Set.of(
            "table_info",
            "table_xinfo",
            "table_list",
            "index_list",
            "index_info",
            "index_xinfo",
            "foreign_key_list",
            "foreign_key_check",
            "integrity_check",
            "quick_check",
            "collation_list",
            "function_list",
            "module_list",
            "pragma_list",
            "compile_options");

    /** They read without an argument; with one they would set something. */
    private static final Set<String> READABLE = Set.of(
            "schema_version",
            "encoding",
            "page_count",
            "page_size",
            "max_page_count",
            "freelist_count",
            "data_version",
            "journal_mode",
            "auto_vacuum",
            "foreign_keys",
            "synchronous",
            "cache_size",
            "busy_timeout",
            "recursive_triggers");

    /** They may also set: numbers in the file's header that belong to the application. */
    private static final Map<String, Access> SETTABLE =
            Map.of("user_version", Access.WRITE, "application_id", Access.WRITE);

    private Pragmas() {}

    /** What a pragma may do, or null if it is refused. The name is lower case. */
    static Access access(String name, boolean argument) {
        if (INFORMATION.contains(name)) {
            return Access.READ;
        }
        if (SETTABLE.containsKey(name)) {
            return argument ? SETTABLE.get(name) : Access.READ;
        }
        if (name.equals("optimize")) {
            return Access.WRITE;
        }
        return READABLE.contains(name) && !argument ? Access.READ : null;
    }

    /** Whether the table-valued function of a pragma may be used. The name is lower case, without "pragma_". */
    static boolean asTable(String name) {
        return INFORMATION.contains(name) || READABLE.contains(name) || SETTABLE.containsKey(name);
    }
}
