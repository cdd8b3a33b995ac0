package io.polywire.storage.sqlite.internal;

import io.polywire.api.storage.Access;
import io.polywire.api.storage.MemoryRelation;
import java.util.List;

/** A statement that a connection has compiled. Under the thread rule of its connection. */
final class KeptStatement {
    final long handle;
    final String sql;
    final Access access;
    final StatementText.Kind kind;
    final boolean upsert;
    final boolean changesConnection;
    /** Whether it names a conflict resolution that may end a transaction, or keeps what a failing statement has done. */
    final boolean endsTransactions;

    final int columnCount;
    /** {@link SqliteDatabase#schemaVersion} that {@link #columnCount} was seen to hold for. */
    long schemaVersion;

    /** What it reads beside the file's tables. */
    List<MemoryRelation> relations = List.of();

    boolean inUse;
    /** Whether the connection keeps it once it is no longer in use. */
    boolean cached;
    /** Whether it was bound with much, which it would hold on to. */
    boolean heavy;

    /** Whether it can set a row number, and the schema version for which that was found out; -1: it was not. */
    boolean setsRowNumber;

    long rowNumberVersion = -1;

    /** Its form for several rows at once, if it has one. */
    final MultiRowInsert.Choice manyRows = new MultiRowInsert.Choice();

    KeptStatement(long handle, String sql, Access access, StatementText text, int columnCount, long schemaVersion) {
        this.handle = handle;
        this.sql = sql;
        this.access = access;
        this.kind = text.kind();
        this.upsert = text.isUpsert();
        this.changesConnection = text.changesConnection();
        this.endsTransactions = text.endsTransactions();
        this.columnCount = columnCount;
        this.schemaVersion = schemaVersion;
    }
}
