package io.polywire.storage.sqlite.internal;

import io.polywire.api.session.Parameters;
import io.polywire.api.storage.StorageStatement;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.sqlite.core.RawConnection;

/** Runs a statement for each of many rows, or where that is the same, for many rows at once. By who is inside. */
final class RowLoad {
    private final SqliteLease lease;
    private final SqliteConnection connection;
    private final RawConnection raw;
    private final KeptStatement kept;
    private final StorageStatement statement;
    /** Null where rows are not to be asked for ahead. */
    private final LongConsumer changed;
    /** Makes the failure of a code that SQLite has just given. */
    private final IntFunction<RuntimeException> failed;

    private MultiRowInsert many;
    private boolean first = true;
    private boolean any;

    /** Asked for and not run yet. */
    private final Parameters[] ahead = new Parameters[MultiRowInsert.MOST_ROWS];

    RowLoad(
            SqliteLease lease,
            KeptStatement kept,
            StorageStatement statement,
            LongConsumer changed,
            IntFunction<RuntimeException> failed) {
        this.lease = lease;
        this.connection = lease.connection();
        this.raw = connection.raw();
        this.kept = kept;
        this.statement = statement;
        this.changed = changed;
        this.failed = failed;
    }

    /** @return whether any row was changed */
    boolean run(Supplier<Parameters> values) {
        int alone = 0;
        try {
            while (true) {
                if (many != null) {
                    if (!several(values)) {
                        return any;
                    }
                    continue;
                }
                Parameters row = values.get();
                if (row == null) {
                    return any;
                }
                one(row);
                // a load of few rows would only bind them twice
                if (kept.manyRows.loaded() || ++alone == MultiRowInsert.MOST_ROWS) {
                    look();
                }
            }
        } finally {
            unbind();
        }
    }

    private void unbind() {
        if (many != null) {
            many.end(raw);
            many = null;
        }
    }

    private void look() {
        if (changed != null) {
            many = MultiRowInsert.of(connection, kept, statement);
        }
    }

    private void one(Parameters row) {
        Binder.bind(connection, kept, statement, row);
        int code = raw.step(kept.handle);
        if (code == RawConnection.ROW || code == RawConnection.DONE) {
            stepped();
        }
        while (code == RawConnection.ROW) {
            code = raw.step(kept.handle);
        }
        if (code != RawConnection.DONE) {
            throw failed.apply(code);
        }
        raw.reset(kept.handle);
        lease.engine().earlySync().loaded(1);
        count(raw.changes());
    }

    private void stepped() {
        if (first) {
            first = false;
            lease.afterFirstStep(kept, statement.permanent());
        }
    }

    private void count(long n) {
        any |= n > 0;
        if (changed != null) {
            changed.accept(n);
        }
    }

    /** Runs the next rows; false if there are no more now. */
    private boolean several(Supplier<Parameters> values) {
        int n = 0;
        long bytes = 0;
        boolean more = true;
        try {
            while (more && n < many.rows && bytes < MultiRowInsert.MOST_BYTES) {
                Parameters row = values.get();
                more = row != null;
                if (more) {
                    bytes += row.bytes();
                    many.bind(connection, kept, statement, n, row);
                    ahead[n++] = row;
                }
            }
        } catch (RuntimeException | Error e) {
            // what stands before it comes first, with a failure of its own if it has one
            oneByOne(n);
            throw e;
        }
        if (n == many.rows) {
            together();
            return true;
        }
        oneByOne(n);
        if (more) {
            // such large rows gain nothing
            unbind();
        }
        return more;
    }

    private void oneByOne(int n) {
        for (int i = 0; i < n; i++) {
            one(ahead[i]);
        }
    }

    private void together() {
        int code = many.run(raw);
        if (code != RawConnection.DONE) {
            RuntimeException all = failed.apply(code);
            raw.reset(many.handle);
            if (MultiRowInsert.canRunAgain(code)) {
                oneByOne(many.rows);
            }
            throw all;
        }
        raw.reset(many.handle);
        stepped();
        lease.engine().earlySync().loaded(many.rows);
        lease.engine().database().metrics().rowsTogether.add(many.rows);
        for (int i = 0; i < many.rows; i++) {
            count(1);
        }
    }
}
