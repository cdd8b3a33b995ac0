package io.polywire.itests.postgresql.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Statements made at random by the rules of a file: a line {@code name:} begins a rule, the indented lines under it are its
 * alternatives, {@code {name}} in one stands for what that rule makes, and {@code {a|b|}} for one of these; other braces
 * stand for themselves, {@code \|} for a bar. Of {@code setup} all alternatives are made once, in order, of {@code statement} one at a time; {@code ;;} in one parts statements that
 * follow one another. The same seed makes the same statements.
 */
final class Grammar {
    /** Folder of the rules; both Maven and a single run start in the module. */
    static final Path ROOT = Path.of("src/test/resources/grammar");

    private static final int DEPTH = 5;

    private final String name;
    private final Map<String, List<String>> rules;
    private Random random;

    private Grammar(String name, Map<String, List<String>> rules) {
        this.name = name;
        this.rules = rules;
    }

    static List<Grammar> all() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            List<Grammar> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                all.add(read(file));
            }
            return all;
        }
    }

    static Grammar read(Path file) throws IOException {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        List<String> alternatives = null;
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ")) {
                alternatives.add(line.strip());
            } else {
                alternatives = rules.computeIfAbsent(line.replace(":", "").strip(), rule -> new ArrayList<>());
            }
        }
        return new Grammar(file.getFileName().toString().replaceAll("\\..*", ""), rules);
    }

    /** The set-up, and so many statements. */
    SuiteFile file(long seed, int count) {
        random = new Random(seed);
        List<SuiteFile.Statement> statements = new ArrayList<>();
        for (String text : rules.getOrDefault("setup", List.of())) {
            statements.add(new SuiteFile.Statement(expand(text, DEPTH), List.of(), null));
        }
        int end = statements.size() + count;
        while (statements.size() < end) {
            for (String text : expand("{statement}", DEPTH + 1).split(";;")) {
                statements.add(new SuiteFile.Statement(text.strip(), List.of(), null));
            }
        }
        return new SuiteFile("generated/" + name + "_" + seed, statements);
    }

    private String expand(String text, int depth) {
        StringBuilder made = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '{') {
                int end = end(text, at);
                made.append(made(text.substring(at + 1, end), depth));
                at = end;
            } else if (!text.startsWith("\\|", at)) {
                made.append(text.charAt(at));
            }
        }
        return made.toString();
    }

    /** Of the brace that closes the one at this place. */
    private int end(String text, int start) {
        int open = 0;
        for (int at = start; at < text.length(); at++) {
            open += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
            if (open == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException(name + ": not closed in " + text);
    }

    private String made(String inner, int depth) {
        List<String> choices = choices(inner);
        if (choices.size() > 1) {
            return expand(choices.get(random.nextInt(choices.size())), depth);
        }
        List<String> alternatives = rules.get(inner);
        if (alternatives == null) {
            return "{" + expand(inner, depth) + "}";
        }
        if (depth <= 0) {
            List<String> ends =
                    alternatives.stream().filter(text -> !isDeep(text)).toList();
            alternatives = ends.isEmpty() ? alternatives : ends;
        }
        return expand(alternatives.get(random.nextInt(alternatives.size())), depth - 1);
    }

    /** Whether it names a rule, by itself and not as one of several. */
    private boolean isDeep(String text) {
        return rules.keySet().stream().anyMatch(rule -> text.contains("{" + rule + "}"));
    }

    private static List<String> choices(String inner) {
        List<String> choices = new ArrayList<>();
        int open = 0;
        int from = 0;
        for (int at = 0; at < inner.length(); at++) {
            char c = inner.charAt(at);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '|' && open == 0 && (at == 0 || inner.charAt(at - 1) != '\\')) {
                choices.add(inner.substring(from, at));
                from = at + 1;
            }
        }
        choices.add(inner.substring(from));
        return choices;
    }
}
