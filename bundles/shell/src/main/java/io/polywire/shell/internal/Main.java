package io.polywire.shell.internal;

import io.polywire.shell.internal.interactive.Interactive;
import java.io.BufferedWriter;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** {@code polywire sql}. */
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Options options;
    private final Terminals terminals = new Terminals();
    private final PrintWriter errors;

    private Main(Options options, PrintWriter errors) {
        this.options = options;
        this.errors = errors;
    }

    /** Runs the shell and exits with its status. */
    public static void main(String[] arguments) {
        PrintWriter errors =
                new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), charset()), true);
        System.exit(run(List.of(arguments), errors));
    }

    private static Charset charset() {
        Console console = System.console();
        return console == null ? StandardCharsets.UTF_8 : console.charset();
    }

    private static int run(List<String> arguments, PrintWriter errors) {
        Options options;
        try {
            options = Options.parse(arguments, System.getenv());
        } catch (Options.UsageException e) {
            errors.println("polywire sql: " + e.getMessage() + "; --help tells what there is");
            return USAGE;
        }
        if (options.help()) {
            System.out.print(Options.usage());
            return 0;
        }
        try {
            return new Main(options, errors).run() ? 0 : FAILED;
        } catch (SQLException e) {
            errors.println("polywire sql: " + Failures.text(e));
        } catch (NoSuchFileException e) {
            errors.println("polywire sql: there is no file " + e.getFile());
        } catch (CharacterCodingException e) {
            errors.println("polywire sql: the script is not UTF-8");
        } catch (IOException e) {
            // most often: who read our output went away
            errors.println("polywire sql: " + e.getMessage());
        }
        return FAILED;
    }

    private boolean run() throws SQLException, IOException {
        boolean ask = options.work().isEmpty() && terminals.interactive();
        Login login = new Login(options, System.getenv(), terminals.prompt(), errors);
        if (ask) {
            try (Interactive interactive = new Interactive(options, login)) {
                return interactive.run();
            }
        }
        boolean outIsTerminal = terminals.output();
        Writer out = new BufferedWriter(
                new OutputStreamWriter(
                        new FileOutputStream(FileDescriptor.out), outIsTerminal ? charset() : StandardCharsets.UTF_8),
                64 * 1024);
        Runner runner =
                new Runner(out, errors, terminals.error() ? errors : null, outIsTerminal, false, new View(options));
        Script script = new Script(runner, errors);
        List<Options.Work> work = options.work().isEmpty() ? List.of(new Options.Work(true, "-")) : options.work();
        try (Connection connection = login.connect(options.database())) {
            for (Options.Work one : work) {
                if (!run(script, connection, one)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean run(Script script, Connection connection, Options.Work work) throws IOException {
        if (!work.file()) {
            return script.run(connection, new StringReader(work.text()), "-c");
        }
        if (work.text().equals("-")) {
            return script.run(
                    connection, new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()), "<stdin>");
        }
        try (Reader reader = Files.newBufferedReader(Path.of(work.text()))) {
            return script.run(connection, reader, work.text());
        }
    }
}
