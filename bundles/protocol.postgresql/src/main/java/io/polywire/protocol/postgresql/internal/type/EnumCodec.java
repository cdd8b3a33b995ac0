package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import java.util.List;

/** An enumeration: its labels, and nothing else (enum_in, enum_recv). */
final class EnumCodec extends CheckedTextCodec {
    /** @param type one whose labels are known */
    EnumCodec(Type type) {
        super(type.name(), text -> label(text, type.name(), type.labels()));
    }

    private static String label(String text, String name, List<String> labels) {
        if (!labels.contains(text)) {
            throw SqlFailure.of(FailureKind.BAD_VALUE, "invalid input value for enum " + name + ": \"" + text + "\"");
        }
        return text;
    }
}
