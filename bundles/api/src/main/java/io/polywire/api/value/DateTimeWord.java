package io.polywire.api.value;

import java.util.HashMap;
import java.util.Map;

/**
 * A word that dates and times are written with (manual, appendix B.1 and B.3).
 *
 * @param kind what it is
 * @param value which of them: the number of a month, of a day of the week, a unit, a special value
 */
record DateTimeWord(Kind kind, int value) {
    /** What a word is. */
    enum Kind {
        SPECIAL,
        MONTH,
        UNIT,
        IGNORED,
        HALF,
        ERA,
        WEEKDAY,
        ISO_TIME,
        SUMMER
    }

    static final int NOW = 0;
    static final int YESTERDAY = 1;
    static final int TODAY = 2;
    static final int TOMORROW = 3;
    static final int ALLBALLS = 4;
    static final int EPOCH = 5;
    static final int LATE = 6;
    static final int EARLY = 7;

    static final int YEAR = 1;
    static final int MONTH = 2;
    static final int DAY = 3;
    static final int HOUR = 4;
    static final int MINUTE = 5;
    static final int SECOND = 6;
    static final int JULIAN = 7;
    static final int TIME = 8;
    /** Units that no number can be of. */
    private static final int OTHER = 9;

    private static final Map<String, DateTimeWord> ALL = new HashMap<>();

    static {
        numbered(
                Kind.SPECIAL, 0, "now", "yesterday", "today", "tomorrow", "allballs", "epoch", "infinity", "-infinity");
        all(Kind.SPECIAL, LATE, "+infinity");
        numbered(
                Kind.MONTH,
                1,
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december");
        numbered(Kind.MONTH, 1, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
        all(Kind.MONTH, 9, "sept");
        numbered(
                Kind.WEEKDAY,
                0,
                "sunday",
                "monday",
                "tuesday",
                "wednesday",
                "thursday",
                "friday",
                "saturday",
                "sun",
                "mon",
                "tue",
                "wed",
                "thu",
                "fri",
                "sat",
                "tues",
                "weds",
                "thur",
                "thurs");
        all(Kind.IGNORED, 0, "at", "on");
        numbered(Kind.ERA, 0, "ad", "bc");
        numbered(Kind.HALF, 0, "am", "pm");
        all(Kind.ISO_TIME, TIME, "t");
        all(Kind.SUMMER, 3600, "dst");
        numbered(Kind.UNIT, YEAR, "y", "m", "d", "h", "mm", "s", "j");
        all(Kind.UNIT, JULIAN, "jd", "julian");
        all(Kind.UNIT, OTHER, "dow", "doy", "isodow", "isoyear");
    }

    private static void numbered(Kind kind, int first, String... words) {
        for (int i = 0; i < words.length; i++) {
            ALL.put(words[i], new DateTimeWord(kind, first + i));
        }
    }

    private static void all(Kind kind, int value, String... words) {
        for (String w : words) {
            ALL.put(w, new DateTimeWord(kind, value));
        }
    }

    /** A word in lower case; null if it is none of them. */
    static DateTimeWord of(String word) {
        return ALL.get(word);
    }

    /** Whether it is a special value that depends on the moment. */
    boolean isMoving() {
        return kind == Kind.SPECIAL && value <= TOMORROW;
    }
}
