package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/**
 * LIKE: {@code %} any characters, {@code _} one, the escape takes the next as it is. Time is at most the product of the
 * two lengths: a percent sign only ever has to go back to the last one.
 */
final class LikePattern {
    private LikePattern() {}

    /** As many steps lie between two questions whether to go on. */
    private static final int BETWEEN_CHECKS = 100_000;

    /**
     * Whether a text is like a pattern.
     *
     * @param check run now and then; what it fails with ends the search
     */
    static boolean matches(String text, String pattern, String escape, Runnable check) {
        int[] t = text.codePoints().toArray();
        int[] p = pattern.codePoints().toArray();
        int esc = escape.isEmpty() ? -1 : escape.codePointAt(0);
        int ti = 0;
        int pi = 0;
        int backPattern = -1;
        int backText = 0;
        for (int steps = 1; ti < t.length; steps++) {
            if (steps % BETWEEN_CHECKS == 0) {
                check.run();
            }
            if (pi < p.length && p[pi] == esc) {
                if (pi + 1 == p.length) {
                    throw SqlFailure.build(FailureKind.DATA, "LIKE pattern must not end with escape character")
                            .sqlState("22025")
                            .build();
                }
                if (p[pi + 1] == t[ti]) {
                    pi += 2;
                    ti++;
                    continue;
                }
            } else if (pi < p.length && p[pi] == '%') {
                backPattern = ++pi;
                backText = ti;
                continue;
            } else if (pi < p.length && (p[pi] == '_' || p[pi] == t[ti])) {
                pi++;
                ti++;
                continue;
            }
            if (backPattern < 0) {
                return false;
            }
            pi = backPattern;
            ti = ++backText;
        }
        while (pi < p.length && p[pi] == '%' && p[pi] != esc) {
            pi++;
        }
        return pi == p.length;
    }
}
