package io.polywire.net.internal;

import java.util.Locale;

/** Small matters of writing. */
final class Texts {
    private Texts() {}

    /** A constant as configuration writes it. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
