package io.polywire.protocol.postgresql.internal.copy;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSource;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.encoding.PieceConverter;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.type.WireType;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The rows of COPY FROM: the event loop feeds the bytes of CopyData messages, the session's strand pulls rows. Holds what
 * was fed and not read, bounded by whoever feeds ({@link #waiting}), and one row, bounded here.
 */
public final class CopySource implements RowSource {
    /** Context of what is about no row. */
    public static final String NOWHERE = "";

    private final String table;
    private final RowParser parser;
    private final int rowMost;
    /** Null where the bytes are taken as they come. */
    private final PieceConverter converter;

    private int lowMark = Integer.MAX_VALUE;
    private Runnable takenListener;

    /** Of the strand: */
    private byte[] window = {};

    private int from;
    private int end;
    /** Whether the window has all that there will be. */
    private boolean all;
    /** Read so far, a header included. */
    private long rows;

    /** Under the lock: */
    private final ArrayDeque<byte[]> fed = new ArrayDeque<>();

    private long fedBytes;
    private boolean last;
    private boolean closed;
    private SqlFailure failure;
    private Runnable ready;

    /**
     * A source.
     *
     * @param table for CONTEXT
     * @param names of the columns, for CONTEXT
     * @param client converts the client's text; null for nothing
     * @param rowMost most bytes of one row
     */
    public CopySource(
            String table,
            List<String> names,
            WireType[] types,
            CopyOptions options,
            TextStyle style,
            Transcoder client,
            int rowMost) {
        this.table = table;
        this.rowMost = rowMost;
        this.parser = switch (options.format()) {
            case TEXT -> new TextParser(names, types, options, style);
            case CSV -> new CsvParser(names, types, options, style);
            case BINARY -> new BinaryParser(names, types, client);
        };
        Transcoder t = options.format() == CopyOptions.Format.BINARY ? null : options.transcoder(client);
        this.converter = t == null ? null : new PieceConverter(t);
    }

    /** Calls {@code listener}, on the strand, whenever the bytes that wait sink below {@code mark} again. */
    public void onTaken(int mark, Runnable listener) {
        lowMark = mark;
        takenListener = listener;
    }

    // ---- the event loop ----

    /** Takes bytes over. */
    public void feed(byte[] bytes) {
        Runnable r;
        synchronized (this) {
            if (closed) {
                return;
            }
            fed.add(bytes);
            fedBytes += bytes.length;
            r = taken();
        }
        run(r);
    }

    /** CopyDone. */
    public void finish() {
        Runnable r;
        synchronized (this) {
            last = true;
            r = taken();
        }
        run(r);
    }

    /** CopyFail, or a message that does not belong here. */
    public void fail(SqlFailure why) {
        Runnable r;
        synchronized (this) {
            failure = why;
            r = taken();
        }
        run(r);
    }

    /** Bytes fed and not taken by the strand. */
    public synchronized long waiting() {
        return fedBytes;
    }

    private Runnable taken() {
        Runnable r = ready;
        ready = null;
        return r;
    }

    private static void run(Runnable r) {
        if (r != null) {
            r.run();
        }
    }

    // ---- the strand ----

    @Override
    public Next next(Parameters into) {
        while (true) {
            int what;
            try {
                what = parser.parse(window, from, end, all, into);
            } catch (SqlFailure f) {
                throw within(f, parser.where());
            }
            switch (what) {
                case RowParser.ROW, RowParser.SKIP -> {
                    from += parser.consumed();
                    rows++;
                    if (what == RowParser.ROW) {
                        return Next.ROW;
                    }
                }
                case RowParser.END -> {
                    if (all) {
                        return Next.END;
                    }
                    // the client may still give up, or send what must not follow: its CopyDone is the end
                    int marker = end - from;
                    all = pull();
                    if (parser.isRestIgnored()) {
                        end = from + marker;
                    }
                    if (!all && end - from == marker && isDry()) {
                        return Next.WAIT;
                    }
                }
                default -> {
                    if (end - from > rowMost) {
                        throw SqlFailure.build(FailureKind.LIMIT, "a row is longer than " + rowMost + " bytes")
                                .context("COPY " + table + ", " + parser.where())
                                .build();
                    }
                    // only now: to move what is left to the front for each row would take a time that grows with the
                    // backlog
                    int size = end - from;
                    boolean before = all;
                    all = pull();
                    if (end - from > size || all != before) {
                        continue;
                    }
                    if (isDry()) {
                        return Next.WAIT;
                    }
                    if (all) {
                        return Next.END;
                    }
                }
            }
        }
    }

    /**
     * Whether there is nothing to read until more comes.
     *
     * @throws SqlFailure if the client has given up: what came before is read first, so that the line is the one where it did
     */
    private synchronized boolean isDry() {
        if (fed.isEmpty() && failure != null) {
            throw at(failure, parser.isRestIgnored() ? "line " + (rows + 1) : parser.where());
        }
        return fed.isEmpty() && !last;
    }

    /** A failure to read a value, whose own context stands before that of the row. */
    private SqlFailure within(SqlFailure f, String where) {
        SqlFailure placed = at(f, where);
        return f.context() == null || where == null
                ? placed
                : placed.but().context(f.context() + "\n" + placed.context()).build();
    }

    private SqlFailure at(SqlFailure f, String where) {
        return f.but()
                .position(0)
                .context(where == null ? NOWHERE : "COPY " + table + ", " + where)
                .build();
    }

    private boolean pull() {
        long before = waiting();
        boolean all = takeOver();
        if (before >= lowMark && takenListener != null) {
            takenListener.run();
        }
        return all;
    }

    /** Takes what was fed; whether that was all there will be. */
    private synchronized boolean takeOver() {
        if (failure != null && (failure.isFatal() || failure.kind() == FailureKind.CONNECTION)) {
            throw failure;
        }
        if (converter != null) {
            convert();
        }
        if (!fed.isEmpty()) {
            int need = end - from + (int) Math.min(fedBytes, Integer.MAX_VALUE / 2);
            if (need > window.length || from > 0) {
                byte[] wider = need > window.length ? new byte[Math.max(need, 8192)] : window;
                System.arraycopy(window, from, wider, 0, end - from);
                window = wider;
                end -= from;
                from = 0;
            }
            for (byte[] b = fed.poll(); b != null; b = fed.poll()) {
                System.arraycopy(b, 0, window, end, b.length);
                end += b.length;
            }
            fedBytes = 0;
        }
        // what is there when it fails is not all of its row
        return last && failure == null;
    }

    /** What is fed becomes UTF-8; from the first character on that cannot, nothing is read and that is the failure. */
    private void convert() {
        List<byte[]> pieces = List.copyOf(fed);
        fed.clear();
        fedBytes = 0;
        for (byte[] piece : pieces) {
            add(converter.convert(piece));
        }
        if (last && failure == null) {
            converter.finish();
        }
        if (failure == null) {
            failure = converter.failure();
        }
    }

    private void add(byte[] converted) {
        if (converted.length > 0) {
            fed.add(converted);
            fedBytes += converted.length;
        }
    }

    @Override
    public void whenReady(Runnable r) {
        synchronized (this) {
            if (fed.isEmpty() && failure == null && !last) {
                ready = r;
                return;
            }
        }
        r.run();
    }

    @Override
    public synchronized void close() {
        closed = true;
        fed.clear();
        fedBytes = 0;
        window = new byte[0];
        from = 0;
        end = 0;
    }
}
