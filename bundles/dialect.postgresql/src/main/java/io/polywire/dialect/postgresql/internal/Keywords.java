package io.polywire.dialect.postgresql.internal;

import io.polywire.dialect.postgresql.internal.Keyword.Category;
import java.util.Locale;

/** Finds keywords in a text without cutting words out of it. */
final class Keywords {
    private static final Keyword[] ALL = Keyword.values();
    private static final int SLOTS = 2048;
    private static final Keyword[] TABLE = new Keyword[SLOTS];
    private static final String[] WORDS = new String[ALL.length];
    private static final Category[] CATEGORIES = new Category[ALL.length];
    private static final boolean[] BARE = new boolean[ALL.length];
    private static final int LONGEST;

    static {
        int longest = 0;
        for (Keyword k : ALL) {
            String word = k.name().toLowerCase(Locale.ROOT);
            WORDS[k.ordinal()] = word;
            CATEGORIES[k.ordinal()] = k.category;
            BARE[k.ordinal()] = k.bareLabel;
            longest = Math.max(longest, word.length());
            int slot = hash(word, 0, word.length()) & SLOTS - 1;
            while (TABLE[slot] != null) {
                slot = slot + 1 & SLOTS - 1;
            }
            TABLE[slot] = k;
        }
        LONGEST = longest;
    }

    private Keywords() {}

    private static int hash(String text, int from, int to) {
        int h = to - from;
        for (int i = from; i < to; i++) {
            // Sets the bit that tells letters' cases apart; what else it changes cannot make a keyword.
            h = h * 31 + (text.charAt(i) | 0x20);
        }
        return h ^ h >>> 11;
    }

    /** The keyword that stands between two positions, or null. */
    static Keyword find(String text, int from, int to) {
        int n = to - from;
        if (n > LONGEST || n < 2) {
            return null;
        }
        int slot = hash(text, from, to) & SLOTS - 1;
        for (Keyword k; (k = TABLE[slot]) != null; slot = slot + 1 & SLOTS - 1) {
            if (matches(WORDS[k.ordinal()], text, from, n)) {
                return k;
            }
        }
        return null;
    }

    private static boolean matches(String word, String text, int from, int n) {
        if (word.length() != n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            char c = text.charAt(from + i);
            if (c >= 'A' && c <= 'Z') {
                c += 32;
            }
            if (c != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The keyword with a number. */
    static Keyword of(int ordinal) {
        return ALL[ordinal];
    }

    /** A keyword in lower case, as an identifier reads it. */
    static String word(int ordinal) {
        return WORDS[ordinal];
    }

    static Category category(int ordinal) {
        return CATEGORIES[ordinal];
    }

    static boolean bareLabel(int ordinal) {
        return BARE[ordinal];
    }
}
