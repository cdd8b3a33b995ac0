package io.polywire.protocol.r2db2.internal;

import io.polywire.api.session.Parameters;

/** Reads the parameters of one execution out of a message into the flat container, without an object per value. */
final class ParameterReader {
    static final int TEXT = 0;
    static final int INT64 = 1;
    static final int FLOAT64 = 2;
    static final int BYTES = 3;

    private static final int NULL = -1;
    /** Byte1 kind and Int32 length. */
    private static final int LEAST_BYTES = 5;

    private ParameterReader() {}

    /** Reads one set of values. */
    static void read(Payload from, Parameters into) {
        int count = from.count(LEAST_BYTES);
        into.reset(count);
        for (int i = 0; i < count; i++) {
            byte kind = from.int8();
            int length = from.int32();
            check(from, kind, length);
            if (length == NULL) {
                continue;
            }
            switch (kind) {
                case INT64 -> into.setLong(i, from.int64());
                case FLOAT64 -> into.setDouble(i, Double.longBitsToDouble(from.int64()));
                case BYTES -> {
                    int at = into.reserve(i, Parameters.Kind.BYTES, length);
                    from.bytes(into.heap(), at, length);
                }
                default -> text(from, into, i, length);
            }
        }
    }

    /** Walks over one set of values and fails if it is not well formed; nothing is copied. */
    static void skip(Payload from) {
        int count = from.count(LEAST_BYTES);
        for (int i = 0; i < count; i++) {
            byte kind = from.int8();
            int length = from.int32();
            check(from, kind, length);
            from.skip(Math.max(length, 0));
        }
    }

    private static void text(Payload from, Parameters into, int i, int length) {
        int at = into.reserve(i, Parameters.Kind.UTF8, length);
        byte[] heap = into.heap();
        from.bytes(heap, at, length);
        if (!Utf8.isValid(heap, at, length)) {
            throw Breach.badText("parameter " + (i + 1));
        }
    }

    private static void check(Payload from, byte kind, int length) {
        boolean sound = length == NULL
                || switch (kind) {
                    case TEXT, BYTES -> length >= 0 && length <= from.remaining();
                    default -> length == 8;
                };
        if (kind < TEXT || kind > BYTES || !sound) {
            throw from.malformed();
        }
    }
}
