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
