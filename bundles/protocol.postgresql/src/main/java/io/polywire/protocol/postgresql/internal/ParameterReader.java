package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.io.Utf8;
import io.polywire.protocol.postgresql.internal.type.TypeCodec;
import io.polywire.protocol.postgresql.internal.type.WireType;

/** Reads the values of a Bind into a parameter container. */
final class ParameterReader {
    private ParameterReader() {}

    static void read(
            MessageReader in,
            WireType[] types,
            Formats formats,
            TextStyle style,
            Transcoder transcoder,
            String portal,
            Parameters into) {
        into.reset(types.length);
        for (int i = 0; i < types.length; i++) {
            int length = in.i32();
            if (length == -1) {
                continue;
            }
            boolean binary = true;
            try {
                int from = in.skip(length);
                binary = formats.isBinary(i);
                TypeCodec codec = types[i].codec();
                if (transcoder == null || binary && !codec.holdsText()) {
                    value(in, from, length, codec, binary, style, into, i);
                } else {
                    converted(in.copy(from, length), length, codec, binary, style, transcoder, into, i);
                }
            } catch (SqlFailure f) {
                throw of(f, binary || isEncoding(f) ? "" : length == 0 ? " = ''" : " = '...'", portal, i + 1);
            }
        }
    }

    private static void value(
            MessageReader in,
            int from,
            int length,
            TypeCodec codec,
            boolean binary,
            TextStyle style,
            Parameters into,
            int i) {
        Parameters.Kind raw = binary ? codec.rawBinary() : codec.rawText();
        if (raw != null) {
            int at = into.reserve(i, raw, length);
            in.buffer().getBytes(from, into.heap(), at, length);
            if (raw == Parameters.Kind.UTF8) {
                Utf8.check(into.heap(), at, length);
            }
            return;
        }
        byte[] b = in.copy(from, length);
        if (binary) {
            codec.receive(b, 0, length, into, i);
        } else {
            parse(b, length, codec, style, into, i);
        }
    }

    /** PostgreSQL looks whether bytes are text before it reads them as a value. */
    private static void parse(byte[] b, int length, TypeCodec codec, TextStyle style, Parameters into, int i) {
        try {
            codec.parse(b, 0, length, style, into, i);
        } catch (SqlFailure f) {
            Utf8.check(b, 0, length);
            throw f;
        }
    }

    /** A value with text in the client's encoding. */
    private static void converted(
            byte[] b,
            int length,
            TypeCodec codec,
            boolean binary,
            TextStyle style,
            Transcoder transcoder,
            Parameters into,
            int i) {
        if (binary) {
            byte[] utf8 = codec.convertBinary(b, 0, length, transcoder::toUtf8);
            codec.receive(utf8, 0, utf8.length, into, i);
        } else {
            byte[] utf8 = transcoder.toUtf8(b, 0, length);
            codec.parse(utf8, 0, utf8.length, style, into, i);
        }
    }

    /** Text that is none has no value to be named. */
    private static boolean isEncoding(SqlFailure f) {
        // 22P05 is also an escape in JSON that no text can have
        return f.kind() == FailureKind.BAD_ENCODING
                || f.sqlState().equals("22P05") && f.kind() != FailureKind.BAD_VALUE;
    }

    /** PostgreSQL names the parameter; it leaves the value out, which may be a secret, unless told otherwise. */
    private static SqlFailure of(SqlFailure f, String value, String portal, int number) {
        if (f == TypeCodec.LEFT_OVER) {
            return context(
                    Failures.of(FailureKind.DATA, "22P03", "incorrect binary data format in bind parameter " + number),
                    value,
                    portal,
                    number);
        }
        return context(f, value, portal, number);
    }

    private static SqlFailure context(SqlFailure f, String value, String portal, int number) {
        String where =
                (portal.isEmpty() ? "unnamed portal" : "portal \"" + portal + '"') + " parameter $" + number + value;
        return f.but()
                .context(f.context() == null ? where : f.context() + "\n" + where)
                .build();
    }
}
