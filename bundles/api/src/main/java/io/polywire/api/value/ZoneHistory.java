package io.polywire.api.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The abbreviations that a zone of the tz database has used, which Java's copy of it leaves out. The offsets stay Java's
 * own: this tells only what an offset was called at a moment, and what an abbreviation meant. Immutable.
 */
final class ZoneHistory {
    /** What an offset was called from a moment on; until a span says otherwise of the offset or of the name. */
    record Span(long since, int offset, String name, boolean isSummer) {}

    private static final Map<String, String> LINES = lines();
    private static final Map<String, ZoneHistory> KNOWN = new ConcurrentHashMap<>();

    private final Span[] spans;

    private ZoneHistory(String line) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");
        spans = new Span[words.length];
        for (int i = 0; i < words.length; i++) {
            String[] f = words[i].split(",");
            boolean summer = f[2].endsWith("*");
            spans[i] = new Span(
                    f[0].isEmpty() ? Long.MIN_VALUE : Long.parseLong(f[0]),
                    Integer.parseInt(f[1]),
                    summer ? f[2].substring(0, f[2].length() - 1) : f[2],
                    summer);
        }
    }

    private static Map<String, String> lines() {
        Map<String, String> all = new HashMap<>();
        read("zones.txt", line -> {
            int bar = line.indexOf('|');
            for (String name : line.substring(0, bar).split(" ")) {
                all.put(name, line.substring(bar + 1));
            }
        });
        return all;
    }

    /** The lines of a resource beside this class, without the first, which is a remark. */
    static void read(String resource, Consumer<String> each) {
        InputStream in = ZoneHistory.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("no resource " + resource);
        }
        try (BufferedReader r = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            r.lines().skip(1).forEach(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The history of a zone; an empty one for a zone that the table does not have. */
    static ZoneHistory of(String zone) {
        // bounded by the tz database: other names share one
        return LINES.containsKey(zone)
                ? KNOWN.computeIfAbsent(zone, z -> new ZoneHistory(LINES.get(z)))
                : KNOWN.computeIfAbsent("", z -> new ZoneHistory(""));
    }

    /** What an offset was called at a moment, in seconds since 1970; its digits if it has no name. */
    String abbreviation(int offset, long seconds) {
        Span found = null;
        for (Span s : spans) {
            if (s.offset == offset && (found == null || s.since <= seconds)) {
                found = s;
            }
        }
        return found == null ? digits(offset) : found.name;
    }

    /**
     * What an abbreviation meant at a moment: what it meant last before, or else first after it
     * (pg_interpret_timezone_abbrev of PostgreSQL's localtime.c). Null if the zone never used it.
     */
    Span meaning(String abbreviation, long seconds) {
        Span found = null;
        for (Span s : spans) {
            if (s.name.equalsIgnoreCase(abbreviation) && (found == null || s.since <= seconds)) {
                found = s;
            }
        }
        return found;
    }

    /** "+03", "-0330": what the tz database itself uses for zones without letters. */
    private static String digits(int offset) {
        int minutes = Math.abs(offset) / 60;
        String s = String.format(Locale.ROOT, "%c%02d", offset < 0 ? '-' : '+', minutes / 60);
        return minutes % 60 == 0 ? s : s + String.format(Locale.ROOT, "%02d", minutes % 60);
    }
}
