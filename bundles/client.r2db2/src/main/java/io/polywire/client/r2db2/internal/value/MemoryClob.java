package io.polywire.client.r2db2.internal.value;

import io.polywire.client.r2db2.internal.wire.Errors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;

/** A text in memory as a Clob; changes stay in memory until it is set as a parameter. Used by one thread at a time. */
public final class MemoryClob implements NClob {
    private StringBuilder text;

    /** @param text the content */
    public MemoryClob(String text) {
        this.text = new StringBuilder(text);
    }

    private StringBuilder open() throws SQLException {
        if (text == null) {
            throw Errors.of("The Clob was freed", "HY010", null);
        }
        return text;
    }

    @Override
    public long length() throws SQLException {
        return open().length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        StringBuilder all = open();
        int from = MemoryBlob.offset(position, all.length());
        if (length < 0) {
            throw Errors.of("A length must not be negative", "22011", null);
        }
        return all.substring(from, from + Math.min(length, all.length() - from));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(open().toString());
    }

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        StringBuilder all = open();
        int from = MemoryBlob.offset(position, all.length());
        if (length < 0 || length > all.length() - from) {
            throw Errors.of("The part reaches past the end of the value", "22011", null);
        }
        return new StringReader(all.substring(from, from + (int) length));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(open().toString().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long position(String pattern, long start) throws SQLException {
        StringBuilder all = open();
        int found = all.indexOf(pattern, MemoryBlob.offset(start, all.length()));
        return found < 0 ? -1 : found + 1L;
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        return position(pattern.getSubString(1, (int) Math.min(pattern.length(), Integer.MAX_VALUE)), start);
    }

    @Override
    public int setString(long position, String part) throws SQLException {
        StringBuilder all = open();
        int at = MemoryBlob.offset(position, all.length());
        all.replace(at, Math.min(all.length(), at + part.length()), part);
        return part.length();
    }

    @Override
    public int setString(long position, String part, int from, int length) throws SQLException {
        return setString(position, part.substring(from, from + length));
    }

    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        int at = MemoryBlob.offset(position, open().length());
        return new ByteArrayOutputStream() {
            @Override
            public void flush() {
                store(at, toString(StandardCharsets.US_ASCII));
            }

            @Override
            public void close() {
                flush();
            }
        };
    }

    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        int at = MemoryBlob.offset(position, open().length());
        return new StringWriter() {
            @Override
            public void flush() {
                store(at, toString());
            }

            @Override
            public void close() {
                flush();
            }
        };
    }

    private void store(int at, String part) {
        if (text != null) {
            text.replace(at, Math.min(text.length(), at + part.length()), part);
        }
    }

    @Override
    public void truncate(long length) throws SQLException {
        StringBuilder all = open();
        if (length < 0 || length > all.length()) {
            throw Errors.of("The length lies outside the value", "22011", null);
        }
        all.setLength((int) length);
    }

    @Override
    public void free() {
        text = null;
    }
}
