package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.wire.Errors;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.sql.SQLException;

/** Reads the streams that are given as parameters: a message holds its values whole. */
final class Streams {
    private static final int LIMIT = 1 << 30;

    private Streams() {}

    /** @param length bytes that the stream must hold at least; -1: it is read to its end */
    static byte[] bytes(InputStream stream, long length) throws SQLException {
        checkLength(length);
        try {
            byte[] bytes = stream.readNBytes(length < 0 ? LIMIT + 1 : (int) length);
            if (bytes.length > LIMIT) {
                throw tooLong();
            }
            checkRead(bytes.length, length);
            return bytes;
        } catch (IOException e) {
            throw Errors.of("The stream of a parameter cannot be read", "HY000", e);
        }
    }

    /** @param length characters that the reader must hold at least; -1: it is read to its end */
    static String text(Reader reader, long length) throws SQLException {
        checkLength(length);
        long limit = length < 0 ? LIMIT + 1L : length;
        StringBuilder text = new StringBuilder();
        char[] part = new char[8192];
        try {
            while (text.length() < limit) {
                int read = reader.read(part, 0, (int) Math.min(part.length, limit - text.length()));
                if (read < 0) {
                    break;
                }
                text.append(part, 0, read);
            }
        } catch (IOException e) {
            throw Errors.of("The reader of a parameter cannot be read", "HY000", e);
        }
        if (text.length() > LIMIT) {
            throw tooLong();
        }
        checkRead(text.length(), length);
        return text.toString();
    }

    private static void checkLength(long length) throws SQLException {
        if (length < -1) {
            throw Errors.of("The length of a stream must not be negative", "HY090", null);
        }
        if (length > LIMIT) {
            throw tooLong();
        }
    }

    private static void checkRead(int read, long length) throws SQLException {
        if (length >= 0 && read < length) {
            throw Errors.of("The stream of a parameter ended after " + read + " of " + length, "22026", null);
        }
    }

    private static SQLException tooLong() {
        return Errors.of("A parameter must not be longer than 1 GiB", "54000", null);
    }
}
