package io.polywire.shell.internal;

import io.polywire.shell.internal.format.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the command line asks for. Filled by {@link #parse}, read by everyone else. */
public final class Options {
    /** What to run instead of asking the user. */
    public record Work(boolean file, String text) {}

    /** A command line that is wrong; the message is for its writer. */
    public static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    private static final int DEFAULT_PORT = 2345;

    private String host = "localhost";
    private int port = DEFAULT_PORT;
    private String database;
    private String user;
    private String passwordFile;
    private boolean askPassword;
    private String tls = "off";
    private String rootCert;
    private String compression;
    private String dialect;
    private Format format = Format.TABLE;
    private String nullText = "NULL";
    private boolean timing;
    private boolean help;
    private final List<Work> work = new ArrayList<>();

    private Options() {}

    /**
     * Reads a command line.
     *
     * @param environment where {@code POLYWIRE_PORT_OFFSET} may stand
     */
    public static Options parse(List<String> arguments, Map<String, String> environment) throws UsageException {
        Options options = new Options();
        options.port =
                DEFAULT_PORT + number("POLYWIRE_PORT_OFFSET", environment.getOrDefault("POLYWIRE_PORT_OFFSET", "0"));
        List<String> rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            String name = rest.remove(0);
            String value = null;
            int equals = name.indexOf('=');
            if (name.startsWith("--") && equals > 0) {
                value = name.substring(equals + 1);
                name = name.substring(0, equals);
            }
            if (options.flag(name)) {
                if (value != null) {
                    throw new UsageException(name + " takes no value");
                }
                continue;
            }
            if (!name.startsWith("-") || name.equals("-")) {
                options.positional(name);
                continue;
            }
            options.option(name, value, rest);
        }
        return options;
    }

    private boolean flag(String name) {
        switch (name) {
            case "--timing" -> timing = true;
            case "--password" -> askPassword = true;
            case "--help", "-h" -> help = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void positional(String name) throws UsageException {
        if (name.equals("-")) {
            work.add(new Work(true, "-"));
        } else if (database == null) {
            database = name;
        } else {
            throw new UsageException("There is nothing to do with \"" + name + "\"");
        }
    }

    private void option(String name, String given, List<String> rest) throws UsageException {
        switch (name) {
            case "--host" -> host = value(name, given, rest);
            case "--port" -> port = number(name, value(name, given, rest));
            case "--database", "-d" -> database = value(name, given, rest);
            case "--user", "-u" -> user = value(name, given, rest);
            case "--password-file" -> passwordFile = value(name, given, rest);
            case "--tls" -> tls = choice(name, value(name, given, rest), List.of("off", "require", "verify-full"));
            case "--tls-root-cert" -> rootCert = value(name, given, rest);
            case "--compression" -> compression = choice(name, value(name, given, rest), List.of("lz4", "none"));
            case "--dialect" -> dialect = value(name, given, rest);
            case "--format" -> format = format(value(name, given, rest));
            case "--null" -> nullText = value(name, given, rest);
            case "--command", "-c" -> work.add(new Work(false, value(name, given, rest)));
            case "--file", "-f" -> work.add(new Work(true, value(name, given, rest)));
            default -> throw new UsageException("There is no option " + name);
        }
        if (port < 1 || port > 65_535) {
            throw new UsageException("A port must be a number from 1 to 65535");
        }
    }

    private static String value(String name, String given, List<String> rest) throws UsageException {
        if (given != null) {
            return given;
        }
        if (rest.isEmpty()) {
            throw new UsageException(name + " needs a value");
        }
        return rest.remove(0);
    }

    private static int number(String name, String value) throws UsageException {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UsageException(name + " must be a whole number");
        }
    }

    private static String choice(String name, String value, List<String> choices) throws UsageException {
        if (!choices.contains(value)) {
            throw new UsageException(name + " must be one of " + String.join(", ", choices));
        }
        return value;
    }

    private static Format format(String name) throws UsageException {
        Format format = Format.named(name);
        if (format == null) {
            throw new UsageException("--format must be one of " + Format.names());
        }
        return format;
    }

    /** What {@code --help} prints. */
    public static String usage() {
        return """
            Usage: polywire sql [options] [DATABASE]

            Runs SQL on a Polywire server: asks for it on a terminal, otherwise reads a script from standard input.

              --host HOST             server (localhost)
              --port PORT             its r2db2 port (2345, plus POLYWIRE_PORT_OFFSET)
              -d, --database NAME     database to open (the server's default)
              -u, --user NAME         user name (none: not authenticated)
              --password              ask for the password
              --password-file FILE    read the password from the file's first line
                                      (otherwise from the variable POLYWIRE_PASSWORD, if it is set)
              --tls off|require|verify-full
                                      encrypt; verify-full also checks the server's certificate and name (off)
              --tls-root-cert FILE    PEM file with the certificates to trust
              --compression lz4       compress what is sent
              --dialect NAME          SQL dialect of the session (sqlite)
              -c, --command SQL       run this and exit; may be given several times
              -f, --file FILE         run a script and exit, - for standard input; may be given several times
              --format table|csv|json how results are written (table)
              --null TEXT             what a NULL looks like in a table (NULL)
              --timing                show how long each statement took
              -h, --help              this text

            Exit status: 0 all done, 1 a statement or the connection failed, 2 the command line is wrong.
            A script stops at the first error, which is told on standard error with the line of its statement.
            """;
    }

    /** Host to connect to. */
    public String host() {
        return host;
    }

    /** Port to connect to. */
    public int port() {
        return port;
    }

    /** Database to open; null: the server's default. */
    public String database() {
        return database;
    }

    /** User name; null: none. */
    public String user() {
        return user;
    }

    /** File that holds the password; null: none. */
    public String passwordFile() {
        return passwordFile;
    }

    /** Whether to ask for a password. */
    public boolean askPassword() {
        return askPassword;
    }

    /** off, require or verify-full. */
    public String tls() {
        return tls;
    }

    /** PEM file; null: none. */
    public String rootCert() {
        return rootCert;
    }

    /** lz4 or none; null: none. */
    public String compression() {
        return compression;
    }

    /** Dialect; null: the server's default. */
    public String dialect() {
        return dialect;
    }

    /** How results are written. */
    public Format format() {
        return format;
    }

    /** What a NULL looks like in a table. */
    public String nullText() {
        return nullText;
    }

    /** Whether to show times. */
    public boolean timing() {
        return timing;
    }

    /** Whether to show the usage and do nothing else. */
    public boolean help() {
        return help;
    }

    /** What to run, in order; empty: ask, or read standard input. */
    public List<Work> work() {
        return work;
    }
}
