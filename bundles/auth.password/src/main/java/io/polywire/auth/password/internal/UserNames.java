package io.polywire.auth.password.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a name may be: kept exactly as given, told apart by case, short enough for every wire. */
final class UserNames {
    /** The bytes of PostgreSQL's type name, the shortest of the wires. */
    static final int MOST_BYTES = 63;

    private UserNames() {}

    /**
     * Refuses a name that cannot be one.
     *
     * @throws SqlFailure 42602, or 42939 for a name with a meaning of its own
     */
    static void check(String name) {
        if (name.isEmpty()) {
            throw invalid("the name of a user is empty");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw invalid("the name of a user has at most " + MOST_BYTES + " bytes");
        }
        name.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                throw invalid("the name of a user holds no control characters");
            }
        });
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("public") || lower.equals("none") || lower.startsWith("pg_")) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "user name \"" + name + "\" is reserved")
                    .sqlState("42939")
                    .build();
        }
    }

    private static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("42602").build();
    }

    /** A name from outside for an error text: shortened, control characters replaced. */
    static String printable(String name) {
        return printable(name, MOST_BYTES);
    }

    /** As {@link #printable(String)}, of at most so many characters. */
    static String printable(String name, int most) {
        StringBuilder text = new StringBuilder();
        String given = name == null ? "" : name;
        given.codePoints()
                .limit(most)
                .map(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.LINE_SEPARATOR
                                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                                || Character.getType(c) == Character.SURROGATE
                        ? '?'
                        : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
