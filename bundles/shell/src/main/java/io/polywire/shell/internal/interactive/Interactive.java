package io.polywire.shell.internal.interactive;

import io.polywire.client.r2db2.SqlSplitter;
import io.polywire.shell.internal.Failures;
import io.polywire.shell.internal.Login;
import io.polywire.shell.internal.Options;
import io.polywire.shell.internal.Runner;
import io.polywire.shell.internal.View;
import io.polywire.shell.internal.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The shell on a terminal: asks for statements and commands until it is left. */
public final class Interactive implements AutoCloseable, Commands.Shell {
    private final Login login;
    private final Terminal terminal;
    private final PrintWriter out;
    private final Runner runner;
    private final Commands commands;
    private final SqlCompleter completer;
    private Connection connection;
    private String database;

    /** Takes the terminal over; {@link #close} gives it back. */
    public Interactive(Options options, Login login) throws IOException {
        this.login = login;
        this.database = options.database();
        // signals are ours: Ctrl-C must cancel a statement and not end the JVM
        this.terminal =
                TerminalBuilder.builder().system(true).nativeSignals(true).build();
        this.out = terminal.writer();
        this.runner = new Runner(out, out, out, true, true, new View(options));
        this.commands = new Commands(this, runner, out);
        this.completer = new SqlCompleter(() -> connection);
        terminal.handle(Terminal.Signal.INT, signal -> runner.cancel());
    }

    /**
     * Runs until the user leaves.
     *
     * @return true: leaving a shell is no failure
     * @throws SQLException the first connection could not be opened
     */
    public boolean run() throws SQLException, IOException {
        connection = login.connect(database);
        LineReader reader = reader();
        out.println("Connected to " + login.target() + (database == null ? "" : ", database " + database)
                + ". \\? tells the commands, \\q leaves.");
        while (true) {
            String line;
            try {
                line = reader.readLine(prompt());
            } catch (UserInterruptException e) {
                // Ctrl-C at the prompt drops what was typed
                continue;
            } catch (EndOfFileException e) {
                return true;
            }
            if (line.strip().startsWith("\\")) {
                if (!commands.run(line)) {
                    return true;
                }
            } else {
                statements(line);
            }
        }
    }

    private LineReader reader() throws IOException {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .appName("polywire")
                .terminal(terminal)
                .parser(new SqlParser())
                .completer(completer)
                .history(new SafeHistory())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P   -> ")
                .variable(LineReader.HISTORY_SIZE, 2000)
                .variable(LineReader.HISTORY_FILE_SIZE, 2000);
        Path file = Path.of(System.getProperty("user.home"), ".polywire_history");
        try {
            SafeHistory.prepare(file);
            builder.variable(LineReader.HISTORY_FILE, file);
        } catch (IOException e) {
            // a home that cannot be written to: the history lives as long as the shell
            out.println("The history is not kept: its file cannot be written");
        }
        return builder.build();
    }

    private String prompt() {
        return (database == null ? "polywire" : database) + "> ";
    }

    private void statements(String text) throws IOException {
        SqlSplitter splitter = new SqlSplitter();
        splitter.append(text);
        splitter.append("\n");
        for (SqlSplitter.Part part = splitter.next(); part != null; part = splitter.next()) {
            try {
                runner.run(connection(), part.sql());
            } catch (SQLException e) {
                out.println(Failures.text(e));
                out.flush();
                return;
            }
            if (Words.defines(part.sql())) {
                completer.forget();
            }
        }
    }

    /** The open connection; one that broke is opened again, which the user is told. */
    @Override
    public Connection connection() throws SQLException {
        if (connection.isClosed()) {
            connection = login.connect(database);
            out.println("The connection was lost and is open again; what was not committed is gone");
        }
        return connection;
    }

    @Override
    public void open(String other) throws SQLException {
        Connection opened = login.connect(other);
        connection.close();
        connection = opened;
        database = other;
        completer.forget();
    }

    @Override
    public void close() throws SQLException, IOException {
        try {
            if (connection != null) {
                connection.close();
            }
        } finally {
            terminal.close();
        }
    }
}
