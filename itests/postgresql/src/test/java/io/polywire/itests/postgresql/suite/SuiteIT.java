package io.polywire.itests.postgresql.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import io.polywire.itests.postgresql.server.PrivatePostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every statement of the suite on Polywire, in both protocols, against PostgreSQL's recorded answer. Nothing may be wrong
 * but what {@code known-wrong.txt} gives a reason for, which may only become shorter; the equal ones may only become more.
 */
class SuiteIT {
    private static final Path KNOWN = Path.of("src/test/resources/known-wrong.txt");
    private static final int BATCH = 1000;
    private static final Path FLOOR = Path.of("src/test/resources/floor.txt");

    @Test
    void answersAsPostgresql() throws Exception {
        Report report = run();
        System.out.print(report.write(Path.of("target/suite")));

        Map<String, String> known = known();
        Set<String> unexpected = new TreeSet<>(report.wrong());
        unexpected.removeAll(known.keySet());
        assertThat(unexpected).as("wrong; see target/suite/differences.tsv").isEmpty();
        Set<String> solved = new TreeSet<>(known.keySet());
        solved.removeAll(report.wrong());
        assertThat(solved)
                .as("not wrong any more: take them out of known-wrong.txt")
                .isEmpty();
        assertThat(report.count(Verdict.EQUAL))
                .as("equal answers")
                .isGreaterThanOrEqualTo(Integer.parseInt(Files.readString(FLOOR).trim()));
    }

    /** The long run: any number of generated statements, the real server as the live oracle. */
    @Test
    @EnabledIfSystemProperty(named = "polywire.test.length", matches = "long")
    void generatedStatementsAnswerAsTheServerHere() throws Exception {
        int count = Integer.getInteger("polywire.suite.count", 50_000);
        live("suite-generated", false, seed -> {
            List<SuiteFile> files = new ArrayList<>();
            for (int made = 0; made < count; made += BATCH) {
                files.add(Generator.file(seed + made / BATCH, Math.min(BATCH, count - made)));
            }
            return files;
        });
    }

    /** The same by the rules of {@link Grammar#ROOT}: of each file so many. */
    @Test
    @EnabledIfSystemProperty(named = "polywire.test.length", matches = "long")
    void statementsOfGrammarsAnswerAsTheServerHere() throws Exception {
        int count = Integer.getInteger("polywire.suite.grammar.count", 5_000);
        live("suite-grammars", true, seed -> {
            List<SuiteFile> files = new ArrayList<>();
            for (Grammar grammar : Grammar.all()) {
                for (int made = 0; made < count; made += BATCH) {
                    files.add(grammar.file(seed + made / BATCH, Math.min(BATCH, count - made)));
                }
            }
            return files;
        });
    }

    private interface FilesOfSeed {
        List<SuiteFile> of(long seed) throws Exception;
    }

    private static void live(String name, boolean anyOrder, FilesOfSeed files) throws Exception {
        Assumptions.assumeTrue(PolywireServer.isShipped(), "PostgreSQL's dialect is not part of the distribution");
        Assumptions.assumeTrue(PrivatePostgres.isInstalled(), "PostgreSQL 15 is not installed");
        long first = Long.getLong("polywire.suite.seed", System.nanoTime());
        System.out.println(name + ": -Dpolywire.suite.seed=" + first);
        Report report = new Report();
        try (PolywireServer server = PolywireServer.start();
                PrivatePostgres postgres = PrivatePostgres.start()) {
            for (SuiteFile file : files.of(first)) {
                compare(
                        report,
                        server,
                        file,
                        RecorderTest.record(postgres, file).entries(),
                        anyOrder);
            }
        }
        System.out.print(report.write(Path.of("target", name)));
        assertThat(report.wrong()).as("seed %d", first).isEmpty();
    }

    private static Report run() throws Exception {
        Report report = new Report();
        // what is asked here does not depend on the disk, for which every change of a schema would wait
        try (PolywireServer server =
                PolywireServer.start(home -> home.set("storage.sqlite-main", "durability", "normal"))) {
            for (SuiteFile file : SuiteFile.all()) {
                compare(report, server, file, Expectations.read(file).entries(), false);
            }
        }
        return report;
    }

    /** @param anyOrder whether the order of rows does not count */
    private static void compare(
            Report report, PolywireServer server, SuiteFile file, List<Expectations.Entry> entries, boolean anyOrder)
            throws Exception {
        for (boolean extended : new boolean[] {false, true}) {
            server.database(file.database(extended));
            List<Outcome> answers = new Runner(server.port(), PolywireServer.PASSWORD).run(file, extended);
            judge(report, file, extended, entries, anyOrder ? answers(entries, answers, extended) : answers);
        }
    }

    /**
     * The answers; in place of one with the expected rows in another order, or with another error where there had to be one
     * (which of several comes first is no part of the rules), what was expected.
     */
    private static List<Outcome> answers(List<Expectations.Entry> entries, List<Outcome> answers, boolean extended) {
        List<Outcome> judged = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Expectations.Entry entry = entries.get(i);
            Outcome expected = extended ? entry.extended() : entry.simple();
            Outcome actual = answers.get(i);
            boolean same = expected.error() == null
                    ? expected.anyOrder().equals(actual.anyOrder())
                    : actual.error() != null && !actual.error().startsWith("XX");
            judged.add(same ? expected : answers.get(i));
        }
        return judged;
    }

    private static void judge(
            Report report, SuiteFile file, boolean extended, List<Expectations.Entry> entries, List<Outcome> answers) {
        boolean refused = false;
        for (int i = 0; i < entries.size(); i++) {
            Expectations.Entry entry = entries.get(i);
            Outcome expected = extended ? entry.extended() : entry.simple();
            Verdict verdict = Verdict.of(expected, answers.get(i), refused);
            refused |= verdict == Verdict.REFUSED;
            report.add(file, extended, entry, answers.get(i), verdict);
        }
    }

    /** File and statement, and the reason behind them. */
    private static Map<String, String> known() throws Exception {
        Map<String, String> known = new LinkedHashMap<>();
        List<String> withoutReason = new ArrayList<>();
        for (String line : Files.readAllLines(KNOWN)) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] parts = line.split("\t", 3);
                known.put(parts[0] + "\t" + parts[1], parts.length < 3 ? "" : parts[2]);
                if (parts.length < 3 || parts[2].isBlank()) {
                    withoutReason.add(line);
                }
            }
        }
        assertThat(withoutReason).as("known-wrong.txt: no reason").isEmpty();
        return known;
    }
}
