package io.polywire.api.value;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An abbreviation that the input of times takes: one that always means the same, or one whose zone has used it for
 * several offsets.
 *
 * @param zone     what it means at each moment
 * @param isSummer whether it is one of summer time
 */
record ZoneAbbreviation(Zone zone, boolean isSummer) {
    private static final Map<String, ZoneAbbreviation> ALL = new HashMap<>();

    static {
        ZoneHistory.read("abbreviations.txt", line -> {
            boolean summer = line.endsWith("*");
            String[] words = line.substring(0, line.length() - (summer ? 1 : 0)).split(" ");
            ALL.put(
                    words[0],
                    words[1].matches("-?\\d+")
                            ? new ZoneAbbreviation(
                                    Zone.fixed(words[0].toUpperCase(Locale.ROOT), Integer.parseInt(words[1])), summer)
                            : new ZoneAbbreviation(Zone.ofHistory(words[0].toUpperCase(Locale.ROOT), words[1]), false));
        });
    }

    /** The abbreviation, in any case; null if it is none. */
    static ZoneAbbreviation of(String text) {
        return ALL.get(text.toLowerCase(Locale.ROOT));
    }
}
