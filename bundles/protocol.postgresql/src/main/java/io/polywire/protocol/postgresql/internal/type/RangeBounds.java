package io.polywire.protocol.postgresql.internal.type;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Bounds of ranges between their forms on the wire, which are those of the bounds' type, and their carriers. */
final class RangeBounds {
    private final TypeCodec codec;

    RangeBounds(TypeCodec codec) {
        this.codec = codec;
    }

    boolean isStyled() {
        return codec.isStyled();
    }

    Function<String, Object> reader(TextStyle style) {
        return s -> {
            byte[] b = s.getBytes(StandardCharsets.UTF_8);
            Parameters p = new Parameters().reset(1);
            codec.parse(b, 0, b.length, style, p, 0);
            return carrier(p);
        };
    }

    Function<Object, String> writer(TextStyle style) {
        return v -> {
            Output scratch = new Output(UnpooledByteBufAllocator.DEFAULT);
            try {
                codec.write(parameter(v), 0, false, style, scratch);
                return new String(scratch.array(), scratch.index(0), scratch.size(), StandardCharsets.UTF_8);
            } finally {
                scratch.discard();
            }
        };
    }

    /** The binary form, behind its length. */
    void binary(Object v, Output out) {
        int start = out.size();
        out.i32(0);
        codec.write(parameter(v), 0, true, TextStyle.DEFAULT, out);
        out.setInt(start, out.size() - start - 4);
    }

    Object received(byte[] b, int offset, int length) {
        Parameters p = new Parameters().reset(1);
        try {
            codec.receive(b, offset, length, p, 0);
        } catch (SqlFailure f) {
            throw f == TypeCodec.LEFT_OVER ? LEFT_OVER_IN_BOUND : f;
        }
        return carrier(p);
    }

    /** What a bound that is too long is: the reader of a range would take it for what is behind the range. */
    private static final SqlFailure LEFT_OVER_IN_BOUND = TypeCodec.badBinary("incorrect binary data format");

    private static Object carrier(Parameters p) {
        return p.kind(0) == Parameters.Kind.LONG
                ? (Object) p.getLong(0)
                : new String(p.heap(), p.offset(0), p.length(0), StandardCharsets.UTF_8);
    }

    private static Parameters parameter(Object v) {
        Parameters p = new Parameters().reset(1);
        if (v instanceof Long n) {
            p.setLong(0, n);
        } else {
            p.setText(0, (String) v);
        }
        return p;
    }
}
