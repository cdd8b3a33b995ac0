package io.polywire.sql.plan;

import io.polywire.api.type.Type;
import java.util.List;

/**
 * A statement whose constants have become parameters.
 *
 * @param text with {@code $1}, {@code $2}, ... in place of constants
 * @param types what each was by its form; UNKNOWN for a text in quotes
 * @param values a Long or a String each
 */
public record LiftedText(String text, List<Type> types, List<Object> values) {
    /** Copies the lists. */
    public LiftedText {
        types = List.copyOf(types);
        values = List.copyOf(values);
    }
}
