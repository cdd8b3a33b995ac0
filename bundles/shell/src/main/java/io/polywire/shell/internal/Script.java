package io.polywire.shell.internal;

import io.polywire.client.r2db2.SqlSplitter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.sql.Connection;
import java.sql.SQLException;

/** Runs a script statement by statement and stops at the first error. */
public final class Script {
    private static final int CHUNK = 64 * 1024;
    /** A statement that is longer is refused here: no server takes it, and it would fill the memory. */
    private static final int MAX_STATEMENT = 512 * 1024 * 1024;

    private final Runner runner;
    private final PrintWriter errors;

    /** @param errors where an error is told */
    public Script(Runner runner, PrintWriter errors) {
        this.runner = runner;
        this.errors = errors;
    }

    /**
     * Runs what the reader gives, while it gives it.
     *
     * @param name what the script is called in an error
     * @return whether all of it succeeded
     * @throws IOException the script could not be read, or a result not be written
     */
    public boolean run(Connection connection, Reader script, String name) throws IOException {
        SqlSplitter splitter = new SqlSplitter();
        char[] chunk = new char[CHUNK];
        long begun = 0;
        for (int read = script.read(chunk); read >= 0; read = script.read(chunk)) {
            splitter.append(java.nio.CharBuffer.wrap(chunk, 0, read));
            begun += read;
            for (SqlSplitter.Part part = splitter.next(); part != null; part = splitter.next()) {
                begun = 0;
                if (!run(connection, part, name)) {
                    return false;
                }
            }
            if (begun > MAX_STATEMENT) {
                errors.println(name + ": a statement is longer than 512 MiB");
                errors.flush();
                return false;
            }
        }
        SqlSplitter.Part last = splitter.finish();
        return last == null || run(connection, last, name);
    }

    private boolean run(Connection connection, SqlSplitter.Part part, String name) throws IOException {
        try {
            runner.run(connection, part.sql());
            return true;
        } catch (SQLException e) {
            errors.println(name + ":" + part.line() + ": " + Failures.text(e));
            errors.flush();
            return false;
        }
    }
}
