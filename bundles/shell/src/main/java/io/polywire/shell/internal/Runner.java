package io.polywire.shell.internal;

import io.polywire.shell.internal.format.ResultWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs statements and shows what they return. {@link #cancel} may be called from any thread. */
public final class Runner {
    private final Writer out;
    private final PrintWriter messages;
    private final PrintWriter progressTerminal;
    private final boolean rowsOnTerminal;
    private final boolean tellCounts;
    private final View view;
    private volatile Statement running;
    private boolean anyResult;

    /**
     * @param out where results go
     * @param messages where times go
     * @param progressTerminal where progress is shown; null: nowhere
     * @param rowsOnTerminal whether results go to that same terminal, so that progress must not be among them
     * @param tellCounts whether statements without rows say what they did
     */
    public Runner(
            Writer out,
            PrintWriter messages,
            PrintWriter progressTerminal,
            boolean rowsOnTerminal,
            boolean tellCounts,
            View view) {
        this.out = out;
        this.messages = messages;
        this.progressTerminal = progressTerminal;
        this.rowsOnTerminal = rowsOnTerminal;
        this.tellCounts = tellCounts;
        this.view = view;
    }

    /** How results are shown. */
    public View view() {
        return view;
    }

    /** Where results go. */
    public Writer out() {
        return out;
    }

    /**
     * Runs one statement to its end.
     *
     * @throws SQLException it failed; what came before is written
     * @throws IOException what it returned could not be written
     */
    public void run(Connection connection, String sql) throws SQLException, IOException {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement();
                Progress progress = new Progress(progressTerminal)) {
            running = statement;
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(sql);
            while (rows || statement.getLargeUpdateCount() >= 0) {
                if (rows) {
                    show(statement.getResultSet(), progress);
                } else {
                    progress.stop();
                    count(sql, statement.getLargeUpdateCount());
                }
                rows = statement.getMoreResults();
            }
        } finally {
            running = null;
            out.flush();
        }
        if (view.timing()) {
            double millis = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
            messages.println(String.format(Locale.ROOT, "Time: %,.1f ms", millis));
            messages.flush();
        }
    }

    private void show(ResultSet rows, Progress progress) throws SQLException, IOException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
        }
        if (anyResult) {
            out.write(System.lineSeparator());
        }
        anyResult = !tellCounts;
        ResultWriter writer = view.format().writer(out, view.nullText());
        writer.begin(names);
        Object[] cells = new Object[names.size()];
        boolean complete = false;
        try {
            while (rows.next()) {
                for (int i = 0; i < cells.length; i++) {
                    // the value as it is stored, whatever the column is declared as
                    cells[i] = rows.getObject(i + 1, Object.class);
                }
                if (rowsOnTerminal) {
                    progress.stop();
                } else {
                    progress.row();
                }
                writer.row(cells);
            }
            complete = true;
        } finally {
            progress.stop();
            writer.end(complete);
        }
    }

    private void count(String sql, long count) throws IOException {
        if (tellCounts) {
            out.write(Words.outcome(sql, count) + System.lineSeparator());
        }
    }

    /** Cancels the statement that runs now, if one does. */
    public void cancel() {
        Statement statement = running;
        if (statement == null) {
            return;
        }
        try {
            statement.cancel();
        } catch (SQLException e) {
            messages.println("The statement could not be cancelled: " + e.getMessage());
            messages.flush();
        }
    }
}
