package io.polywire.storage.sqlite.internal;

import io.polywire.api.storage.Access;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sqlite.core.RawConnection;

/**
 * Tells from the program that SQLite has made of a write whether its work is bounded: rows given by the text or found by
 * keys, no scan, no trigger, no function that may take its time, no constraint that is checked only at commit. Only such
 * a write shares a commit with others, who wait for it. Whether it is short besides, so that it may run on an event loop,
 * is for its functions to say.
 */
final class BoundedWrites {
    /** What is known of a write's work. */
    enum Work {
        ANY,
        BOUNDED,
        BRIEF
    }

    /** Beside those of a look-up by key; each does a fixed amount of work. */
    private static final Set<String> MORE = Set.of(
            "OpenWrite",
            "NewRowid",
            "Insert",
            "IdxInsert",
            "Delete",
            "IdxDelete",
            "MakeRecord",
            "TypeCheck",
            "HaltIfNull",
            "FkCheck",
            "FkIfZero",
            "ResetCount",
            "Once",
            "IfNoHope",
            "MemMax",
            "AddImm",
            "InitCoroutine",
            "EndCoroutine",
            "Yield",
            "BeginSubrtn",
            "Return",
            "Gosub",
            "DecrJumpZero",
            "IfPos",
            "OpenEphemeral",
            "OpenPseudo",
            "Rewind",
            "Last",
            "Concat",
            "BitAnd",
            "BitOr",
            "BitNot",
            "ShiftLeft",
            "ShiftRight",
            "ElseEq",
            "Jump",
            "Compare",
            "Permutation",
            "Count",
            "Sequence",
            "RowData",
            "ResetSorter",
            "Trace",
            "Filter");

    /** Functions of SQLite whose work is that of their arguments. */
    private static final Set<String> FUNCTIONS = Set.of(
            "abs",
            "char",
            "coalesce",
            "concat",
            "concat_ws",
            "format",
            "glob",
            "hex",
            "ifnull",
            "iif",
            "instr",
            "last_insert_rowid",
            "length",
            "like",
            "lower",
            "ltrim",
            "max",
            "min",
            "nullif",
            "octet_length",
            "printf",
            "quote",
            "random",
            "replace",
            "round",
            "rtrim",
            "sign",
            "substr",
            "substring",
            "trim",
            "typeof",
            "unhex",
            "unicode",
            "upper",
            "date",
            "time",
            "datetime",
            "julianday",
            "strftime",
            "unixepoch",
            "json",
            "jsonb",
            "json_array",
            "json_object",
            "json_valid",
            "json_extract",
            "current_timestamp",
            "current_date",
            "current_time",
            "sqlite_version",
            "changes");

    /** Those whose answer depends on more than their arguments. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "random",
            "changes",
            "last_insert_rowid",
            "date",
            "time",
            "datetime",
            "julianday",
            "strftime",
            "unixepoch",
            "current_timestamp",
            "current_date",
            "current_time");

    private record Operation(String name, long p1, long p2, String p4) {}

    private BoundedWrites() {}

    static Work of(SqliteConnection c, KeptStatement k) {
        if (k.access != Access.WRITE || k.endsTransactions) {
            return Work.ANY;
        }
        List<Operation> program = program(c, k.sql);
        Set<Long> kept = new HashSet<>();
        for (Operation o : program) {
            if (o.name.equals("OpenEphemeral") || o.name.equals("OpenPseudo")) {
                kept.add(o.p1);
            }
        }
        long sequences = -1;
        boolean brief = true;
        boolean violates = program.stream().anyMatch(o -> o.name.equals("FkCounter") && o.p2 > 0);
        for (int i = 0; i < program.size(); i++) {
            Operation o = program.get(i);
            if (o.name.equals("FkIfZero") && o.p1 == 0 && !violates && o.p2 > i) {
                // rows that this one may be missing to are looked for only after the statement itself has violated a
                // key
                i = (int) o.p2 - 1;
                continue;
            }
            boolean fine = switch (o.name) {
                case "Next", "Prev" -> {
                    // What was put into it came out of the bounded rest; the numbers of AUTOINCREMENT are one row a
                    // table.
                    if (sequences < 0 && !kept.contains(o.p1)) {
                        sequences = sequenceRoot(c);
                    }
                    yield kept.contains(o.p1) || reads(program, o.p1, sequences);
                }
                case "Goto" -> o.p2 > i || i == program.size() - 1 || isYield(program, o.p2);
                case "FkCounter" -> o.p1 == 0;
                case "Function", "PureFunc" -> {
                    String name = OperationList.function(o.p4);
                    brief &= OperationList.isBrief(c, o.p4) || c.functions().usesSequences(name);
                    yield FUNCTIONS.contains(name)
                            || c.functions().isDeterministic(name)
                            || c.functions().usesSequences(name);
                }
                default -> OperationList.SHORT.contains(o.name) || MORE.contains(o.name);
            };
            if (!fine) {
                return Work.ANY;
            }
        }
        return brief ? Work.BRIEF : Work.BOUNDED;
    }

    /**
     * Whether an insert of one row does the same when it is one with others: no trigger, no row that is replaced, no function
     * that is not of its arguments alone.
     */
    static boolean isSameInOne(SqliteConnection c, KeptStatement k) {
        if (of(c, k) == Work.ANY) {
            return false;
        }
        for (Operation o : program(c, k.sql)) {
            switch (o.name) {
                case "Delete", "IdxDelete", "Program", "VUpdate" -> {
                    return false;
                }
                case "Function", "PureFunc" -> {
                    String name = OperationList.function(o.p4);
                    if (OF_THE_MOMENT.contains(name)
                            || c.functions().usesSequences(name)
                                    && !c.functions().isDeterministic(name)) {
                        return false;
                    }
                }
                default -> {
                    // the same for each row
                }
            }
        }
        return true;
    }

    private static boolean isYield(List<Operation> program, long address) {
        return address >= 0
                && address < program.size()
                && program.get((int) address).name.equals("Yield");
    }

    private static boolean reads(List<Operation> program, long cursor, long root) {
        boolean one = false;
        for (Operation o : program) {
            if ((o.name.equals("OpenRead") || o.name.equals("OpenWrite")) && o.p1 == cursor) {
                if (o.p2 == root) {
                    one = true;
                } else if (o.name.equals("OpenRead")) {
                    return false;
                }
            }
        }
        return one && root > 0;
    }

    private static long sequenceRoot(SqliteConnection c) {
        return c.queryLong("SELECT coalesce((SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_sequence'), 0)");
    }

    /** SQLite rolls the whole transaction back if it is interrupted in this, as in the write itself. */
    private static List<Operation> program(SqliteConnection c, String sql) {
        List<Operation> all = new ArrayList<>();
        c.sheltered(() -> explain(c, sql, all));
        return all;
    }

    private static long explain(SqliteConnection c, String sql, List<Operation> into) {
        RawConnection raw = c.raw();
        long handle = c.prepare("EXPLAIN " + sql);
        try {
            int code;
            while ((code = raw.step(handle)) == RawConnection.ROW) {
                into.add(new Operation(
                        OperationList.name(raw, handle),
                        raw.columnLong(handle, 2),
                        raw.columnLong(handle, 3),
                        OperationList.text(raw.columnUtf8(handle, 5))));
            }
            if (code != RawConnection.DONE) {
                throw c.failure(code, sql);
            }
            return code;
        } finally {
            raw.finalizeStatement(handle);
        }
    }
}
