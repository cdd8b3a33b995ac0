package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.Zone;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Time zones by the names that statements give: abbreviations first, then names, as AT TIME ZONE takes them. */
final class Zones {
    private static final int MOST = 1_000;
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
        Zone distance = Zone.ofDistance(text);
        return distance == null ? of(text) : distance;
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
