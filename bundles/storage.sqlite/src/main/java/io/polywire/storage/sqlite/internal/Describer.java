package io.polywire.storage.sqlite.internal;

import io.polywire.api.session.Column;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Description;
import io.polywire.api.storage.StorageStatement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.core.RawConnection;

/** Finds out what SQLite knows of a statement that has not run. */
final class Describer {
    private Describer() {}

    static Description describe(Engine engine, SqliteConnection c, StorageStatement statement) {
        boolean ofRelations =
                !statement.permanent() && !statement.relations().isEmpty() && statement.access() == Access.READ;
        if (!ofRelations) {
            c.compareSchema();
        }
        long version = engine.database().schemaVersion();
        if (c.goesAside(statement)) {
            return AsideCursor.describe(c.aside(engine.opener()), statement, version);
        }
        KeptStatement k = c.take(statement, version);
        if (k.schemaVersion != version) {
            c.forget(statement, k);
            c.release(k);
            k = c.take(statement, version);
        }
        try {
            List<Column> columns = columns(c, k);
            // In a file without a log a reader may meet a writer's lock and wait for it: not on an event loop.
            boolean point = statement.access() == Access.READ
                    && k.kind == StatementText.Kind.SELECT
                    && engine.isWal()
                    && OperationList.isPointLookup(c, k.sql);
            BoundedWrites.Work work =
                    statement.access() == Access.WRITE ? BoundedWrites.of(c, k) : BoundedWrites.Work.ANY;
            // Without a log a write whose pages no longer fit into memory waits for the disk.
            boolean brief = point || work == BoundedWrites.Work.BRIEF && engine.isWal();
            return new Description(columns, point || work != BoundedWrites.Work.ANY, brief, version);
        } finally {
            c.release(k);
        }
    }

    static List<Column> columns(SqliteConnection c, KeptStatement k) {
        List<Column> columns = new ArrayList<>(k.columnCount);
        RawConnection raw = c.raw();
        for (int i = 0; i < k.columnCount; i++) {
            columns.add(new Column(
                    raw.columnName(k.handle, i),
                    DeclaredTypes.of(raw.columnDeclaredType(k.handle, i)),
                    raw.columnTable(k.handle, i),
                    0,
                    0,
                    true));
        }
        return columns;
    }
}
