package io.polywire.router.internal;

import static io.polywire.api.config.ConfigValues.WORDS;
import static io.polywire.api.config.ConfigValues.list;
import static io.polywire.api.config.ConfigValues.range;
import static io.polywire.api.config.ConfigValues.refuse;
import static io.polywire.api.config.ConfigValues.text;

import io.polywire.api.event.AuditEvent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A checked {@link AuditConfig}.
 *
 * @param events kinds that are kept
 * @param file where
 * @param maxBytes length from which on a new file is begun
 * @param files how many older ones are kept
 * @param queue events that may wait
 * @param strangers events a second that strangers may cause
 * @param statements whether their masked texts are kept
 * @param statementChars longest one
 */
record AuditSettings(
        Set<AuditEvent> events,
        Path file,
        long maxBytes,
        int files,
        int queue,
        int strangers,
        boolean statements,
        int statementChars) {
    static AuditSettings of(AuditConfig c, Path home) {
        String statements = text(c.statements());
        if (!statements.equals("masked") && !statements.equals("none")) {
            throw refuse("statements", statements, "allowed are masked and none");
        }
        return new AuditSettings(
                events(list(c.events(), WORDS)),
                file(text(c.file()), home),
                range("max.file.mib", c::max_file_mib, 1, 10_240) * 1024L * 1024,
                range("files", c::files, 0, 1000),
                range("queue", c::queue, 100, 1_000_000),
                range("strangers.per.second", c::strangers_per_second, 1, 100_000),
                statements.equals("masked"),
                range("statement.max.chars", c::statement_max_chars, 100, 100_000));
    }

    /** What is in force where the first configuration is bad: more is kept than asked for, not less. */
    static AuditSettings defaults(Path home) {
        Set<AuditEvent> events = EnumSet.complementOf(EnumSet.of(AuditEvent.READ, AuditEvent.WRITE));
        return new AuditSettings(events, home.resolve("logs/audit.jsonl"), 20 * 1024L * 1024, 9, 4096, 50, true, 2000);
    }

    private static Path file(String name, Path home) {
        try {
            if (!name.isEmpty()) {
                return home.resolve(name);
            }
        } catch (InvalidPathException e) {
            throw refuse("file", name, "it is no path");
        }
        throw refuse("file", name, "a name is needed");
    }

    private static Set<AuditEvent> events(List<String> words) {
        Set<AuditEvent> events = EnumSet.noneOf(AuditEvent.class);
        for (String word : words) {
            if (word.equals("none") && words.size() == 1) {
                break;
            }
            events.add(EnumSet.allOf(AuditEvent.class).stream()
                    .filter(e -> e.key().equals(word))
                    .findFirst()
                    .orElseThrow(() -> refuse(
                            "events",
                            word,
                            "allowed are "
                                    + String.join(
                                            ", ",
                                            EnumSet.allOf(AuditEvent.class).stream()
                                                    .map(AuditEvent::key)
                                                    .toList())
                                    + ", or none alone")));
        }
        return Collections.unmodifiableSet(events);
    }
}
