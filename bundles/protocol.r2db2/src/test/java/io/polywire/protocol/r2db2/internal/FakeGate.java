package io.polywire.protocol.r2db2.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets in user test with password test, the token {@link #TOKEN}, and certificates where the connection has TLS. */
final class FakeGate implements Gatekeeper {
    static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0b2tlbi11c2VyIn0.c2lnbmF0dXJl";

    final AtomicInteger checks = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final List<byte[]> secrets = new CopyOnWriteArrayList<>();
    Executor executor = Runnable::run;
    /** Asks once more before it decides. */
    boolean asksTwice;

    @Override
    public List<String> mechanisms(AuthContext context, List<String> spoken) {
        List<String> strongestFirst = List.of("certificate", "token", "password", NONE);
        return strongestFirst.stream()
                .filter(context.connection().listener().auth()::contains)
                .filter(spoken::contains)
                .toList();
    }

    @Override
    public Exchange begin(String mechanism, AuthContext context) {
        open.incrementAndGet();
        return new Exchange() {
            private boolean asked;
            private boolean closed;

            @Override
            public void next(byte[] data, AuthReply reply) {
                checks.incrementAndGet();
                if (data != null) {
                    secrets.add(data);
                }
                executor.execute(() -> decide(data, reply));
            }

            private void decide(byte[] data, AuthReply reply) {
                String secret = data == null ? null : new String(data, StandardCharsets.UTF_8);
                if (data != null) {
                    Arrays.fill(data, (byte) 0);
                }
                if (asksTwice && !asked) {
                    asked = true;
                    reply.challenge(new byte[] {1, 2, 3});
                    return;
                }
                switch (mechanism) {
                    case NONE -> reply.done(principal("anonymous", false), null, null);
                    case "password" -> {
                        if ("test".equals(context.user()) && "test".equals(secret)) {
                            reply.done(principal("test", true), null, null);
                        } else {
                            reply.refused(refusal());
                        }
                    }
                    case "token" -> {
                        if (TOKEN.equals(secret)) {
                            reply.done(principal("token-user", true), null, null);
                        } else {
                            reply.refused(refusal());
                        }
                    }
                    default -> {
                        if (context.connection().tls() != null) {
                            reply.done(principal("certified", true), null, new byte[] {9});
                        } else {
                            reply.refused(refusal());
                        }
                    }
                }
            }

            @Override
            public synchronized void close() {
                if (!closed) {
                    closed = true;
                    open.decrementAndGet();
                }
            }
        };
    }

    private static SqlFailure refusal() {
        return SqlFailure.of(FailureKind.AUTHENTICATION, "authentication failed");
    }

    private static Principal principal(String name, boolean authenticated) {
        return new Principal(name, 1, false, Set.of(), authenticated);
    }
}
