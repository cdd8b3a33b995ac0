package io.polywire.itests.postgresql.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import io.polywire.itests.postgresql.server.PrivatePostgres;
import io.polywire.itests.postgresql.wire.BackendMessage;
import io.polywire.itests.postgresql.wire.PgClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Records of sqllogictest: those that hold of PostgreSQL hold of Polywire, in both protocols.
 *
 * <p>The project's own files (5.9 million queries) are not part of this one; {@code -Dpolywire.logic.path} says where they
 * are, and {@code -Dpolywire.logic.queries} how many queries of each file are asked, all by default. They run beside a real
 * PostgreSQL, which says which of them hold of it; what does not hold is compared with its answer all the same.
 */
class LogicIT {
    private static final Path OWN = Path.of("src/test/resources/logic");

    /** What became of the records. */
    private static final class Counts {
        private final List<String> wrong = new ArrayList<>();
        private final TreeMap<String, Integer> refused = new TreeMap<>();
        private int records;
        private int chosen;
        private int equal;

        @Override
        public String toString() {
            return records + " records, " + chosen + " hold of PostgreSQL 15; in both protocols together " + equal
                    + " answers equal, "
                    + refused.values().stream().mapToInt(n -> n).sum() + " refused by name " + refused + ", "
                    + wrong.size() + " wrong";
        }
    }

    /** The few of ours, by what is written in them. */
    @Test
    void ownRecordsHold() throws Exception {
        List<String> failing = new ArrayList<>();
        int count = 0;
        try (PolywireServer server = PolywireServer.start()) {
            for (Path path : files(OWN)) {
                LogicFile file = read(OWN, path);
                for (boolean extended : new boolean[] {false, true}) {
                    String database = database(file, extended);
                    server.database(database);
                    try (PgClient client = PgClient.ready(server.port(), "test", PolywireServer.PASSWORD, database)) {
                        for (LogicFile.Record r : file.records()) {
                            count++;
                            List<BackendMessage> answer = ask(client, r, extended);
                            if (!LogicAnswer.passes(r, answer)) {
                                failing.add(file.name() + ":" + r.line() + " " + r.sql() + "\n" + Outcome.of(answer));
                            }
                        }
                    }
                }
            }
        }
        assertThat(failing).isEmpty();
        assertThat(count).isPositive();
    }

    /** Those of a folder, beside PostgreSQL. */
    @Test
    @EnabledIfSystemProperty(named = "polywire.logic.path", matches = ".+")
    void recordsOfPathHold() throws Exception {
        Assumptions.assumeTrue(PrivatePostgres.isInstalled(), "PostgreSQL 15 is not installed");
        Counts counts = new Counts();
        try (PolywireServer server = PolywireServer.start();
                PrivatePostgres postgres = PrivatePostgres.start()) {
            Path root = Path.of(System.getProperty("polywire.logic.path"));
            List<Path> files = files(root);
            for (Path file : files) {
                // one at a time: together they are a gigabyte
                compare(read(root, file), server, postgres, counts);
            }
            System.out.println(files.size() + " files, " + counts);
        }
        Path folder = Files.createDirectories(Path.of("target/logic"));
        Files.write(folder.resolve("differences.txt"), counts.wrong);
        assertThat(counts.wrong).as("target/logic/differences.txt").isEmpty();
        assertThat(counts.chosen).isPositive();
    }

    private static void compare(LogicFile file, PolywireServer server, PrivatePostgres postgres, Counts counts)
            throws Exception {
        String simple = database(file, false);
        String extended = database(file, true);
        postgres.database(simple);
        server.database(simple);
        server.database(extended);
        int most = Integer.getInteger("polywire.logic.queries", Integer.MAX_VALUE);
        int queries = 0;
        try (PgClient theirs = PgClient.ready(postgres.port(), "test", PolywireServer.PASSWORD, simple);
                PgClient ours = PgClient.ready(server.port(), "test", PolywireServer.PASSWORD, simple);
                PgClient oursExtended = PgClient.ready(server.port(), "test", PolywireServer.PASSWORD, extended)) {
            for (LogicFile.Record r : file.records()) {
                if (r.isQuery() && ++queries > most) {
                    continue;
                }
                List<BackendMessage> expected = ask(theirs, r, false);
                boolean holds = LogicAnswer.passes(r, expected);
                counts.records++;
                counts.chosen += holds ? 1 : 0;
                judge(file, r, expected, holds, ask(ours, r, false), "simple", counts);
                judge(file, r, expected, holds, ask(oursExtended, r, true), "extended", counts);
            }
        }
        // hundreds of files leave nothing behind
        drop(postgres.port(), simple);
        drop(server.port(), simple);
        drop(server.port(), extended);
    }

    private static void drop(int port, String database) throws IOException {
        try (PgClient client = PgClient.ready(port, "test", PolywireServer.PASSWORD, "postgres")) {
            List<BackendMessage> answer = client.query("DROP DATABASE " + database);
            assertThat(Outcome.of(answer).error())
                    .as("DROP DATABASE: %s", answer)
                    .isNull();
        }
    }

    private static void judge(
            LogicFile file,
            LogicFile.Record r,
            List<BackendMessage> expected,
            boolean holds,
            List<BackendMessage> answer,
            String protocol,
            Counts counts) {
        Outcome theirs = Outcome.of(expected);
        Outcome ours = Outcome.of(answer);
        boolean same = r.isQuery() && r.sort() == LogicFile.Sort.NOSORT && theirs.error() == null
                ? theirs.forClient().equals(ours.forClient())
                : theirs.forClient().anyOrder().equals(ours.forClient().anyOrder());
        if (same && (!holds || LogicAnswer.passes(r, answer))) {
            counts.equal++;
        } else if ("0A000".equals(ours.error())) {
            counts.refused.merge(
                    ours.lines().stream()
                            .filter(l -> l.startsWith("E "))
                            .findFirst()
                            .orElse(""),
                    1,
                    Integer::sum);
        } else {
            counts.wrong.add(file.name() + ":" + r.line() + " " + protocol + (holds ? " holds" : "") + "\n" + r.sql()
                    + "\n  theirs " + theirs.lines() + "\n  ours   " + ours.lines());
        }
    }

    private static List<BackendMessage> ask(PgClient client, LogicFile.Record r, boolean extended) throws IOException {
        return extended ? client.extended(r.sql(), List.of(), null) : client.query(r.sql());
    }

    private static String database(LogicFile file, boolean extended) {
        String name = "l_" + file.name().replaceAll("\\W", "_").replace("_test", "") + (extended ? "_x" : "");
        return name.length() > 60 ? name.substring(name.length() - 60) : name;
    }

    private static LogicFile read(Path root, Path file) throws IOException {
        return LogicFile.read(root.relativize(file).toString(), file);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(p -> p.toString().endsWith(".test")).sorted().toList();
        }
    }
}
