package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Cursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Rows that are kept, numbered from 1 and read again in any order: in memory while they are few, then in a temporary file.
 * Bounded. Closed by its owner.
 */
final class RowSpool implements RowSink, AutoCloseable {
    private static final byte NULL = 1;
    private static final byte LONG = 2;
    private static final byte DOUBLE = 3;
    private static final byte UTF8 = 4;
    private static final byte BYTES = 5;
    private static final byte END = 6;

    /** What is held in memory before it goes to the file, and the piece that is read back at once. */
    private static final int PAGE = 256 * 1024;
    /** Every so many rows the place of one is noted. */
    private static final int STRIDE = 64;

    private final long limit;
    private final SessionMemory memory;
    private byte[] tail = new byte[256];
    private int tailSize;
    /** How much is in the file, in front of the tail. */
    private long filed;

    private FileChannel file;
    private long[] places = new long[4];
    private long rows;
    private long drained;

    private byte[] window = {};
    private long windowFrom;
    private int windowSize;
    /** Where the row {@link #atRow} begins, if that is known. */
    private long at;

    private long atRow = -1;

    /**
     * @param limit the most bytes
     * @param memory asked before more is held in memory
     */
    RowSpool(long limit, SessionMemory memory) {
        this.limit = limit;
        this.memory = memory;
    }

    /** Takes all that a cursor still has, and is that; closed if it cannot. */
    RowSpool filled(Cursor cursor) {
        try {
            while (!cursor.fetch(0, this)) {
                // it never asks for a pause
            }
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Bytes that it takes in memory. */
    long held() {
        return SessionMemory.ENTRY + tail.length + window.length + 8L * places.length;
    }

    // --- taking rows ----------------------------------------------------------------------------------------------

    @Override
    public void startRow() {
        if (rows % STRIDE == 0) {
            int i = (int) (rows / STRIDE);
            if (i == places.length) {
                places = Arrays.copyOf(places, i * 2);
            }
            places[i] = filed + tailSize;
        }
    }

    @Override
    public void putNull() {
        need(1);
        tail[tailSize++] = NULL;
    }

    @Override
    public void putLong(long value) {
        word(LONG, value);
    }

    @Override
    public void putDouble(double value) {
        word(DOUBLE, Double.doubleToRawLongBits(value));
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        run(UTF8, from, offset, length);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        run(BYTES, from, offset, length);
    }

    @Override
    public boolean endRow() {
        need(1);
        tail[tailSize++] = END;
        rows++;
        if (tailSize >= PAGE) {
            flush();
        }
        return true;
    }

    /** How many rows there are. */
    long rows() {
        return rows;
    }

    private void word(byte tag, long word) {
        need(9);
        tail[tailSize++] = tag;
        ByteBuffer.wrap(tail).putLong(tailSize, word);
        tailSize += 8;
    }

    private void run(byte tag, byte[] from, int offset, int length) {
        need(5L + length);
        tail[tailSize++] = tag;
        ByteBuffer.wrap(tail).putInt(tailSize, length);
        tailSize += 4;
        System.arraycopy(from, offset, tail, tailSize, length);
        tailSize += length;
    }

    private void need(long more) {
        if (filed + tailSize + more > limit) {
            throw SqlFailure.build(FailureKind.LIMIT, "the rows that a cursor keeps are over the limit")
                    .hint("Return less, use NO SCROLL, or raise cursor.max.mib.")
                    .build();
        }
        long want = tailSize + more;
        if (want > Integer.MAX_VALUE - 8L) {
            throw SqlFailure.of(FailureKind.LIMIT, "a row that a cursor keeps is over the limit");
        }
        if (want > tail.length) {
            int wider = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(want, tail.length * 2L));
            memory.require(wider - tail.length);
            tail = Arrays.copyOf(tail, wider);
        }
    }

    private void flush() {
        try {
            if (file == null) {
                Path p = Files.createTempFile("polywire-cursor", ".rows");
                file = FileChannel.open(
                        p, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            }
            ByteBuffer b = ByteBuffer.wrap(tail, 0, tailSize);
            long to = filed;
            while (b.hasRemaining()) {
                to += file.write(b, to);
            }
            filed = to;
            tailSize = 0;
            if (tail.length > 2 * PAGE) {
                tail = new byte[PAGE];
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static SqlFailure broken(IOException e) {
        return SqlFailure.build(FailureKind.IO, "the rows of a cursor could not be kept")
                .cause(e)
                .build();
    }

    // --- giving rows ----------------------------------------------------------------------------------------------

    /**
     * Gives rows on in their order, each once, until there are no more, the limit is reached or the sink wants a pause.
     *
     * @param most 0 for no limit
     * @return whether it came to the end
     */
    boolean drain(long most, RowSink sink) {
        long given = 0;
        while (drained < rows) {
            if (most > 0 && given == most) {
                return false;
            }
            given++;
            if (!give(++drained, sink) && drained < rows) {
                return false;
            }
        }
        return true;
    }

    /** Gives a row; returns what the sink says at its end. */
    boolean give(long row, RowSink sink) {
        seek(row);
        sink.startRow();
        values(sink);
        atRow = row + 1;
        return sink.endRow();
    }

    private void seek(long row) {
        if (atRow == row) {
            return;
        }
        int place = (int) ((row - 1) / STRIDE);
        at = places[place];
        for (long r = (long) place * STRIDE + 1; r < row; r++) {
            values(null);
        }
    }

    private void values(RowSink sink) {
        atRow = -1;
        long row = at;
        while (true) {
            load(row, 1);
            byte tag = current[offset(row)];
            row++;
            switch (tag) {
                case END -> {
                    at = row;
                    return;
                }
                case NULL -> {
                    if (sink != null) {
                        sink.putNull();
                    }
                }
                case LONG, DOUBLE -> {
                    load(row, 8);
                    long word = ByteBuffer.wrap(current).getLong(offset(row));
                    row += 8;
                    if (sink != null && tag == LONG) {
                        sink.putLong(word);
                    } else if (sink != null) {
                        sink.putDouble(Double.longBitsToDouble(word));
                    }
                }
                default -> {
                    load(row, 4);
                    int n = ByteBuffer.wrap(current).getInt(offset(row));
                    row += 4;
                    if (sink != null) {
                        load(row, n);
                        if (tag == UTF8) {
                            sink.putUtf8(current, offset(row), n);
                        } else {
                            sink.putBytes(current, offset(row), n);
                        }
                    }
                    row += n;
                }
            }
        }
    }

    /** The array that holds what is read, and where in the rows it begins. */
    private byte[] current = {};

    private long currentFrom;

    private int offset(long place) {
        return (int) (place - currentFrom);
    }

    private void load(long place, int n) {
        if (place >= filed) {
            current = tail;
            currentFrom = filed;
            return;
        }
        if (place < windowFrom || place + n > windowFrom + windowSize) {
            // a value never lies in both: the file takes whole rows
            int size = (int) Math.min(Math.max(PAGE, n), filed - place);
            if (window.length < size) {
                window = new byte[size];
            }
            ByteBuffer b = ByteBuffer.wrap(window, 0, size);
            try {
                while (b.hasRemaining()) {
                    if (file.read(b, place + b.position()) < 0) {
                        throw new IOException("a short file");
                    }
                }
            } catch (IOException e) {
                windowSize = 0;
                throw broken(e);
            }
            windowFrom = place;
            windowSize = size;
        }
        current = window;
        currentFrom = windowFrom;
    }

    @Override
    public void close() {
        FileChannel f = file;
        file = null;
        tail = new byte[0];
        window = tail;
        current = tail;
        if (f != null) {
            try {
                f.close();
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }
}
