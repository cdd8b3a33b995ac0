package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;

/**
 * The names and statements of a message, from the client's encoding to UTF-8; what follows them, values of Bind among it,
 * is converted where its types are known. No encoding that is taken here has a zero byte inside of a character.
 */
final class Recoding {
    private Recoding() {}

    /** Begins the message anew with converted texts, if it has any that are not ASCII. */
    static void names(byte type, MessageReader in, Transcoder transcoder) {
        int before = type == Message.DESCRIBE || type == Message.CLOSE ? 1 : 0;
        int texts = switch (type) {
            case Message.PARSE, Message.BIND -> 2;
            case Message.QUERY, Message.DESCRIBE, Message.CLOSE, Message.EXECUTE -> 1;
            default -> 0;
        };
        ByteBuf b = in.buffer();
        int from = in.position();
        int end = from + in.remaining();
        int at = from + before;
        for (int i = 0; i < texts && at <= end; i++) {
            int zero = at < end ? b.indexOf(at, end, (byte) 0) : -1;
            if (zero < 0) {
                // the reader says what is wrong with it
                return;
            }
            at = zero + 1;
        }
        if (texts == 0 || !isOther(b, from + before, at)) {
            return;
        }
        ByteBuf to = Unpooled.buffer(end - from + 64);
        to.writeBytes(b, from, before);
        int text = from + before;
        for (int i = 0; i < texts; i++) {
            int zero = b.indexOf(text, end, (byte) 0);
            byte[] bytes = new byte[zero - text];
            b.getBytes(text, bytes);
            to.writeBytes(transcoder.toUtf8(bytes, 0, bytes.length)).writeByte(0);
            text = zero + 1;
        }
        to.writeBytes(b, text, end - text);
        in.reset(to, 0, to.readableBytes());
    }

    private static boolean isOther(ByteBuf b, int from, int end) {
        return b.forEachByte(from, end - from, v -> v >= 0) >= 0;
    }
}
