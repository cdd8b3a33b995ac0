package io.polywire.itests.r2db2.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Unpacks an LZ4 block as its format describes it, with nobody's library. */
public final class Lz4Block {
    private static final int LEAST_MATCH = 4;
    private static final int MORE = 15;

    private Lz4Block() {}

    public static byte[] unpack(ByteBuffer in) {
        Output out = new Output();
        while (in.hasRemaining()) {
            int token = in.get() & 0xff;
            byte[] literals = new byte[length(in, token >> 4)];
            in.get(literals);
            out.writeBytes(literals);
            // the last sequence has literals only
            if (in.hasRemaining()) {
                int distance = in.get() & 0xff | (in.get() & 0xff) << 8;
                out.repeat(distance, length(in, token & MORE) + LEAST_MATCH);
            }
        }
        return out.toByteArray();
    }

    private static int length(ByteBuffer in, int nibble) {
        int length = nibble;
        if (nibble == MORE) {
            int more;
            do {
                more = in.get() & 0xff;
                length += more;
            } while (more == 255);
        }
        return length;
    }

    /** A block of literals only, which packs nothing. */
    public static byte[] literals(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Math.min(bytes.length, MORE) << 4);
        if (bytes.length >= MORE) {
            int rest = bytes.length - MORE;
            for (; rest >= 255; rest -= 255) {
                out.write(255);
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static final class Output extends ByteArrayOutputStream {
        void repeat(int distance, int length) {
            if (distance < 1 || distance > count) {
                throw new AssertionError("distance " + distance + " after " + count + " bytes");
            }
            for (int i = 0; i < length; i++) {
                write(buf[count - distance]);
            }
        }
    }

    /** Messages that a {@code z} holds. */
    public static java.util.List<Frame> messages(Frame packed) {
        ByteBuffer in = ByteBuffer.wrap(packed.payload());
        int raw = in.getInt();
        byte[] bytes = unpack(in);
        if (bytes.length != raw) {
            throw new AssertionError(bytes.length + " bytes instead of " + raw);
        }
        java.util.List<Frame> frames = new java.util.ArrayList<>();
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            int from = all.position();
            char type = (char) all.get();
            int length = all.getInt();
            frames.add(new Frame(type, Arrays.copyOfRange(bytes, from + 5, from + length)));
            all.position(from + length);
        }
        return frames;
    }
}
