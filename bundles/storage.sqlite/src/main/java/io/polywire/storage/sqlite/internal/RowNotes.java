package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.storage.Replay;
import java.util.ArrayList;
import java.util.List;

/**
 * The function that triggers of a {@link StatementReplay} hand rows to. SQLite undoes all that a failing statement has
 * written, and so what its triggers have written as well. One for each connection; under its thread rule.
 */
final class RowNotes implements ScalarFunction {
    static final String NAME = "pw_note_row";
    /** Values that a call can have beside the numbers of the table and of the first column; SQLite takes 127. */
    static final int MOST_VALUES = 100;

    private static final long MOST_BYTES = 4L * 1024 * 1024;

    /** @param values Long, Double, String, byte[] or null, one for each column */
    record Noted(int watch, Object[] values) {}

    private final List<Noted> rows = new ArrayList<>();
    private Replay how;
    private long deadline;
    private long bytes;

    void begin(Replay replay) {
        rows.clear();
        bytes = 0;
        how = replay;
        deadline = System.nanoTime() + replay.nanos();
    }

    List<Noted> end() {
        how = null;
        List<Noted> all = List.copyOf(rows);
        rows.clear();
        return all;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int arity() {
        return -1;
    }

    @Override
    public boolean deterministic() {
        return false;
    }

    @Override
    public void call(FunctionArguments in, FunctionResult out) {
        if (how == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "no such function: " + NAME);
        }
        int number = (int) in.getLong(0);
        int first = (int) in.getLong(1);
        Replay.Watch watch = how.watched().get(number);
        if (first == 0) {
            if (watch.rows() == Replay.Rows.LAST_WANTED) {
                rows.clear();
                bytes = 0;
            }
            rows.add(new Noted(number, new Object[watch.columns().size()]));
        }
        Object[] values = rows.get(rows.size() - 1).values();
        for (int i = 2; i < in.size(); i++) {
            values[first + i - 2] = value(in, i);
        }
        if (rows.size() > how.rows() || bytes > MOST_BYTES || System.nanoTime() - deadline > 0) {
            throw SqlFailure.of(FailureKind.LIMIT, "too much to note");
        }
    }

    private Object value(FunctionArguments in, int i) {
        return switch (in.kind(i)) {
            case NULL -> null;
            case LONG -> in.getLong(i);
            case DOUBLE -> in.getDouble(i);
            case UTF8 -> {
                String s = in.getText(i);
                bytes += s.length();
                yield s;
            }
            case BYTES -> {
                byte[] b = in.getBytes(i);
                bytes += b.length;
                yield b;
            }
        };
    }
}
