package io.polywire.storage.sqlite.internal;

import io.polywire.api.session.RowSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

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

    private final byte[] cells;
    private final int columns;

    private KeptAnswer(byte[] cells, int columns) {
        this.cells = cells;
        this.columns = columns;
    }

    /** Bytes that it takes. */
    int size() {
        return cells.length;
    }

    /** Whether the rows end at a place. */
    boolean isEnd(int at) {
        return at == cells.length;
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

        /** @param most bytes that an answer may have */
        Writer(int most) {
            this.most = most;
        }

        /** The rows begin, perhaps anew. */
        void begin() {
            if (cells != null) {
                size = 0;
            }
        }

        /** Whom the next rows are for. */
        RowSink to(RowSink sink) {
            to = sink;
            return this;
        }

        /** What was written; null if it was too much. */
        KeptAnswer end(int columns) {
            // what has neither rows nor columns has nothing to keep either
            return cells == null || columns == 0 ? null : new KeptAnswer(Arrays.copyOf(cells, size), columns);
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
