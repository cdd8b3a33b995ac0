package io.polywire.protocol.r2db2.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Whether the range holds whole characters of valid UTF-8 and nothing else. */
    static boolean isValid(byte[] in, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (true) {
            // Nearly all text is ASCII: eight bytes at a time until one is not.
            while (end - at >= 8 && ((long) LONGS.get(in, at) & HIGH_BITS) == 0) {
                at += 8;
            }
            while (at < end && in[at] >= 0) {
                at++;
            }
            if (at == end) {
                return true;
            }
            int size = sizeOfCharacter(in, at, end);
            if (size == 0) {
                return false;
            }
            at += size;
        }
    }

    /** Bytes of the character that begins with the non-ASCII byte at {@code at}; 0 if it is damaged. */
    private static int sizeOfCharacter(byte[] in, int at, int end) {
        int lead = in[at] & 0xFF;
        if (lead < 0xC2) {
            return 0;
        }
        if (lead < 0xE0) {
            return end - at >= 2 && isContinuation(in[at + 1]) ? 2 : 0;
        }
        if (lead < 0xF0) {
            if (end - at < 3 || !isContinuation(in[at + 1]) || !isContinuation(in[at + 2])) {
                return 0;
            }
            int second = in[at + 1] & 0xFF;
            boolean overlong = lead == 0xE0 && second < 0xA0;
            boolean surrogate = lead == 0xED && second >= 0xA0;
            return overlong || surrogate ? 0 : 3;
        }
        if (lead > 0xF4
                || end - at < 4
                || !isContinuation(in[at + 1])
                || !isContinuation(in[at + 2])
                || !isContinuation(in[at + 3])) {
            return 0;
        }
        int second = in[at + 1] & 0xFF;
        boolean overlong = lead == 0xF0 && second < 0x90;
        boolean tooHigh = lead == 0xF4 && second >= 0x90;
        return overlong || tooHigh ? 0 : 4;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }
}
