package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.status.StatusEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is shown of the databases. */
final class Status {
    private static final String SECTION = "database";

    private final SqliteStorage storage;

    Status(SqliteStorage storage) {
        this.storage = storage;
    }

    List<StatusEntry> entries() {
        List<StatusEntry> entries = new ArrayList<>();
        DatabaseFiles.Listing l;
        try {
            l = storage.files().list();
        } catch (SqlFailure f) {
            return List.of(down("*", f.getMessage()));
        }
        l.files().values().forEach(f -> entries.add(entry(f)));
        l.problems().forEach((name, reason) -> entries.add(down(name, reason)));
        return entries;
    }

    private StatusEntry down(String name, String reason) {
        return new StatusEntry(
                SECTION, name, StatusEntry.State.DOWN, Map.of("storage", storage.name(), "reason", reason));
    }

    private StatusEntry entry(DatabaseFile file) {
        Map<String, String> a = new LinkedHashMap<>();
        a.put("storage", storage.name());
        a.put("file", file.path().getFileName().toString());
        try {
            a.put("size", Long.toString(Files.size(file.path())));
        } catch (IOException e) {
            a.put("reason", "the file cannot be looked at");
            return new StatusEntry(SECTION, file.name(), StatusEntry.State.DOWN, a);
        }
        SqliteDatabase d = storage.handle(file.name());
        SqlFailure failure = d == null ? null : d.failure();
        if (failure != null) {
            a.put("reason", failure.getMessage());
            return new StatusEntry(SECTION, file.name(), StatusEntry.State.DOWN, a);
        }
        Engine e = d == null ? null : d.engine();
        if (e != null && e.damage() != null) {
            a.put("reason", e.damage().getMessage());
            return new StatusEntry(SECTION, file.name(), StatusEntry.State.DOWN, a);
        }
        a.put("open", e == null ? "no" : "yes");
        if (e != null) {
            a.put("journal", e.isWal() ? "wal" : "rollback");
            a.put("access", e.isReadOnly() ? "read-only" : "read-write");
            a.put("readers", Integer.toString(e.readers().size()));
            a.put("pinned", Integer.toString(e.pinned().used()));
            a.put(
                    "waiting",
                    Integer.toString(e.readers().waiting()
                            + e.pinned().waiting()
                            + e.writer().waiting()));
        }
        return new StatusEntry(SECTION, file.name(), StatusEntry.State.UP, a);
    }
}
