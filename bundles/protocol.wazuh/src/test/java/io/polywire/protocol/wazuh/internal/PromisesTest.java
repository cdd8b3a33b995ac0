package io.polywire.protocol.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of the README, which row of the promises is proved where, against the tests that there are. */
class PromisesTest {
    private static final Path BUNDLES = Path.of("..");
    private static final int ROWS = 77;

    private static final Pattern NAMED = Pattern.compile(
            "@DisplayName\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s+]*)+)\\)(?:(?!@DisplayName).)*?\\bvoid (\\w+)\\(",
            Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("W(\\d\\d)");
    private static final Pattern RANGE = Pattern.compile("W(\\d\\d) to W(\\d\\d)");
    private static final Pattern TEST = Pattern.compile("`(\\w*)(?:\\.(\\w+))?`");

    /** Rows by test methods, by classes. */
    private static Map<String, Map<String, Set<Integer>>> tests() throws IOException {
        Map<String, Map<String, Set<Integer>>> all = new TreeMap<>();
        for (Path folder : List.of(BUNDLES, BUNDLES.resolve("../itests"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f -> f.toString().contains("src/test/java")
                                && f.toString().endsWith(".java"))
                        .toList()) {
                    // two of different packages may have one name
                    Map<String, Set<Integer>> known = all.computeIfAbsent(
                            file.getFileName().toString().replace(".java", ""), x -> new LinkedHashMap<>());
                    methods(read(file))
                            .forEach((method, rows) -> known.computeIfAbsent(method, x -> new TreeSet<>())
                                    .addAll(rows));
                }
            }
        }
        return all;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Set<Integer>> methods(String source) {
        Map<String, Set<Integer>> methods = new LinkedHashMap<>();
        Matcher m = NAMED.matcher(source);
        while (m.find()) {
            methods.computeIfAbsent(m.group(2), x -> new TreeSet<>()).addAll(rows(m.group(1)));
        }
        return methods;
    }

    private static Set<Integer> rows(String text) {
        Set<Integer> rows = new TreeSet<>();
        Matcher range = RANGE.matcher(text);
        while (range.find()) {
            for (int row = Integer.parseInt(range.group(1)); row <= Integer.parseInt(range.group(2)); row++) {
                rows.add(row);
            }
        }
        Matcher m = ROW.matcher(text);
        while (m.find()) {
            rows.add(Integer.parseInt(m.group(1)));
        }
        return rows;
    }

    @Test
    @DisplayName("each row has a test that carries it in its name")
    void named() throws IOException {
        Set<Integer> found = tests().values().stream()
                .flatMap(methods -> methods.values().stream())
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        for (int row = 1; row <= ROWS; row++) {
            assertThat(found).contains(row);
        }
    }

    @Test
    @DisplayName("what the README names as the proof of a row is there and carries it")
    void table() throws IOException {
        Map<String, Map<String, Set<Integer>>> tests = tests();
        Set<Integer> told = new TreeSet<>();
        for (String line : read(Path.of("README.md")).split("\n")) {
            if (!line.startsWith("| W")) {
                continue;
            }
            String[] cells = line.split("\\|");
            Set<Integer> rows = rows(cells[1]);
            told.addAll(rows);
            Set<Integer> carried = new TreeSet<>();
            String last = null;
            Matcher m = TEST.matcher(cells[3]);
            while (m.find()) {
                String name = m.group(1).isEmpty() ? last : m.group(1);
                if (name.endsWith("_client") || name.startsWith("wazuh_")) {
                    assertThat(BUNDLES.resolve("../itests").resolve(m.group().replace("`", "")))
                            .exists();
                    continue;
                }
                if (!name.endsWith("Test") && !name.endsWith("IT")) {
                    continue;
                }
                last = name;
                assertThat(tests).as(line).containsKey(name);
                Map<String, Set<Integer>> methods = tests.get(name);
                if (m.group(2) == null) {
                    methods.values().forEach(carried::addAll);
                } else {
                    assertThat(methods).as(line).containsKey(m.group(2));
                    assertThat(methods.get(m.group(2)))
                            .as(name + "." + m.group(2))
                            .containsAnyElementsOf(rows);
                    carried.addAll(methods.get(m.group(2)));
                }
            }
            assertThat(carried).as(line).containsAll(rows);
        }
        for (int row = 1; row <= ROWS; row++) {
            assertThat(told).contains(row);
        }
    }

    @Test
    @DisplayName(
            "W77: what is planned for later is told as such, each part of it, and nowhere else as if it were there")
    void later() {
        String manual = read(Path.of("README.md"));
        String section = manual.substring(manual.indexOf("## Later"));
        assertThat(List.of(
                        "multiplexing",
                        "planning",
                        "cache",
                        "metrics",
                        "scaling",
                        "balancing",
                        "sharding",
                        "replication"))
                .allSatisfy(part -> assertThat(section.toLowerCase(Locale.ROOT)).contains("| " + part + " |"));
        List<String> claims = new ArrayList<>();
        for (String bundle : List.of("wazuh", "protocol.wazuh", "client.wazuh", "storage.wazuh", "query")) {
            String text = read(BUNDLES.resolve(bundle).resolve("README.md"));
            String before = bundle.equals("protocol.wazuh") ? text.substring(0, text.indexOf("## Later")) : text;
            Pattern.compile(
                            "(?i)[^\n]*\\b(?:shard|replicat|load.balanc|distributed|failover|scales? out|horizontal)[^\n]*")
                    .matcher(before)
                    .results()
                    .forEach(found -> claims.add(bundle + ": " + found.group()));
        }
        assertThat(claims).isEmpty();
    }
}
