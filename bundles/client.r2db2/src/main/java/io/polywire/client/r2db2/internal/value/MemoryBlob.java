package io.polywire.client.r2db2.internal.value;

import io.polywire.client.r2db2.internal.wire.Errors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;

/** Bytes in memory as a Blob; changes stay in memory until it is set as a parameter. Used by one thread at a time. */
public final class MemoryBlob implements Blob {
    private static final int MAX = Integer.MAX_VALUE - 64;

    private byte[] bytes;

    /** @param bytes taken over, not copied */
    public MemoryBlob(byte[] bytes) {
        this.bytes = bytes;
    }

    private byte[] open() throws SQLException {
        if (bytes == null) {
            throw Errors.of("The Blob was freed", "HY010", null);
        }
        return bytes;
    }

    /** Checks a 1-based position and gives it 0-based. */
    static int offset(long position, int length) throws SQLException {
        if (position < 1 || position > length + 1L) {
            throw Errors.of("Position " + position + " lies outside a value of length " + length, "22011", null);
        }
        return (int) (position - 1);
    }

    @Override
    public long length() throws SQLException {
        return open().length;
    }

    @Override
    public byte[] getBytes(long position, int length) throws SQLException {
        byte[] all = open();
        int from = offset(position, all.length);
        if (length < 0) {
            throw Errors.of("A length must not be negative", "22011", null);
        }
        return Arrays.copyOfRange(all, from, from + Math.min(length, all.length - from));
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(open());
    }

    @Override
    public InputStream getBinaryStream(long position, long length) throws SQLException {
        byte[] all = open();
        int from = offset(position, all.length);
        if (length < 0 || length > all.length - from) {
            throw Errors.of("The part reaches past the end of the value", "22011", null);
        }
        return new ByteArrayInputStream(all, from, (int) length);
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        byte[] all = open();
        for (int at = offset(start, all.length); at <= all.length - pattern.length; at++) {
            if (Arrays.equals(all, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at + 1L;
            }
        }
        return -1;
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        return position(pattern.getBytes(1, (int) Math.min(pattern.length(), MAX)), start);
    }

    @Override
    public int setBytes(long position, byte[] part) throws SQLException {
        return setBytes(position, part, 0, part.length);
    }

    @Override
    public int setBytes(long position, byte[] part, int from, int length) throws SQLException {
        byte[] all = open();
        int at = offset(position, all.length);
        long end = (long) at + length;
        if (end > MAX) {
            throw Errors.of("A Blob must stay below 2 GiB", "54000", null);
        }
        if (end > all.length) {
            bytes = Arrays.copyOf(all, (int) end);
        }
        System.arraycopy(part, from, bytes, at, length);
        return length;
    }

    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        int at = offset(position, open().length);
        return new ByteArrayOutputStream() {
            @Override
            public void flush() {
                store();
            }

            @Override
            public void close() {
                store();
            }

            private void store() {
                if (bytes == null) {
                    return;
                }
                byte[] grown = Arrays.copyOf(bytes, Math.max(bytes.length, at + count));
                System.arraycopy(buf, 0, grown, at, count);
                bytes = grown;
            }
        };
    }

    @Override
    public void truncate(long length) throws SQLException {
        byte[] all = open();
        if (length < 0 || length > all.length) {
            throw Errors.of("The length lies outside the value", "22011", null);
        }
        bytes = Arrays.copyOf(all, (int) length);
    }

    @Override
    public void free() {
        bytes = null;
    }
}
