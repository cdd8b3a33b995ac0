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
        c.compareSchema();
        long version = engine.database().schemaVersion();
        KeptStatement k = c.take(statement, version);
        if (k.schemaVersion != version) {
            c.forget(statement, k);
            c.release(k);
            k = c.take(statement, version);
        }
        try {
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
            // In a file without a log a reader may meet a writer's lock and wait for it: not on an event loop.
            boolean point = statement.access() == Access.READ
                    && k.kind == StatementText.Kind.SELECT
                    && engine.isWal()
                    && OperationList.isPointLookup(c, k.sql);
            point |= statement.access() == Access.WRITE && BoundedWrites.isBounded(c, k);
            return new Description(columns, point, version);
        } finally {
            c.release(k);
        }
    }
}
