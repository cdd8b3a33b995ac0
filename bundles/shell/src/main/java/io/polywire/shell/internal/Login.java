package io.polywire.shell.internal;

import io.polywire.client.r2db2.R2db2DataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Opens connections as the command line says, and knows the password while the shell runs. */
public final class Login {
    private static final int TRIES = 5;

    /** Asks a person. */
    public interface Prompt {
        /**
         * Asks for one line that is not shown while it is typed if {@code secret}.
         *
         * @return null: the person gave up
         */
        String ask(String question, boolean secret);
    }

    private final Options options;
    private final Prompt prompt;
    private final PrintWriter messages;
    private String user;
    private String password;

    /**
     * @param prompt null: nobody is there to be asked
     * @param messages where waiting is told of
     */
    public Login(Options options, Map<String, String> environment, Prompt prompt, PrintWriter messages)
            throws IOException {
        this.options = options;
        this.prompt = prompt;
        this.messages = messages;
        this.user = options.user();
        this.password = password(options, environment);
    }

    private String password(Options from, Map<String, String> environment) throws IOException {
        if (from.passwordFile() != null) {
            try (BufferedReader reader = Files.newBufferedReader(Path.of(from.passwordFile()))) {
                String line = reader.readLine();
                if (line == null) {
                    throw new IOException("The password file is empty");
                }
                return line;
            } catch (java.nio.file.NoSuchFileException e) {
                throw new IOException("There is no such password file", e);
            }
        }
        String set = environment.get("POLYWIRE_PASSWORD");
        boolean ask = from.askPassword() || from.user() != null && set == null;
        if (!ask || prompt == null) {
            return set;
        }
        String whose = from.user() == null ? "Password: " : "Password of " + from.user() + ": ";
        return prompt.ask(whose, true);
    }

    /**
     * Connects.
     *
     * @param database null: the server's default
     */
    public Connection connect(String database) throws SQLException {
        try {
            return tryHard(database);
        } catch (SQLInvalidAuthorizationSpecException e) {
            if (password != null || prompt == null || !askAgain()) {
                throw e;
            }
            return tryHard(database);
        }
    }

    /** The server wants to know who we are, and nothing was said of that on the command line. */
    private boolean askAgain() {
        if (user == null) {
            user = prompt.ask("User: ", false);
        }
        password = user == null ? null : prompt.ask("Password of " + user + ": ", true);
        return password != null;
    }

    /** Repeats what may succeed later. The driver could do that itself, but a person should see what is waited for. */
    private Connection tryHard(String database) throws SQLException {
        R2db2DataSource source = source(database);
        for (int attempt = 1; ; attempt++) {
            try {
                return source.getConnection();
            } catch (SQLTransientException e) {
                if (attempt == TRIES) {
                    throw e;
                }
                long delay = (long) (TimeUnit.SECONDS.toMillis(1L << attempt - 1)
                        * (1 - ThreadLocalRandom.current().nextDouble() / 4));
                messages.println(e.getMessage() + "; trying again (" + (attempt + 1) + " of " + TRIES + ")");
                messages.flush();
                pause(delay, e);
            }
        }
    }

    private static void pause(long millis, SQLException because) throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw because;
        }
    }

    private R2db2DataSource source(String database) {
        String name = options.host();
        R2db2DataSource source = new R2db2DataSource();
        boolean v6 = name.indexOf(':') >= 0 && !name.startsWith("[");
        source.setUrl("jdbc:r2db2://" + (v6 ? "[" + name + "]" : name) + ":" + options.port() + "/");
        source.setDatabase(database);
        source.setUser(user);
        source.setPassword(password);
        source.setProperty("tls", options.tls());
        source.setProperty("tlsRootCert", options.rootCert());
        source.setProperty("compression", options.compression());
        source.setProperty("dialect", options.dialect());
        source.setProperty("applicationName", "polywire sql");
        source.setProperty("connectRetries", "1");
        return source;
    }

    /** Where the connections go, for people. */
    public String target() {
        return options.host() + ":" + options.port();
    }
}
