package io.polywire.wazuh.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The tables of each kind of database, by version; the version is in the file's header. */
final class Schemas {
    /** Of the tables in the resources; a file with a higher one is not touched. */
    static final int VERSION = 2;

    /** What counts of agents read instead of the agents themselves; since version 2. */
    private static final List<String> COUNTED = List.of(
            "CREATE INDEX IF NOT EXISTS agent_connection_status ON agent (connection_status)",
            "CREATE INDEX IF NOT EXISTS agent_os_platform ON agent (os_platform)");

    private Schemas() {}

    /** The statements that bring a database from an older version, 1 at least, to this one. */
    static List<String> changes(Kind kind, int from) {
        return kind == Kind.GLOBAL && from < 2 ? COUNTED : List.of();
    }

    /** The statements that make the tables of a database; each ends with a semicolon at the end of a line. */
    static List<String> of(Kind kind) {
        String resource = kind.name().toLowerCase(Locale.ROOT) + ".sql";
        try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";\n"))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a database is for. */
    enum Kind {
        GLOBAL,
        TASK,
        MITRE,
        AGENT;

        /** What a client is told when a statement failed; an agent's database never says why. */
        String failed(String why) {
            return switch (this) {
                case GLOBAL -> "Cannot execute Global database query; " + why;
                case TASK -> "Cannot execute Tasks database query; " + why;
                case MITRE -> "Cannot execute Mitre database query; " + why;
                case AGENT -> "Cannot execute SQL query";
            };
        }
    }
}
