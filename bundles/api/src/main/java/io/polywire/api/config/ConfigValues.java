package io.polywire.api.config;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Values of a configuration, checked. Failures are of kind CONFIGURATION and name key, value and what is allowed. */
public final class ConfigValues {
    /** What stands between the words of a list where blanks are not part of a word. */
    public static final String WORDS = "[,\\s]+";

    private ConfigValues() {}

    /** A text without blanks around it; empty if there is none. */
    public static String text(String value) {
        return value == null ? "" : value.strip();
    }

    /**
     * The entries of a list: a .cfg file gives one as one string, Config Admin as several, and both are split.
     *
     * @param values may be null
     * @param separator a regular expression
     */
    public static List<String> list(String[] values, String separator) {
        List<String> result = new ArrayList<>();
        for (String value : values == null ? new String[0] : values) {
            for (String word : value.split(separator)) {
                if (!word.isBlank()) {
                    result.add(word.strip());
                }
            }
        }
        return List.copyOf(result);
    }

    /**
     * A whole number within its bounds.
     *
     * @param value reads it: what is no number is reported only then, and without its key
     */
    public static int range(String key, IntSupplier value, int least, int most) {
        return range(key, value, least, most, "");
    }

    /**
     * A whole number within its bounds.
     *
     * @param value reads it: what is no number is reported only then, and without its key
     * @param unit behind the bounds in a message
     */
    public static int range(String key, IntSupplier value, int least, int most, String unit) {
        String allowed = "allowed is " + least + " to " + most + unit;
        int number;
        try {
            number = value.getAsInt();
        } catch (RuntimeException e) {
            throw SqlFailure.build(FailureKind.CONFIGURATION, key + " is not a whole number; " + allowed)
                    .cause(e)
                    .build();
        }
        if (number < least || number > most) {
            throw refuse(key, Integer.toString(number), allowed);
        }
        return number;
    }

    /** The refusal of a value. */
    public static SqlFailure refuse(String key, String value, String allowed) {
        return SqlFailure.of(FailureKind.CONFIGURATION, key + " = " + value + " is not possible; " + allowed);
    }
}
