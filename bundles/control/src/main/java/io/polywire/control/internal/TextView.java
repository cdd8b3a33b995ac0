package io.polywire.control.internal;

import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** A snapshot for a person: one line for each part, what is wrong in words, and nothing else. */
final class TextView {
    private static final String REASON = "reason";
    private static final String LISTENER = "listener";
    private static final String DATABASE = "database";
    private static final String ADDRESS = "address";
    private static final String PORT = "port";
    private static final String PROTOCOL = "protocol";
    /** Attributes whose value says by itself what it is. */
    private static final List<String> BARE = List.of(ADDRESS, PROTOCOL, "storage");
    /** What is worth a word at the start; the rest is for "status". */
    private static final Set<String> AT_START = Set.of(ADDRESS, PORT, PROTOCOL, "tls", "auth", "storage", "file");

    private static final int WIDEST_NAME = 24;

    private TextView() {}

    /** What is said once, when the server has started. */
    static String report(ServerInfo server, Snapshot snapshot, long startMillis) {
        StringBuilder text = new StringBuilder();
        text.append("Polywire ").append(server.version());
        text.append(snapshot.isUp() ? " is up" : " runs, but not all that is configured is up");
        text.append(" after ").append(startMillis).append(" ms");
        appendPlace(server, snapshot, text);
        appendEntries(snapshot.entries().stream().filter(TextView::isForStart).toList(), AT_START::contains, text);
        tryLine(snapshot).ifPresent(line -> text.append("\nTry: ").append(line).append('\n'));
        return text.toString();
    }

    /** What {@code polywire status} says. */
    static String status(ServerInfo server, Snapshot snapshot) {
        StringBuilder text = new StringBuilder();
        text.append("Polywire ").append(server.version()).append(" runs for ").append(words(server.uptime()));
        text.append(", process ").append(server.pid());
        appendPlace(server, snapshot, text);
        appendEntries(snapshot.entries(), key -> true, text);
        text.append("bundles   ").append(snapshot.activeBundles()).append(" active\n");
        if (!snapshot.isUp()) {
            text.append("\nNot all that is configured is up\n");
        }
        return text.toString();
    }

    /** What production refuses. */
    static String refusal(ServerInfo server, Snapshot snapshot) {
        StringBuilder text = new StringBuilder();
        text.append("Polywire ").append(server.version()).append(" does not start with this configuration");
        appendPlace(server, snapshot, text);
        for (String refusal : snapshot.refusals()) {
            text.append("refused   ").append(refusal).append('\n');
        }
        return text.toString();
    }

    private static void appendPlace(ServerInfo server, Snapshot snapshot, StringBuilder text) {
        text.append('\n');
        if (snapshot.profile() != null) {
            text.append("profile   ").append(snapshot.profile()).append('\n');
        }
        if (server.home() != null) {
            text.append("home      ").append(server.home()).append('\n');
        }
    }

    /** What a person needs at the start: what can be connected to, and what is not as it should be. */
    private static boolean isForStart(StatusEntry entry) {
        return entry.state() != State.UP
                || entry.section().equals(LISTENER)
                || entry.section().equals(DATABASE);
    }

    private static void appendEntries(List<StatusEntry> entries, Predicate<String> shown, StringBuilder text) {
        Map<String, List<StatusEntry>> sections = new LinkedHashMap<>();
        for (String first : List.of(LISTENER, DATABASE)) {
            sections.put(first, new ArrayList<>());
        }
        for (StatusEntry entry : entries) {
            sections.computeIfAbsent(entry.section(), s -> new ArrayList<>()).add(entry);
        }
        int width = entries.stream()
                .mapToInt(e -> Math.min(WIDEST_NAME, e.name().length()))
                .max()
                .orElse(0);
        sections.values().forEach(of -> of.forEach(e -> appendEntry(e, width, shown, text)));
    }

    private static void appendEntry(StatusEntry entry, int width, Predicate<String> shown, StringBuilder text) {
        StringJoiner line = new StringJoiner("  ");
        line.add(pad(entry.section(), 8)).add(pad(entry.name(), width));
        if (entry.state() != State.UP) {
            line.add(entry.state().name());
        }
        Map<String, String> facts = new LinkedHashMap<>(entry.attributes());
        String reason = facts.remove(REASON);
        facts.keySet().removeIf(key -> !shown.test(key));
        facts.remove(PROTOCOL, entry.name());
        if (facts.containsKey(ADDRESS) && facts.containsKey(PORT)) {
            facts.put(ADDRESS, facts.get(ADDRESS) + ":" + facts.remove(PORT));
        }
        facts.forEach((key, value) -> line.add(BARE.contains(key) ? value : key + " " + value));
        text.append(line.toString().stripTrailing());
        text.append(reason == null ? "" : ": " + reason).append('\n');
    }

    /** The r2db2 listener that a person can use right away. */
    static Optional<String> tryLine(Snapshot snapshot) {
        return snapshot.entries().stream()
                .filter(e -> e.section().equals(LISTENER) && e.state() == State.UP)
                .filter(e -> "r2db2".equals(e.attributes().getOrDefault(PROTOCOL, e.name())))
                .filter(e -> e.attributes().getOrDefault(PORT, "").matches("\\d+"))
                .findFirst()
                .map(e -> {
                    String auth = e.attributes().getOrDefault("auth", "");
                    return "bin/polywire sql --port " + e.attributes().get(PORT)
                            + (auth.contains("none") ? "" : " --user NAME") + " -c \"select sqlite_version()\"";
                });
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static String words(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes < 1) {
            return Math.max(0, duration.toSeconds()) + " s";
        }
        long hours = minutes / 60;
        if (hours < 1) {
            return minutes + " min";
        }
        long days = hours / 24;
        return days < 1 ? hours + " h " + minutes % 60 + " min" : days + " d " + hours % 24 + " h";
    }
}
