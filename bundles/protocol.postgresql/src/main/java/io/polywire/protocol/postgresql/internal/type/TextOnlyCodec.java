package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.protocol.postgresql.internal.io.Output;

/** A type that has a text form only. */
final class TextOnlyCodec extends TextCodec {
    private final SqlFailure none;

    /** @param none what is said to a client that asks for the binary form */
    TextOnlyCodec(String name, SqlFailure none) {
        super(name);
        this.none = none;
    }

    @Override
    public void requireBinary() {
        // a failure of its own for each
        throw none.but().build();
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        requireBinary();
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        requireBinary();
    }

    @Override
    public Parameters.Kind rawBinary() {
        return null;
    }
}
