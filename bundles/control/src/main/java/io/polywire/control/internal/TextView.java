package io.polywire.control.internal;

import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** A snapshot for a person: one line for each part, what is wrong in words, and nothing else. */
final class TextView {
    private static final String REASON = "reason";
    /** Attributes whose value says by itself what it is. */
    private static final List<String> BARE = List.of("address", "protocol", "storage");

    private TextView() {}

    /** What is said once, when the server has started. */
    static String report(ServerInfo server, Snapshot snapshot, long startMillis) {
        StringBuilder text = new StringBuilder();
        text.append("Polywire ").append(server.version());
        text.append(snapshot.isUp() ? " is up" : " runs, but not all that is configured is up");
        text.append(" after ").append(startMillis).append(" ms");
        appendPlace(server, snapshot, text);
        appendEntries(snapshot, text);
        tryLine(snapshot).ifPresent(line -> text.append("\nTry: ").append(line).append('\n'));
        return text.toString();
    }

    /** What {@code polywire status} says. */
    static String status(ServerInfo server, Snapshot snapshot) {
        StringBuilder text = new StringBuilder();
        text.append("Polywire ").append(server.version()).append(" runs for ").append(words(server.uptime()));
        text.append(", process ").append(server.pid());
        appendPlace(server, snapshot, text);
        appendEntries(snapshot, text);
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

    private static void appendEntries(Snapshot snapshot, StringBuilder text) {
        Map<String, List<StatusEntry>> sections = new LinkedHashMap<>();
        for (String first : List.of("listener", "database")) {
            sections.put(first, new ArrayList<>());
        }
        for (StatusEntry entry : snapshot.entries()) {
            sections.computeIfAbsent(entry.section(), s -> new ArrayList<>()).add(entry);
        }
        int width = snapshot.entries().stream()
                .mapToInt(e -> Math.min(24, e.name().length()))
                .max()
                .orElse(0);
        sections.values().forEach(entries -> entries.forEach(e -> appendEntry(e, width, text)));
    }

    private static void appendEntry(StatusEntry entry, int width, StringBuilder text) {
        StringJoiner line = new StringJoiner("  ");
        line.add(pad(entry.section(), 8)).add(pad(entry.name(), width));
        if (entry.state() != State.UP) {
            line.add(entry.state().name());
        }
        entry.attributes().forEach((key, value) -> {
            if (!key.equals(REASON) && !(key.equals("protocol") && value.equals(entry.name()))) {
                line.add(BARE.contains(key) ? value : key + " " + value);
            }
        });
        String reason = entry.attributes().get(REASON);
        text.append(line.toString().stripTrailing());
        text.append(reason == null ? "" : ": " + reason).append('\n');
    }

    /** The r2db2 listener that a person can use right away. */
    static Optional<String> tryLine(Snapshot snapshot) {
        return snapshot.entries().stream()
                .filter(e -> e.section().equals("listener") && e.state() == State.UP)
                .filter(e -> "r2db2".equals(e.attributes().getOrDefault("protocol", e.name())))
                .filter(e -> e.attributes().containsKey("address"))
                .findFirst()
                .map(e -> {
                    String address = e.attributes().get("address");
                    String port = address.substring(address.lastIndexOf(':') + 1);
                    String auth = e.attributes().getOrDefault("auth", "");
                    String user = auth.contains("none") ? "" : " --user NAME";
                    return "bin/polywire sql --port " + port + user + " -c \"select sqlite_version()\"";
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
