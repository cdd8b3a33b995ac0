package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.storage.StorageStatement;
import java.nio.charset.StandardCharsets;
import org.sqlite.core.RawConnection;

/** Sets the parameters of a compiled statement. */
final class Binder {
    /** A statement that holds more than this is made to forget it after its run. */
    private static final int HEAVY_BYTES = 16 * 1024;

    private Binder() {}

    static void bind(SqliteConnection c, KeptStatement k, StorageStatement statement, Parameters parameters) {
        bind(c, k, k.handle, 0, statement, parameters);
    }

    /**
     * Sets some of the parameters of what was compiled for several rows of a statement.
     *
     * @param before how many parameters stand before them
     */
    static void bind(
            SqliteConnection c,
            KeptStatement k,
            long handle,
            int before,
            StorageStatement statement,
            Parameters parameters) {
        int given = parameters == null ? 0 : parameters.size();
        if (given != statement.parameterCount()) {
            throw SqlFailure.of(
                    FailureKind.PROTOCOL,
                    "the statement takes " + statement.parameterCount() + " parameters, " + given + " were given");
        }
        RawConnection raw = c.raw();
        for (int i = 0; i < given; i++) {
            int number = before + i + 1;
            int code = switch (parameters.kind(i)) {
                case NULL -> raw.bindNull(handle, number);
                case LONG -> raw.bindLong(handle, number, parameters.getLong(i));
                case DOUBLE -> {
                    double d = parameters.getDouble(i);
                    // SQLite makes NULL of it
                    yield Double.isNaN(d)
                            ? raw.bindUtf8(handle, number, JavaFunctions.NAN.getBytes(StandardCharsets.US_ASCII))
                            : raw.bindDouble(handle, number, d);
                }
                case UTF8 -> {
                    k.heavy |= parameters.length(i) > HEAVY_BYTES;
                    yield raw.bindUtf8(handle, number, parameters.copyBytes(i));
                }
                case BYTES -> {
                    k.heavy |= parameters.length(i) > HEAVY_BYTES;
                    yield raw.bindBlob(handle, number, parameters.copyBytes(i));
                }
            };
            // RANGE: declared, and not used by the text.
            if (code != 0 && code != 25) {
                throw c.failure(code, null);
            }
        }
    }
}
