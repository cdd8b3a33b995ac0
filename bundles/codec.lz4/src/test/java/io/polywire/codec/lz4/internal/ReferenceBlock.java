package io.polywire.codec.lz4.internal;

import java.io.ByteArrayOutputStream;

/**
 * A decoder written from the text of the LZ4 block format alone (lz4_Block_format.md), so that what the library makes is
 * checked by something that is not the library. Slow, strict.
 */
final class ReferenceBlock {
    private ReferenceBlock() {}

    static byte[] decode(byte[] block, int offset, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = offset;
        int end = offset + length;
        while (true) {
            int token = block[at++] & 0xff;
            int literals = token >>> 4;
            if (literals == 15) {
                int more;
                do {
                    more = block[at++] & 0xff;
                    literals += more;
                } while (more == 255);
            }
            out.write(block, at, literals);
            at += literals;
            if (at == end) {
                return out.toByteArray();
            }
            int distance = (block[at++] & 0xff) | (block[at++] & 0xff) << 8;
            int match = (token & 15) + 4;
            if (match == 19) {
                int more;
                do {
                    more = block[at++] & 0xff;
                    match += more;
                } while (more == 255);
            }
            byte[] soFar = out.toByteArray();
            if (distance == 0 || distance > soFar.length) {
                throw new IllegalStateException("offset " + distance + " after " + soFar.length + " bytes");
            }
            for (int i = 0; i < match; i++) {
                byte[] now = i < distance ? soFar : out.toByteArray();
                out.write(now[now.length - distance + (i < distance ? i : 0)]);
            }
        }
    }
}
