package io.polywire.api.auth;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * An exchange in which the client proves itself by one message, or by what its connection shows. The answer to all that is
 * wrong with a user or its proof is the same (28P01); the reason is the failure's cause, for the security log.
 */
public final class SingleStep implements Exchange {
    private final AtomicBoolean used = new AtomicBoolean();
    private final AuthContext context;
    private final boolean needsData;
    private final Executor threads;
    private final Function<byte[], CompletionStage<Principal>> check;

    /**
     * An exchange that has not begun.
     *
     * @param context of the client
     * @param needsData whether the client must send its proof; called without, it is asked by an empty challenge
     * @param threads where the check starts; refuses what is too much by RejectedExecutionException
     * @param check gives the principal, or fails by {@link OutsideUsers.Refused} or {@link SqlFailure}; gets the data, which
     *     are wiped when its stage is complete
     */
    public SingleStep(
            AuthContext context,
            boolean needsData,
            Executor threads,
            Function<byte[], CompletionStage<Principal>> check) {
        this.context = context;
        this.needsData = needsData;
        this.threads = threads;
        this.check = check;
    }

    @Override
    public void next(byte[] data, AuthReply reply) {
        if (data == null && needsData && !used.get()) {
            reply.challenge(new byte[0]);
            return;
        }
        if (!used.compareAndSet(false, true)) {
            wipe(data);
            reply.refused(SqlFailure.build(FailureKind.PROTOCOL, "the log-in is over")
                    .fatal()
                    .build());
            return;
        }
        try {
            threads.execute(() -> run(data, reply));
        } catch (RejectedExecutionException full) {
            wipe(data);
            reply.refused(SqlFailure.build(FailureKind.TOO_MANY_CONNECTIONS, "too many log-ins at once")
                    .hint("try again later")
                    .fatal()
                    .build());
        }
    }

    private void run(byte[] data, AuthReply reply) {
        CompletionStage<Principal> outcome;
        try {
            outcome = check.apply(data);
        } catch (RuntimeException e) {
            wipe(data);
            reply.refused(failure(e));
            return;
        }
        outcome.whenComplete((principal, problem) -> {
            wipe(data);
            if (problem == null) {
                reply.done(principal, null, null);
            } else {
                reply.refused(failure(problem));
            }
        });
    }

    private SqlFailure failure(Throwable problem) {
        Throwable p = problem;
        while (p instanceof java.util.concurrent.CompletionException && p.getCause() != null) {
            p = p.getCause();
        }
        if (p instanceof OutsideUsers.Refused) {
            return SqlFailure.build(
                            FailureKind.AUTHENTICATION, "authentication failed for user \"" + printable(context) + '"')
                    .fatal()
                    .cause(p)
                    .build();
        }
        // a stranger is not told about stores and key servers
        return SqlFailure.build(FailureKind.UNAVAILABLE, "this log-in cannot be decided now")
                .fatal()
                .cause(p)
                .build();
    }

    private static String printable(AuthContext context) {
        StringBuilder text = new StringBuilder();
        String name = context.user() == null ? "" : context.user();
        name.codePoints()
                .limit(63)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    private static void wipe(byte[] data) {
        if (data != null) {
            Arrays.fill(data, (byte) 0);
        }
    }

    @Override
    public void close() {
        // what was sent is wiped by the check, which is bounded in time
        used.set(true);
    }
}
