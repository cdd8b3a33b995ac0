package io.polywire.dialect.postgresql.internal.rules;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A path of SQL/JSON: between its text and its parts. Immutable once it is made; thread-safe.
 *
 * @param lax whether structural errors are left out, arrays taken apart and single items taken for arrays
 * @param first its first part
 */
record JsonPath(boolean lax, JsonPathItem first) {
    private static final int KEPT = 256;
    private static final int LONGEST_KEPT = 10_000;

    @SuppressWarnings("serial")
    private static final Map<String, JsonPath> RECENT = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonPath> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * The path of a text; one that was read lately is not read again.
     *
     * @throws io.polywire.api.error.SqlFailure as jsonpath_in does
     */
    static JsonPath of(String text) {
        synchronized (RECENT) {
            JsonPath known = RECENT.get(text);
            if (known != null) {
                return known;
            }
        }
        JsonPath made = JsonPathParser.parse(text);
        if (text.length() <= LONGEST_KEPT) {
            synchronized (RECENT) {
                RECENT.put(text, made);
            }
        }
        return made;
    }

    /** The normal form as values have it here, which is read as the same path again. */
    String text() {
        return new JsonPathWriter(false).text(this);
    }

    /**
     * The normal form as jsonpath_out writes it: the same but for operators and predicates that an accessor follows, which
     * the server leaves without their parentheses in some places.
     */
    String shown() {
        return new JsonPathWriter(true).text(this);
    }
}
