package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all exchanges have in common: the order of calls, the thread that a step runs on, the answer, the wiping.
 *
 * <pre>
 *   READY ──next──▶ BUSY ──challenge──▶ READY
 *     │              │ │ done, refused
 *     │ close        │ └───────────────▶ OVER
 *     │              │ close
 *     │              ▼
 *     │            CLOSING ──end of step──▶ OVER
 *     └────────────────────────────────────▶
 * </pre>
 */
abstract class LoginExchange implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(LoginExchange.class);

    /** Where a step runs. */
    enum Place {
        /** It computes next to nothing. */
        HERE,
        /** It looks a user up. */
        LOOKUP,
        /** It costs processor time or memory. */
        HASH
    }

    private enum State {
        READY,
        BUSY,
        CLOSING,
        OVER
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.READY);
    private final LoginDesk desk;
    private final String mechanism;

    LoginExchange(LoginDesk desk, String mechanism) {
        this.desk = desk;
        this.mechanism = mechanism;
    }

    /** Where the step with these data runs. */
    abstract Place place(byte[] data);

    /**
     * The next step.
     *
     * @param data what the client sent, or null; wiped after the step
     * @throws SqlFailure if the store cannot be read
     */
    abstract Outcome step(byte[] data);

    /** After the client was told that it is in, before the wiping: what need not keep it waiting. */
    void afterSuccess(byte[] data) {}

    /** Overwrites what is kept between steps. */
    abstract void wipe();

    @Override
    public final void next(byte[] data, AuthReply reply) {
        if (!state.compareAndSet(State.READY, State.BUSY)) {
            Secrets.wipe(data);
            reply.refused(Refusals.protocol("the log-in is over or waits for its last answer"));
            return;
        }
        Run run = new Run(data, reply);
        boolean taken = switch (place(data)) {
            case HERE -> {
                run.run();
                yield true;
            }
            case LOOKUP -> desk.threads().lookUp(run);
            case HASH -> desk.threads().hash(run);
        };
        if (!taken) {
            run.refuse(desk.threads().isEnding() ? Refusals.unavailable(null) : Refusals.tooMany());
        }
    }

    @Override
    public final void close() {
        if (state.compareAndSet(State.READY, State.OVER)) {
            wipe();
        } else {
            // a step that runs wipes at its end
            state.compareAndSet(State.BUSY, State.CLOSING);
        }
    }

    /** One step on its way through a pool. */
    private final class Run implements LoginThreads.Step {
        private final byte[] data;
        private final AuthReply reply;

        Run(byte[] data, AuthReply reply) {
            this.data = data;
            this.reply = reply;
        }

        @Override
        public void run() {
            Outcome outcome = outcome();
            try {
                answer(outcome);
            } catch (RuntimeException e) {
                // the wire's own defect; the thread belongs to all
                LOG.error("the answer to a log-in by {} failed", mechanism, e);
            } finally {
                Secrets.wipe(data);
            }
        }

        private Outcome outcome() {
            if (state.get() == State.CLOSING) {
                return new Outcome.Failure(Refusals.protocol("the log-in was given up"));
            }
            try {
                return step(data);
            } catch (SqlFailure e) {
                // a stranger is not told about the store
                LOG.warn("a log-in by {} cannot be decided: {}", mechanism, e.getMessage(), e);
                return new Outcome.Failure(Refusals.unavailable(e));
            } catch (RuntimeException e) {
                LOG.error("a log-in by {} failed for a reason of its own", mechanism, e);
                return new Outcome.Failure(SqlFailure.build(FailureKind.INTERNAL, "the log-in failed")
                        .fatal()
                        .cause(e)
                        .build());
            }
        }

        private void answer(Outcome outcome) {
            if (outcome instanceof Outcome.Challenge challenge) {
                if (!state.compareAndSet(State.BUSY, State.READY)) {
                    refuse(Refusals.protocol("the log-in was given up"));
                    return;
                }
                reply.challenge(challenge.data());
            } else if (outcome instanceof Outcome.Success success) {
                state.set(State.OVER);
                try {
                    desk.counters().count(mechanism, LoginCounters.Result.SUCCESS);
                    reply.done(success.user().principal(), success.finalData(), success.sessionKey());
                    afterSuccess(data);
                } finally {
                    wipe();
                }
            } else if (outcome instanceof Outcome.Failure failure) {
                refuse(failure.failure());
            }
        }

        void refuse(SqlFailure failure) {
            state.set(State.OVER);
            wipe();
            Secrets.wipe(data);
            desk.counters().count(mechanism, LoginCounters.Result.of(failure));
            reply.refused(failure);
        }

        @Override
        public void abandon() {
            refuse(Refusals.unavailable(null));
        }
    }
}
