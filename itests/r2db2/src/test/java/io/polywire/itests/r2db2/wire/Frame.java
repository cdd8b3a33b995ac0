package io.polywire.itests.r2db2.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One message.
 *
 * @param type its first byte
 * @param payload what follows the length
 */
public record Frame(char type, byte[] payload) {
    /** The bytes of a message. */
    public static byte[] bytes(int type, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) type)
                .putInt(5 + payload.length)
                .put(payload)
                .array();
    }

    /** The cells of a data row; null where there is no value. */
    public List<byte[]> cells() {
        ByteBuffer in = ByteBuffer.wrap(payload);
        int columns = in.getInt();
        List<byte[]> cells = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            int length = in.getInt();
            byte[] cell = length < 0 ? null : new byte[length];
            if (cell != null) {
                in.get(cell);
            }
            cells.add(cell);
        }
        if (in.hasRemaining()) {
            throw new AssertionError(in.remaining() + " bytes behind the last column");
        }
        return cells;
    }

    /** The payload as it stands, NUL bytes as spaces: to look for words. */
    public String words() {
        return new String(payload, StandardCharsets.UTF_8).replace('\0', ' ');
    }

    @Override
    public String toString() {
        return type + "[" + words() + "]";
    }
}
