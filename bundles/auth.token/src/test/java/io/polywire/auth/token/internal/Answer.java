package io.polywire.auth.token.internal;

import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a step of an exchange answered; exactly one of the three is set. */
record Answer(byte[] challenge, Principal principal, byte[] finalData, byte[] sessionKey, SqlFailure failure) {

    /** Makes the call and waits for its answer. */
    static Answer to(Exchange exchange, byte[] data) throws Exception {
        return ask(exchange, data).get(30, TimeUnit.SECONDS);
    }

    /** Makes the call. */
    static CompletableFuture<Answer> ask(Exchange exchange, byte[] data) {
        CompletableFuture<Answer> future = new CompletableFuture<>();
        exchange.next(data, new AuthReply() {
            @Override
            public void challenge(byte[] bytes) {
                answer(new Answer(bytes, null, null, null, null));
            }

            @Override
            public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
                answer(new Answer(null, principal, finalData, sessionKey, null));
            }

            @Override
            public void refused(SqlFailure failure) {
                answer(new Answer(null, null, null, null, failure));
            }

            private void answer(Answer answer) {
                if (!future.complete(answer)) {
                    throw new AssertionError("a second answer: " + answer);
                }
            }
        });
        return future;
    }
}
