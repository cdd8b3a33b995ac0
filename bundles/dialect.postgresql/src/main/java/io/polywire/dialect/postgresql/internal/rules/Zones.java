package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.Zone;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time zones by the names that statements give: abbreviations first, then names, as AT TIME ZONE takes them. */
final class Zones {
    private static final int MOST = 1_000;
    /** MAX_TZDISP_HOUR of PostgreSQL's timestamp.h. */
    private static final int MOST_HOURS = 15;

    private static final Pattern DISTANCE = Pattern.compile("[+-](\\d*)(?::(\\d*))?(?::(\\d*))?");
    private static final Map<String, Zone> KNOWN = new ConcurrentHashMap<>();

    private Zones() {}

    /**
     * The zone that make_timestamptz is given: a number is a distance to the east, as it is behind a time.
     *
     * @throws SqlFailure 22023 if there is none
     */
    static Zone ofTime(String text) {
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            throw SqlFailure.build(
                            FailureKind.DATA, "invalid input syntax for type numeric time zone: \"" + text + "\"")
                    .sqlState("22023")
                    .hint("Numeric time zones must have \"-\" or \"+\" as first character.")
                    .build();
        }
        if (!text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-')) {
            return distance(text);
        }
        return of(text);
    }

    /**
     * A sign and up to three numbers, the last of which ends the text or not ("+1", "+100", "+1:", "-10:30:15"), as
     * DecodeTimezone of PostgreSQL's datetime.c reads them; what is behind them is no zone's name.
     */
    private static Zone distance(String text) {
        Matcher m = DISTANCE.matcher(text);
        if (!m.lookingAt()) {
            return of(text);
        }
        long hours = number(m.group(1));
        long minutes = 0;
        if (m.group(2) != null) {
            minutes = number(m.group(2));
        } else if (m.group(1).length() > 2) {
            minutes = hours % 100;
            hours /= 100;
        }
        long seconds = m.group(3) == null ? 0 : number(m.group(3));
        if (hours > MOST_HOURS || minutes > 59 || seconds > 59) {
            throw SqlFailure.build(FailureKind.DATA, "numeric time zone \"" + text + "\" out of range")
                    .sqlState("22023")
                    .build();
        }
        if (m.end() < text.length()) {
            return of(text);
        }
        int east = (int) ((hours * 60 + minutes) * 60 + seconds);
        return Zone.ofOffset(text.charAt(0) == '-' ? -east : east);
    }

    private static long number(String digits) {
        return digits.isEmpty() ? 0 : digits.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(digits);
    }

    /**
     * The zone.
     *
     * @throws SqlFailure 22023 if there is none of the name
     */
    static Zone of(String name) {
        Zone z = KNOWN.get(name);
        if (z != null) {
            return z;
        }
        z = Zone.ofAbbreviationOrName(name);
        if (z == null) {
            throw SqlFailure.build(FailureKind.DATA, "time zone \"" + name + "\" not recognized")
                    .sqlState("22023")
                    .build();
        }
        if (KNOWN.size() >= MOST) {
            KNOWN.clear();
        }
        KNOWN.put(name, z);
        return z;
    }
}
