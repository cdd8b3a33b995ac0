package io.polywire.dialect.postgresql.internal.rules;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Where arrays and objects stand within the bytes that the server keeps a value of jsonb in (jsonb.h, numeric.c): what the
 * method keyvalue() of paths makes the numbers of objects of.
 */
final class JsonbLayout {
    private static final int HEADER = 4;
    private static final int ENTRY = 4;
    private static final int VARLENA = 4;
    private static final int SHORT_SCALE = 63;

    private final Object wanted;
    private int found = -1;

    private JsonbLayout(Object wanted) {
        this.wanted = wanted;
    }

    /**
     * How many bytes an array or object stands behind the one that it is a part of, or is itself.
     *
     * @param part one of the objects that the whole consists of, not one that equals it
     */
    static long offset(Object whole, Object part) {
        JsonbLayout l = new JsonbLayout(part);
        l.end(whole, 0);
        if (l.found < 0) {
            throw new IllegalArgumentException("an object that is no part of the value");
        }
        return l.found;
    }

    private static int aligned(int at) {
        return at + 3 & ~3;
    }

    /** Where a value ends that begins here; not looked for any more once it is found. */
    private int end(Object v, int at) {
        if (found >= 0) {
            return at;
        }
        if (v instanceof String s) {
            return at + utf8(s);
        }
        if (v instanceof BigDecimal n) {
            return aligned(at) + numeric(n);
        }
        if (!(v instanceof List || v instanceof Map)) {
            return at;
        }
        int start = aligned(at);
        if (v == wanted) {
            found = start;
        }
        int p = start + HEADER;
        if (v instanceof List<?> l) {
            p += ENTRY * l.size();
            for (Object e : l) {
                p = end(e, p);
            }
            return p;
        }
        Map<?, ?> m = (Map<?, ?>) v;
        p += 2 * ENTRY * m.size();
        for (Object key : m.keySet()) {
            p += utf8((String) key);
        }
        for (Object value : m.values()) {
            p = end(value, p);
        }
        return p;
    }

    private static int utf8(String s) {
        return s.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Bytes of a number: its length, one or two halves of a header, and digits to base 10000. */
    private static int numeric(BigDecimal n) {
        int weight = Numeric.weight(n);
        int digits = 0;
        if (n.signum() != 0) {
            BigDecimal bare = n.stripTrailingZeros();
            int lowest = bare.scale() > 0 ? -((bare.scale() + 3) / 4) : -bare.scale() / 4;
            digits = weight - lowest + 1;
        }
        boolean small = n.scale() <= SHORT_SCALE && weight >= -64 && weight <= 63;
        return VARLENA + (small ? 2 : 4) + 2 * digits;
    }
}
