package io.polywire.dialect.sqlite.internal.catalog;

import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Views and triggers as SQLite has them written down. */
public final class StoredTexts {
    private static final StorageStatement READ = new StorageStatement(
            "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE type IN ('view', 'trigger')",
            Access.READ,
            0);

    private static final StorageStatement KEPT =
            new StorageStatement("SELECT 1 FROM main.sqlite_schema WHERE name = '_pw_meta'", Access.READ, 0);

    private final Map<String, String> views = new HashMap<>();
    private final Map<String, List<String>> triggers = new HashMap<>();

    private StoredTexts() {}

    /** Reads them. */
    public static StoredTexts read(Lease lease) {
        StoredTexts all = new StoredTexts();
        for (Rows.Row r : Rows.of(lease, READ)) {
            if (r.text(0).equals("view")) {
                all.views.put(r.text(1).toLowerCase(Locale.ROOT), r.text(3));
            } else {
                all.triggers
                        .computeIfAbsent(r.text(2).toLowerCase(Locale.ROOT), k -> new ArrayList<>())
                        .add(r.text(3));
            }
        }
        return all;
    }

    /** Whether the file has metadata of ours. */
    public static boolean isKept(Lease lease) {
        return !Rows.of(lease, KEPT).isEmpty();
    }

    /** The text of a view by its name in lower case, or null. */
    public String view(String name) {
        return views.get(name);
    }

    /** The texts of the triggers on a table by its name in lower case. */
    public List<String> triggers(String table) {
        return triggers.getOrDefault(table, List.of());
    }
}
