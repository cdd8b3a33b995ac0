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
        int given = parameters == null ? 0 : parameters.size();
        if (given != statement.parameterCount()) {
            throw SqlFailure.of(
                    FailureKind.PROTOCOL,
                    "the statement takes " + statement.parameterCount() + " parameters, " + given + " were given");
        }
        RawConnection raw = c.raw();
        for (int i = 0; i < given; i++) {
            int code = switch (parameters.kind(i)) {
                case NULL -> raw.bindNull(k.handle, i + 1);
                case LONG -> raw.bindLong(k.handle, i + 1, parameters.getLong(i));
                case DOUBLE -> {
                    double d = parameters.getDouble(i);
                    // SQLite makes NULL of it
                    yield Double.isNaN(d)
                            ? raw.bindUtf8(k.handle, i + 1, JavaFunctions.NAN.getBytes(StandardCharsets.US_ASCII))
                            : raw.bindDouble(k.handle, i + 1, d);
                }
                case UTF8 -> {
                    k.heavy |= parameters.length(i) > HEAVY_BYTES;
                    yield raw.bindUtf8(k.handle, i + 1, parameters.copyBytes(i));
                }
                case BYTES -> {
                    k.heavy |= parameters.length(i) > HEAVY_BYTES;
                    yield raw.bindBlob(k.handle, i + 1, parameters.copyBytes(i));
                }
            };
            // RANGE: declared, and not used by the text.
            if (code != 0 && code != 25) {
                throw c.failure(code, null);
            }
        }
    }
}
