package io.polywire.storage.sqlite.internal;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.sqlite.core.RawConnection;

/** Reads the program that SQLite has made of a statement (EXPLAIN): its rows are address, operation, P1 to P5. */
final class OperationList {
    /**
     * What a look-up by key is made of. Nothing here repeats, calls a function, sorts or writes, and each runs at most
     * once: a program of these alone is as short as its list. Whatever is not known is not in it.
     */
    static final Set<String> SHORT = Set.of(
            "Init",
            "Halt",
            "Transaction",
            "Goto",
            "Explain",
            "Noop",
            "OpenRead",
            "ReopenIdx",
            "Close",
            "ColumnsUsed",
            "CursorHint",
            "TableLock",
            "Integer",
            "Int64",
            "Real",
            "String",
            "String8",
            "Null",
            "SoftNull",
            "Blob",
            "Variable",
            "Move",
            "Copy",
            "SCopy",
            "IntCopy",
            "ReleaseReg",
            "SeekRowid",
            "NotExists",
            "Found",
            "NotFound",
            "NoConflict",
            "SeekGE",
            "IdxGT",
            "IdxGE",
            "DeferredSeek",
            "FinishSeek",
            "IdxRowid",
            "Rowid",
            "Column",
            "RealAffinity",
            "Affinity",
            "MustBeInt",
            "Cast",
            "CollSeq",
            "IsNull",
            "NotNull",
            "Eq",
            "Ne",
            "Lt",
            "Le",
            "Gt",
            "Ge",
            "If",
            "IfNot",
            "IsTrue",
            "Not",
            "And",
            "Or",
            "Add",
            "Subtract",
            "Multiply",
            "Divide",
            "Remainder",
            "ResultRow",
            "IfNullRow",
            "NullRow",
            "ZeroOrNull");

    private OperationList() {}

    static String name(RawConnection raw, long explain) {
        return new String(raw.columnUtf8(explain, 1), StandardCharsets.US_ASCII);
    }

    /** Whether a statement finds at most one row by keys and does nothing else. */
    static boolean isPointLookup(SqliteConnection c, String sql) {
        RawConnection raw = c.raw();
        long handle = c.prepare("EXPLAIN " + sql);
        try {
            boolean wentBack = false;
            int code;
            while ((code = raw.step(handle)) == RawConnection.ROW) {
                String operation = name(raw, handle);
                // The last operation goes from the end, where transactions begin, to the start. Nothing else goes back.
                if (wentBack || !SHORT.contains(operation)) {
                    return false;
                }
                wentBack = operation.equals("Goto") && raw.columnLong(handle, 3) <= raw.columnLong(handle, 0);
            }
            if (code != RawConnection.DONE) {
                throw c.failure(code, sql);
            }
            return true;
        } finally {
            raw.finalizeStatement(handle);
        }
    }
}
