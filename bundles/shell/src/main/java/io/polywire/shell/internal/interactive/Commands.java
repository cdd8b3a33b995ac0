package io.polywire.shell.internal.interactive;

import io.polywire.shell.internal.Failures;
import io.polywire.shell.internal.Runner;
import io.polywire.shell.internal.Script;
import io.polywire.shell.internal.format.Format;
import io.polywire.shell.internal.format.ResultWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The commands that begin with a backslash. */
final class Commands {
    static final List<String> NAMES = List.of("\\?", "\\c", "\\d", "\\format", "\\i", "\\l", "\\q", "\\timing");

    private static final String HELP = """
            \\?              this text
            \\c DATABASE     open another database
            \\d              tables and views
            \\d NAME         columns, indexes and foreign keys of a table
            \\format NAME    how results are written: table, csv or json
            \\i FILE         run a script
            \\l              databases
            \\q              leave (also Ctrl-D)
            \\timing [on|off] show how long each statement took
            Everything else is SQL and ends with a semicolon. Ctrl-C cancels what runs.
            """;

    /** What the commands work on. */
    interface Shell {
        Connection connection() throws SQLException;

        void open(String database) throws SQLException;
    }

    private final Shell shell;
    private final Runner runner;
    private final PrintWriter out;

    Commands(Shell shell, Runner runner, PrintWriter out) {
        this.shell = shell;
        this.runner = runner;
        this.out = out;
    }

    /**
     * Runs a command.
     *
     * @return whether the shell goes on
     */
    boolean run(String line) throws IOException {
        String text = line.strip();
        // \d; is what fingers type
        text = text.endsWith(";") ? text.substring(0, text.length() - 1).strip() : text;
        int blank = text.indexOf(' ');
        String name = blank < 0 ? text : text.substring(0, blank);
        String argument = blank < 0 ? "" : text.substring(blank + 1).strip();
        try {
            switch (name) {
                case "\\q" -> {
                    return false;
                }
                case "\\?" -> out.print(HELP);
                case "\\d" -> describe(argument);
                case "\\l" -> databases();
                case "\\c" -> open(argument);
                case "\\timing" -> timing(argument);
                case "\\format" -> format(argument);
                case "\\i" -> script(argument);
                default -> out.println("There is no command " + name + "; \\? tells what there is");
            }
        } catch (SQLException e) {
            out.println(Failures.text(e));
        }
        out.flush();
        return true;
    }

    private void open(String database) throws SQLException {
        if (database.isEmpty()) {
            out.println("\\c needs the name of a database");
            return;
        }
        shell.open(database);
        out.println("You are now in database " + database);
    }

    private void timing(String argument) {
        switch (argument) {
            case "" -> runner.view().timing(!runner.view().timing());
            case "on" -> runner.view().timing(true);
            case "off" -> runner.view().timing(false);
            default -> {
                out.println("\\timing takes on or off");
                return;
            }
        }
        out.println("Timing is " + (runner.view().timing() ? "on" : "off"));
    }

    private void format(String argument) {
        Format wanted = Format.named(argument);
        if (wanted == null) {
            out.println("\\format takes one of " + Format.names());
            return;
        }
        runner.view().format(wanted);
        out.println("Format is " + wanted.key());
    }

    private void script(String file) throws SQLException, IOException {
        if (file.isEmpty()) {
            out.println("\\i needs the name of a file");
            return;
        }
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            new Script(runner, out).run(shell.connection(), reader, file);
        } catch (NoSuchFileException e) {
            out.println("There is no file " + file);
        } catch (IOException e) {
            out.println("The script cannot be read: " + e.getMessage());
        }
    }

    private void databases() throws SQLException, IOException {
        try (ResultSet rows = shell.connection().getMetaData().getCatalogs()) {
            table(rows, List.of("Database"), "TABLE_CAT");
        }
    }

    private void describe(String name) throws SQLException, IOException {
        DatabaseMetaData meta = shell.connection().getMetaData();
        if (name.isEmpty()) {
            try (ResultSet rows = meta.getTables(null, null, "%", new String[] {"TABLE", "VIEW"})) {
                table(rows, List.of("Name", "Type"), "TABLE_NAME", "TABLE_TYPE");
            }
            return;
        }
        String pattern = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        try (ResultSet rows = meta.getTables(null, null, pattern, null)) {
            if (!rows.next()) {
                out.println("There is no table or view " + name);
                return;
            }
        }
        try (ResultSet rows = meta.getColumns(null, null, pattern, "%")) {
            List<String> titles = List.of("Column", "Type", "Nullable", "Default");
            table(rows, titles, "COLUMN_NAME", "TYPE_NAME", "IS_NULLABLE", "COLUMN_DEF");
        }
        try (ResultSet rows = meta.getIndexInfo(null, null, name, false, true)) {
            section("Indexes");
            table(rows, List.of("Index", "Column", "Not unique"), "INDEX_NAME", "COLUMN_NAME", "NON_UNIQUE");
        }
        try (ResultSet rows = meta.getImportedKeys(null, null, name)) {
            section("Foreign keys");
            table(
                    rows,
                    List.of("Column", "References table", "Column of it"),
                    "FKCOLUMN_NAME",
                    "PKTABLE_NAME",
                    "PKCOLUMN_NAME");
        }
    }

    private void section(String title) {
        out.println();
        out.println(title);
    }

    private void table(ResultSet rows, List<String> titles, String... columns) throws SQLException, IOException {
        ResultWriter writer = Format.TABLE.writer(out, "");
        writer.begin(titles);
        while (rows.next()) {
            Object[] cells = new Object[columns.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = rows.getString(columns[i]);
            }
            writer.row(cells);
        }
        writer.end(true);
    }
}
