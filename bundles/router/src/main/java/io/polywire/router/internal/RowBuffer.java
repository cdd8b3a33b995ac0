package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.RowSink;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Rows kept for a while in one flat array: those of a writing statement until it is committed, those that the session
 * makes itself. Bounded.
 */
final class RowBuffer implements RowSink {
    private static final byte ROW = 0;
    private static final byte NULL = 1;
    private static final byte LONG = 2;
    private static final byte DOUBLE = 3;
    private static final byte UTF8 = 4;
    private static final byte BYTES = 5;

    private final int limit;
    private final SessionMemory memory;
    private byte[] data = new byte[512];
    private int size;
    private int read;
    private int unread;

    /** One that is gone when its statement is. */
    RowBuffer(int limit) {
        this(limit, null);
    }

    /** @param memory asked before it grows, since it may stay; or null */
    RowBuffer(int limit, SessionMemory memory) {
        this.limit = limit;
        this.memory = memory;
    }

    /** Bytes that it takes. */
    int held() {
        return data.length;
    }

    @Override
    public void startRow() {
        need(1);
        data[size++] = ROW;
    }

    @Override
    public void putNull() {
        need(1);
        data[size++] = NULL;
    }

    @Override
    public void putLong(long value) {
        putWord(LONG, value);
    }

    @Override
    public void putDouble(double value) {
        putWord(DOUBLE, Double.doubleToRawLongBits(value));
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        putRun(UTF8, from, offset, length);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        putRun(BYTES, from, offset, length);
    }

    @Override
    public boolean endRow() {
        unread++;
        return true;
    }

    /** Rows that were not given on yet. */
    int unread() {
        return unread;
    }

    /**
     * Gives rows on until there are no more, the limit is reached or the sink wants a pause.
     *
     * @param maxRows 0 for no limit
     * @return whether it came to the end
     */
    boolean drain(long maxRows, RowSink sink) {
        ByteBuffer b = ByteBuffer.wrap(data, 0, size);
        b.position(read);
        long given = 0;
        while (unread > 0) {
            if (maxRows > 0 && given == maxRows) {
                return false;
            }
            b.get();
            sink.startRow();
            row(b, sink);
            read = b.position();
            unread--;
            given++;
            if (!sink.endRow() && unread > 0) {
                return false;
            }
        }
        return true;
    }

    private void row(ByteBuffer b, RowSink sink) {
        while (b.hasRemaining() && b.get(b.position()) != ROW) {
            switch (b.get()) {
                case NULL -> sink.putNull();
                case LONG -> sink.putLong(b.getLong());
                case DOUBLE -> sink.putDouble(Double.longBitsToDouble(b.getLong()));
                case UTF8 -> {
                    int n = b.getInt();
                    sink.putUtf8(data, b.position(), n);
                    b.position(b.position() + n);
                }
                default -> {
                    int n = b.getInt();
                    sink.putBytes(data, b.position(), n);
                    b.position(b.position() + n);
                }
            }
        }
    }

    private void putWord(byte tag, long word) {
        need(9);
        data[size++] = tag;
        ByteBuffer.wrap(data).putLong(size, word);
        size += 8;
    }

    private void putRun(byte tag, byte[] from, int offset, int length) {
        need(5L + length);
        data[size++] = tag;
        ByteBuffer.wrap(data).putInt(size, length);
        size += 4;
        System.arraycopy(from, offset, data, size, length);
        size += length;
    }

    private void need(long more) {
        long want = size + more;
        if (want > limit) {
            throw SqlFailure.build(FailureKind.LIMIT, "the rows that this statement returns are over the limit")
                    .hint("Return less, or raise returning.max.kib; inside a transaction there is no such limit.")
                    .build();
        }
        if (want > data.length) {
            int wider = (int) Math.min(limit, Math.max(want, data.length * 2L));
            if (memory != null) {
                memory.require(wider - data.length);
            }
            data = Arrays.copyOf(data, wider);
        }
    }
}
