package io.polywire.storage.sqlite.internal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlite.core.RawConnection;

/** Reads the program that SQLite has made of a statement (EXPLAIN): its rows are address, operation, P1 to P5. */
final class OperationList {
    /**
     * What a look-up by key is made of. Nothing here repeats, calls a function, sorts or writes, and each runs at most
     * once: a program of these alone, and of calls of brief functions, is as short as its list. Whatever is not known is not
     * in it.
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
            "ZeroOrNull",
            "Once",
            "BeginSubrtn",
            "Return",
            "OffsetLimit",
            "Concat",
            "BitAnd",
            "BitOr",
            "BitNot",
            "ShiftLeft",
            "ShiftRight",
            "ElseEq",
            "ClrSubtype",
            "GetSubtype",
            "SetSubtype");

    /**
     * Counters of LIMIT, OFFSET and EXISTS, which jump: nothing is repeated where that is forward. A Return without a Gosub
     * goes nowhere.
     */
    private static final Set<String> FORWARD = Set.of("DecrJumpZero", "IfPos");

    /** Aggregates over the one row that a key finds. */
    private static final Set<String> OVER_ONE = Set.of("count(0)", "count(1)", "max(1)", "min(1)");

    /**
     * Functions of SQLite whose work and result are no longer than their arguments, by name and number of arguments; -1 for
     * any number.
     */
    private static final Set<String> BRIEF = Set.of(
            "abs(1)",
            "changes(0)",
            "coalesce(-1)",
            "concat(-1)",
            "ifnull(2)",
            "iif(-1)",
            "last_insert_rowid(0)",
            "length(1)",
            "lower(1)",
            "ltrim(1)",
            "max(-1)",
            "min(-1)",
            "nullif(2)",
            "octet_length(1)",
            "rtrim(1)",
            "sign(1)",
            "substr(2)",
            "substr(3)",
            "substring(2)",
            "substring(3)",
            "trim(1)",
            "typeof(1)",
            "unicode(1)",
            "upper(1)");

    private OperationList() {}

    static String name(RawConnection raw, long explain) {
        return new String(raw.columnUtf8(explain, 1), StandardCharsets.US_ASCII);
    }

    /** The name of a function as a program has it, without the number of its arguments. */
    static String function(String p4) {
        int end = p4.indexOf('(');
        return (end < 0 ? p4 : p4.substring(0, end)).toLowerCase(Locale.ROOT);
    }

    /** Whether a call is as short as reading its arguments. */
    static boolean isBrief(SqliteConnection c, String p4) {
        return BRIEF.contains(p4.toLowerCase(Locale.ROOT)) || c.functions().isBrief(function(p4));
    }

    static String text(byte[] utf8) {
        return utf8 == null ? "" : new String(utf8, StandardCharsets.UTF_8);
    }

    /** Functions of SQLite whose results are not those of their arguments alone. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "changes",
            "current_date",
            "current_time",
            "current_timestamp",
            "date",
            "datetime",
            "julianday",
            "last_insert_rowid",
            "random",
            "randomblob",
            "strftime",
            "time",
            "timediff",
            "total_changes",
            "unixepoch");

    /** The number of the first database that was attached; before it are the file and temporary tables. */
    private static final int FIRST_ATTACHED = 2;

    /** What reads facts of the connection or of the file, as tables that are none. */
    private static final Pattern FACTS = Pattern.compile("(?i)pragma_|sqlite_|dbstat|bytecode|tables_used");

    /**
     * Whether the rows of a statement that only reads are always the same for the same parameters, as long as what is attached
     * stays what it is: it reads nothing else, and calls nothing whose results change.
     */
    static boolean isConstant(SqliteConnection c, String sql) {
        return isRepeatable(c, sql, FIRST_ATTACHED);
    }

    /** Whether the rows of a statement that only reads are always the same as long as what it reads stays as it is. */
    static boolean isRepeatable(SqliteConnection c, String sql) {
        return isRepeatable(c, sql, 0);
    }

    /** @param first the number of the first database that it may read */
    private static boolean isRepeatable(SqliteConnection c, String sql, int first) {
        if (FACTS.matcher(sql).find()) {
            return false;
        }
        RawConnection raw = c.raw();
        long handle = c.prepare("EXPLAIN " + sql);
        try {
            int code;
            while ((code = raw.step(handle)) == RawConnection.ROW) {
                boolean constant = switch (name(raw, handle)) {
                    case "OpenRead", "ReopenIdx" -> raw.columnLong(handle, 4) >= first;
                    case "OpenWrite", "Savepoint", "AutoCommit", "ReadCookie", "Pagecount", "JournalMode" -> false;
                    case "Function", "PureFunc", "AggStep", "AggStep1", "AggInverse", "AggValue", "AggFinal" -> {
                        String f = function(text(raw.columnUtf8(handle, 5)));
                        yield !OF_THE_MOMENT.contains(f) && c.functions().isConstant(f);
                    }
                    default -> true;
                };
                if (!constant) {
                    return false;
                }
            }
            if (code != RawConnection.DONE) {
                throw c.failure(code, sql);
            }
            return true;
        } finally {
            raw.finalizeStatement(handle);
        }
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
                boolean fine = switch (operation) {
                    case "Function", "PureFunc" -> isBrief(c, text(raw.columnUtf8(handle, 5)));
                    case "AggStep", "AggFinal" -> OVER_ONE.contains(text(raw.columnUtf8(handle, 5)));
                    default ->
                        SHORT.contains(operation)
                                || FORWARD.contains(operation) && raw.columnLong(handle, 3) > raw.columnLong(handle, 0);
                };
                if (wentBack || !fine) {
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
