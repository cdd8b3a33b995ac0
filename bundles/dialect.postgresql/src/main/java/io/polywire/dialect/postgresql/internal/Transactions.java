package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.session.TransactionMode;
import io.polywire.api.session.TransactionMode.Isolation;
import io.polywire.sql.tree.TransactionModes;
import io.polywire.sql.tree.TransactionStatement;
import io.polywire.sql.tree.TransactionStatement.Action;

/** BEGIN, COMMIT, ROLLBACK and savepoints, and how transactions run. */
final class Transactions extends Rules {
    Transactions(PgParser parser) {
        super(parser);
    }

    TransactionStatement begin() {
        int start = start();
        boolean begin = accept(BEGIN);
        if (begin) {
            noise();
        } else {
            expect(START, TRANSACTION);
        }
        TransactionModes m = modes(false);
        TransactionMode mode = new TransactionMode(
                m.isolation() == null ? Isolation.READ_COMMITTED : m.isolation(),
                m.readOnly() != null && m.readOnly(),
                m.deferrable() != null && m.deferrable(),
                false,
                -1);
        return TransactionStatement.begin(begin ? "BEGIN" : "START TRANSACTION", mode, m, start, end());
    }

    private void noise() {
        if (!accept(WORK)) {
            accept(TRANSACTION);
        }
    }

    TransactionStatement end(Action action) {
        int start = start();
        cursor.advance();
        String command = action == Action.COMMIT ? "COMMIT" : "ROLLBACK";
        if (is(PREPARED)) {
            throw unsupported(command + " PREPARED");
        }
        noise();
        if (action == Action.ROLLBACK && accept(TO)) {
            savepointWord();
            return TransactionStatement.savepoint(Action.ROLLBACK_TO, "ROLLBACK", name().name(), start, end());
        }
        boolean chain = false;
        if (accept(AND)) {
            chain = !accept(NO);
            expect(CHAIN);
        }
        return TransactionStatement.end(action, command, chain, start, end());
    }

    TransactionStatement savepoint() {
        int start = start();
        cursor.advance();
        return TransactionStatement.savepoint(Action.SAVEPOINT, "SAVEPOINT", name().name(), start, end());
    }

    /** SAVEPOINT before a name; it may also be the name. */
    private void savepointWord() {
        if (is(SAVEPOINT) && tokens.isColumnName(cursor.at() + 1)) {
            cursor.advance();
        }
    }

    TransactionStatement release() {
        int start = start();
        cursor.advance();
        savepointWord();
        return TransactionStatement.savepoint(Action.RELEASE, "RELEASE", name().name(), start, end());
    }

    /** transaction_mode_list. */
    TransactionModes modes(boolean required) {
        int start = start();
        Isolation isolation = null;
        Boolean readOnly = null;
        Boolean deferrable = null;
        boolean more = required;
        while (more || is(ISOLATION) || is(READ) || is(DEFERRABLE) || is(NOT)) {
            if (accept(ISOLATION)) {
                expect(LEVEL);
                isolation = level();
            } else if (accept(READ)) {
                readOnly = accept(ONLY);
                if (!readOnly) {
                    expect(WRITE);
                }
            } else {
                boolean not = accept(NOT);
                expect(DEFERRABLE);
                deferrable = !not;
            }
            more = accept(',');
        }
        return new TransactionModes(isolation, readOnly, deferrable, start, end());
    }

    private Isolation level() {
        if (accept(SERIALIZABLE)) {
            return Isolation.SERIALIZABLE;
        }
        if (accept(REPEATABLE)) {
            expect(READ);
            return Isolation.REPEATABLE_READ;
        }
        expect(READ);
        if (accept(COMMITTED)) {
            return Isolation.READ_COMMITTED;
        }
        expect(UNCOMMITTED);
        return Isolation.READ_UNCOMMITTED;
    }
}
