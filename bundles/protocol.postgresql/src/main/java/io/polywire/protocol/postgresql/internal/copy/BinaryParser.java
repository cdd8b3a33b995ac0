package io.polywire.protocol.postgresql.internal.copy;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.type.TypeCodec;
import io.polywire.protocol.postgresql.internal.type.WireType;
import java.util.List;

/** The format binary: a signature, rows of counted values, -1 at the end. */
final class BinaryParser implements RowParser {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int HEADER = SIGNATURE.length + 8;
    /** Bit 16 says that there are oids, which nothing since version 12 writes. */
    private static final int CRITICAL_FLAGS = 0xFFFF0000;

    private final List<String> names;
    private final WireType[] types;
    private final Transcoder transcoder;
    private boolean headerRead;
    private long row = 1;
    private String shown = "";
    private int taken;

    BinaryParser(List<String> names, WireType[] types, Transcoder transcoder) {
        this.names = names;
        this.transcoder = transcoder;
        this.types = types;
    }

    @Override
    public int parse(byte[] b, int from, int end, boolean last, Parameters into) {
        if (!headerRead) {
            return header(b, from, end, last);
        }
        if (end - from < 2) {
            // the mark of the end may be left out
            return last ? END : MORE;
        }
        int count = b[from] << 8 | b[from + 1] & 0xFF;
        if (count == -1) {
            if (end - from > 2) {
                throw LineParser.bad("received copy data after EOF marker");
            }
            return END;
        }
        if (count != types.length) {
            throw LineParser.bad("row field count is " + count + ", expected " + types.length);
        }
        int at = from + 2;
        into.reset(count);
        for (int i = 0; i < count; i++) {
            if (end - at < 4) {
                return more(last, "unexpected EOF in COPY data");
            }
            int length = int32(b, at);
            at += 4;
            if (length == -1) {
                continue;
            }
            if (length < 0) {
                throw LineParser.bad("invalid field size");
            }
            if (end - at < length) {
                return more(last, "unexpected EOF in COPY data");
            }
            shown = ", column " + names.get(i);
            try {
                receive(types[i].codec(), b, at, length, into, i);
            } catch (SqlFailure f) {
                throw f == TypeCodec.LEFT_OVER
                        ? SqlFailure.build(FailureKind.DATA, f.getMessage())
                                .sqlState("22P03")
                                .build()
                        : f;
            }
            shown = "";
            at += length;
        }
        taken = at - from;
        row++;
        return ROW;
    }

    private void receive(TypeCodec codec, byte[] b, int at, int length, Parameters into, int i) {
        if (transcoder == null || !codec.holdsText()) {
            codec.receive(b, at, length, into, i);
            return;
        }
        byte[] utf8 = codec.convertBinary(b, at, length, transcoder::toUtf8);
        codec.receive(utf8, 0, utf8.length, into, i);
    }

    private int header(byte[] b, int from, int end, boolean last) {
        int have = Math.min(end - from, SIGNATURE.length);
        for (int i = 0; i < have; i++) {
            if (b[from + i] != SIGNATURE[i]) {
                throw LineParser.bad("COPY file signature not recognized");
            }
        }
        if (end - from < HEADER) {
            return more(
                    last, have < SIGNATURE.length ? "COPY file signature not recognized" : "invalid COPY file header");
        }
        if ((int32(b, from + SIGNATURE.length) & CRITICAL_FLAGS) != 0) {
            throw LineParser.bad("unrecognized critical flags in COPY file header");
        }
        int extension = int32(b, from + SIGNATURE.length + 4);
        if (extension < 0) {
            throw LineParser.bad("invalid COPY file header (missing length)");
        }
        if (end - from - HEADER < extension) {
            return more(last, "invalid COPY file header (wrong length)");
        }
        headerRead = true;
        taken = HEADER + extension;
        return SKIP;
    }

    private static int more(boolean last, String message) {
        if (last) {
            throw LineParser.bad(message);
        }
        return MORE;
    }

    private static int int32(byte[] b, int at) {
        return b[at] << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | (b[at + 3] & 0xFF);
    }

    @Override
    public int consumed() {
        return taken;
    }

    @Override
    public boolean isRestIgnored() {
        return false;
    }

    @Override
    public String where() {
        return headerRead ? "line " + row + shown : null;
    }
}
