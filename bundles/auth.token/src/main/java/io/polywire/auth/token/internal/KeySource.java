package io.polywire.auth.token.internal;

import com.nimbusds.jose.jwk.JWK;
import io.polywire.api.auth.WatchedFile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where keys come from. */
interface KeySource extends AutoCloseable {
    /** The keys as far as is known; fails if none are. */
    CompletionStage<List<JWK>> keys();

    /** The keys after a look for newer ones, if one may be taken now: a token names a key that is not known. */
    CompletionStage<List<JWK>> newer();

    /** Why it does not work as configured, or null. */
    String problem();

    @Override
    void close();

    /** A file that is read again when it changes. */
    record OfFile(WatchedFile<List<JWK>> file) implements KeySource {
        @Override
        public CompletionStage<List<JWK>> keys() {
            return CompletableFuture.completedFuture(file.get());
        }

        @Override
        public CompletionStage<List<JWK>> newer() {
            return keys();
        }

        @Override
        public String problem() {
            return file.problem();
        }

        @Override
        public void close() {
            // holds nothing open
        }
    }
}
