package io.polywire.itests.postgresql.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The exchanges of {@code wire/messages.script} and what PostgreSQL 15 answered, both in sections by name. */
final class WireReplay {
    static final Path SCRIPT = Path.of("src/test/resources/wire/messages.script");
    static final Path EXPECTED = Path.of("src/test/resources/wire/messages.expected");
    private static final String RAW = "raw ";

    private WireReplay() {}

    static Map<String, List<String>> sections(Path file) throws IOException {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("== ")) {
                section = new ArrayList<>();
                if (sections.put(line.substring(3), section) != null) {
                    throw new IllegalStateException("twice: " + line);
                }
            } else if (!line.isBlank()) {
                section.add(line);
            }
        }
        return sections;
    }

    /** Plays all sections, each on a connection of its own, and gives what came. */
    static Map<String, List<String>> play(int port, String password, String database) throws IOException {
        return play(name -> port, password, database);
    }

    /** The same, each on a port of its own. */
    static Map<String, List<String>> play(ToIntFunction<String> ports, String password, String database)
            throws IOException {
        Map<String, List<String>> seen = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> section : sections(SCRIPT).entrySet()) {
            int port = ports.applyAsInt(section.getKey());
            try (PgClient client = section.getKey().startsWith(RAW)
                    ? new PgClient(port)
                    : PgClient.ready(port, "test", password, database)) {
                // as they stand in the file, where a text with line ends takes several lines
                List<String> lines = new ArrayList<>();
                for (String message : new WireScript(section.getValue()).play(client)) {
                    message.lines().filter(line -> !line.isBlank()).forEach(lines::add);
                }
                seen.put(section.getKey(), lines);
            } catch (IOException | RuntimeException e) {
                throw new IOException(section.getKey(), e);
            }
        }
        return seen;
    }
}
