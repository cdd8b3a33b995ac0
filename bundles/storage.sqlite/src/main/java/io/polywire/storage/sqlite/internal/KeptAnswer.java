package io.polywire.storage.sqlite.internal;

import io.polywire.api.session.KeptRows;
import io.polywire.api.session.RowSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All rows of a statement, one behind the other in one array, as SQLite has given them. Immutable, used by many threads at
 * once.
 */
final class KeptAnswer {
    private static final byte NULL = 0;
    private static final byte LONG = 1;
    private static final byte DOUBLE = 2;
    private static final byte UTF8 = 3;
    private static final byte BYTES = 4;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** Rows are offered together in pieces of about this size. */
    private static final int PIECE = 32 * 1024;
    /** What a sink makes of a piece may be so many times as long. */
    private static final int FORM = 2;

    private final byte[] cells;
    private final int columns;
    private final Piece[] pieces;

    private KeptAnswer(byte[] cells, int columns, int[] begins, int[] counts) {
        this.cells = cells;
        this.columns = columns;
        this.pieces = new Piece[begins.length];
        for (int i = 0; i < begins.length; i++) {
            pieces[i] = new Piece(begins[i], i + 1 < begins.length ? begins[i + 1] : cells.length, counts[i]);
        }
    }

    /** Bytes that it may take, with what sinks make of it. */
    long size() {
        return (1L + FORM) * cells.length;
    }

    /** How long the rows of one may be that may take so many bytes. */
    static long cells(long bytes) {
        return bytes / (1 + FORM);
    }

    /** Whether the rows end at a place. */
    boolean isEnd(int at) {
        return at == cells.length;
    }

    boolean hasPiece(int number) {
        return number < pieces.length;
    }

    Piece piece(int number) {
        return pieces[number];
    }

    /** Where a piece begins. */
    int begin(int number) {
        return pieces[number].from;
    }

    /** Some of the rows. */
    final class Piece implements KeptRows {
        private final int from;
        private final int to;
        private final int count;
        private volatile Object form;

        private Piece(int from, int to, int count) {
            this.from = from;
            this.to = to;
            this.count = count;
        }

        /** Where its rows end. */
        int end() {
            return to;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public void putInto(RowSink sink) {
            int at = from;
            while (at < to) {
                at = put(at, sink);
                sink.endRow();
            }
        }

        @Override
        public Object form() {
            return form;
        }

        @Override
        public void offer(Object made, int bytes) {
            if (bytes <= FORM * (to - from)) {
                form = made;
            }
        }
    }

    /** Puts the row that begins at a place, without its end; gives the place of the next one. */
    int put(int from, RowSink sink) {
        byte[] c = cells;
        int at = from;
        sink.startRow();
        for (int i = 0; i < columns; i++) {
            switch (c[at++]) {
                case LONG -> {
                    sink.putLong((long) LONGS.get(c, at));
                    at += Long.BYTES;
                }
                case DOUBLE -> {
                    sink.putDouble(Double.longBitsToDouble((long) LONGS.get(c, at)));
                    at += Long.BYTES;
                }
                case UTF8 -> {
                    int length = (int) INTS.get(c, at);
                    at += Integer.BYTES;
                    sink.putUtf8(c, at, length);
                    at += length;
                }
                case BYTES -> {
                    int length = (int) INTS.get(c, at);
                    at += Integer.BYTES;
                    sink.putBytes(c, at, length);
                    at += length;
                }
                default -> sink.putNull();
            }
        }
        return at;
    }

    /** Writes rows down on their way to a sink, unless they become too many. By one thread at a time. */
    static final class Writer implements RowSink {
        private static final int FIRST_BYTES = 512;

        private final int most;
        private RowSink to;
        private byte[] cells = new byte[FIRST_BYTES];
        private int size;
        private final List<int[]> pieces = new ArrayList<>();

        /** @param most bytes that an answer may have */
        Writer(int most) {
            this.most = most;
        }

        /** The rows begin, perhaps anew. */
        void begin() {
            if (cells != null) {
                size = 0;
                pieces.clear();
            }
        }

        /** Whom the next rows are for. */
        RowSink to(RowSink sink) {
            to = sink;
            return this;
        }

        /** Bytes that were written. */
        int size() {
            return size;
        }

        /** Whether it was too much. */
        boolean isFull() {
            return cells == null;
        }

        /** Whether the cells of another are the same; of as many rows as wide. */
        boolean isSame(Writer other) {
            return cells != null && other.cells != null && Arrays.equals(cells, 0, size, other.cells, 0, other.size);
        }

        /** What was written; null if it was too much. */
        KeptAnswer end(int columns) {
            // what has neither rows nor columns has nothing to keep either
            return cells == null || columns == 0
                    ? null
                    : new KeptAnswer(
                            Arrays.copyOf(cells, size),
                            columns,
                            pieces.stream().mapToInt(p -> p[0]).toArray(),
                            pieces.stream().mapToInt(p -> p[1]).toArray());
        }

        /** Makes room for a cell; gives whether there is any. */
        private boolean room(byte kind, int bytes) {
            if (cells == null) {
                return false;
            }
            long need = (long) size + 1 + bytes;
            if (need > most) {
                cells = null;
                return false;
            }
            if (need > cells.length) {
                cells = Arrays.copyOf(cells, (int) Math.min(most, Math.max(need, 2L * cells.length)));
            }
            cells[size++] = kind;
            return true;
        }

        private void put(byte kind, long value) {
            if (room(kind, Long.BYTES)) {
                LONGS.set(cells, size, value);
                size += Long.BYTES;
            }
        }

        private void put(byte kind, byte[] from, int offset, int length) {
            if (room(kind, Integer.BYTES + length)) {
                INTS.set(cells, size, length);
                System.arraycopy(from, offset, cells, size + Integer.BYTES, length);
                size += Integer.BYTES + length;
            }
        }

        @Override
        public void startRow() {
            int[] last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            if (last == null || size - last[0] >= PIECE) {
                pieces.add(new int[] {size, 1});
            } else {
                last[1]++;
            }
            to.startRow();
        }

        @Override
        public void putNull() {
            room(NULL, 0);
            to.putNull();
        }

        @Override
        public void putLong(long value) {
            put(LONG, value);
            to.putLong(value);
        }

        @Override
        public void putDouble(double value) {
            put(DOUBLE, Double.doubleToRawLongBits(value));
            to.putDouble(value);
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            put(UTF8, from, offset, length);
            to.putUtf8(from, offset, length);
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            put(BYTES, from, offset, length);
            to.putBytes(from, offset, length);
        }

        @Override
        public boolean endRow() {
            return to.endRow();
        }
    }
}
