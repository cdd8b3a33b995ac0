package io.polywire.client.r2db2.internal.sql;

/**
 * Tells, token by token, whether a semicolon ends the statement: it does not between the BEGIN and the END of a trigger's
 * body.
 */
final class TriggerTracker {
    private int words;
    private boolean create;
    private boolean trigger;
    private boolean body;
    private int cases;

    /** Takes a token of the current statement. */
    void token(SqlScanner scanner, SqlScanner.Kind kind) {
        if (kind != SqlScanner.Kind.WORD) {
            if (words == 0) {
                words = 1;
            }
            return;
        }
        words++;
        if (words == 1) {
            create = scanner.is("CREATE") || scanner.is("EXPLAIN");
        } else if (create && !trigger) {
            trigger = scanner.is("TRIGGER");
            // CREATE, TEMP or TEMPORARY, and EXPLAIN QUERY PLAN may stand before it, nothing else
            create = trigger
                    || scanner.is("TEMP")
                    || scanner.is("TEMPORARY")
                    || scanner.is("CREATE")
                    || scanner.is("QUERY")
                    || scanner.is("PLAN");
        } else if (trigger) {
            body(scanner);
        }
    }

    private void body(SqlScanner scanner) {
        if (!body) {
            body = scanner.is("BEGIN");
        } else if (scanner.is("CASE")) {
            cases++;
        } else if (scanner.is("END")) {
            if (cases > 0) {
                cases--;
            } else {
                body = false;
                trigger = false;
                create = false;
            }
        }
    }

    /** Whether a semicolon now ends the statement. */
    boolean ends() {
        return !body;
    }

    /** A new statement begins. */
    void reset() {
        words = 0;
        create = false;
        trigger = false;
        body = false;
        cases = 0;
    }
}
