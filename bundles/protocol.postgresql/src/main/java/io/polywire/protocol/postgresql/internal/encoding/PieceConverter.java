package io.polywire.protocol.postgresql.internal.encoding;

import io.polywire.api.error.SqlFailure;
import io.polywire.protocol.postgresql.internal.io.Utf8;
import java.util.Arrays;

/** Converts a text that comes in pieces, which may end inside of a character. Used by one thread at a time. */
public final class PieceConverter {
    private static final byte[] NOTHING = {};

    private final Transcoder transcoder;
    private byte[] carried = NOTHING;
    private SqlFailure failure;

    /** Converts by {@code transcoder}. */
    public PieceConverter(Transcoder transcoder) {
        this.transcoder = transcoder;
    }

    /** The next piece in UTF-8, as far as it is whole characters and none before was a failure. */
    public byte[] convert(byte[] piece) {
        if (failure != null) {
            return NOTHING;
        }
        byte[] all = piece;
        if (carried.length > 0) {
            all = Arrays.copyOf(carried, carried.length + piece.length);
            System.arraycopy(piece, 0, all, carried.length, piece.length);
        }
        int rest = transcoder.incomplete(all, 0, all.length);
        carried = rest == 0 ? NOTHING : Arrays.copyOfRange(all, all.length - rest, all.length);
        int whole = all.length - rest;
        try {
            return transcoder.toUtf8(all, 0, whole);
        } catch (SqlFailure f) {
            failure = f;
            return transcoder.toUtf8(all, 0, transcoder.good(all, 0, whole));
        }
    }

    /** The text is at its end. */
    public void finish() {
        if (failure == null && carried.length > 0) {
            failure = Utf8.invalid(transcoder.encoding().name(), carried, 0, carried.length);
        }
    }

    /** Why a character could not be converted; null if all could. */
    public SqlFailure failure() {
        return failure;
    }
}
