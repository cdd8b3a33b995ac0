package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import java.util.function.Consumer;

/** A reply of a part of something, whose failure is one of the whole. */
final class Forward {
    private Forward() {}

    /** @param done what is done when the part is done; it does not throw */
    static <T> Reply<T> to(Reply<?> whole, Consumer<T> done) {
        return new Reply<>() {
            @Override
            public void done(T value) {
                done.accept(value);
            }

            @Override
            public void failed(SqlFailure failure) {
                whole.failed(failure);
            }
        };
    }
}
