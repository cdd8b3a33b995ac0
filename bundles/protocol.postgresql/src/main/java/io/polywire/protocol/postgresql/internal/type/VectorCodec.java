package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.nio.charset.StandardCharsets;

/**
 * int2vector, oidvector: numbers between blanks. Binary as an array of one dimension that counts from 0 and has no NULL
 * (int2vectorsend, oidvectorsend). Travels inside as text.
 */
final class VectorCodec extends TextCodec {
    private static final int HEAD = 20;

    private final int elementOid;
    private final int bytes;

    /** @param bytes of an element, 2 with a sign or 4 without one */
    VectorCodec(String name, int elementOid, int bytes) {
        super(name);
        this.elementOid = elementOid;
        this.bytes = bytes;
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        String text = string(from, offset, length).strip();
        String[] elements = text.isEmpty() ? new String[0] : text.split(" +");
        out.i32(1).i32(0).i32(elementOid).i32(elements.length).i32(0);
        for (String e : elements) {
            long v = Long.parseLong(e);
            out.i32(bytes);
            if (bytes == 2) {
                out.i16((int) v);
            } else {
                out.i32((int) v);
            }
        }
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        if (length < HEAD) {
            throw tooShort();
        }
        int count = i32(b, offset + 12);
        if (i32(b, offset) != 1
                || i32(b, offset + 4) != 0
                || i32(b, offset + 8) != elementOid
                || i32(b, offset + 16) != 0) {
            throw badBinary("invalid " + typeName() + " data");
        }
        if (count == 0) {
            // an array without elements has no dimension
            throw badBinary("invalid " + typeName() + " data");
        }
        if (count < 0 || count > (length - HEAD) / (4 + bytes)) {
            throw tooShort();
        }
        StringBuilder text = new StringBuilder();
        int at = offset + HEAD;
        for (int k = 0; k < count; k++, at += 4 + bytes) {
            if (i32(b, at) != bytes) {
                throw badBinary("invalid " + typeName() + " data");
            }
            text.append(k == 0 ? "" : " ").append(bytes == 2 ? i16(b, at + 4) : i32(b, at + 4) & 0xFFFFFFFFL);
        }
        if (at != offset + length) {
            throw LEFT_OVER;
        }
        byte[] utf8 = text.toString().getBytes(StandardCharsets.US_ASCII);
        into.setUtf8(i, utf8, 0, utf8.length);
    }

    @Override
    public boolean holdsText() {
        return false;
    }

    @Override
    public Parameters.Kind rawBinary() {
        return null;
    }
}
