package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;

/** Input of enumerations, as PostgreSQL has it (manual, 8.7; enum_in). */
public final class EnumLabels {
    private EnumLabels() {}

    /**
     * Reads a label.
     *
     * @param type an enumeration whose labels are known
     * @return the text itself
     * @throws SqlFailure 22P02 if it is none of the labels
     */
    public static String read(String text, Type type) {
        if (!type.labels().contains(text)) {
            throw SqlFailure.of(
                    FailureKind.BAD_VALUE, "invalid input value for enum " + shown(type.name()) + ": \"" + text + "\"");
        }
        return text;
    }

    /** A name as SQL has it; one with a dot that is not plain is a schema's and a type's. */
    private static String shown(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? quoted(name) : quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1));
    }

    private static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
