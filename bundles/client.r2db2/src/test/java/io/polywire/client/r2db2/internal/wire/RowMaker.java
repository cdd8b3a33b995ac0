package io.polywire.client.r2db2.internal.wire;

import io.polywire.client.r2db2.peer.Msg;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Makes rows for tests, through the bytes of the wire. */
public final class RowMaker {
    private RowMaker() {}

    /** A row as a binary message brings it. */
    public static Row binary(Object... cells) {
        return row('d', Msg.row(cells));
    }

    /** A row as a text message brings it. */
    public static Row text(String... cells) {
        return row('D', Msg.textRow(cells));
    }

    private static Row row(char type, Msg msg) {
        byte[] payload = msg.payload();
        Frame frame = new Frame();
        frame.set((byte) type, payload, 0, payload.length);
        Row row = new Row();
        try {
            row.load(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return row;
    }
}
