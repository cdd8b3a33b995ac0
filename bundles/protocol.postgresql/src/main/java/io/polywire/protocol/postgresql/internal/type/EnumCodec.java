package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.type.Type;
import io.polywire.api.value.EnumLabels;

/** An enumeration: its labels, and nothing else (enum_in, enum_recv). */
final class EnumCodec extends CheckedTextCodec {
    /** @param type one whose labels are known */
    EnumCodec(Type type) {
        super(type.name(), text -> EnumLabels.read(text, type));
    }
}
