package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * "password": the wire hands over the clear password in UTF-8, without an end mark. Called without data it asks for it by
 * an empty challenge.
 */
final class PasswordExchange extends LoginExchange {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordExchange.class);

    private final LoginDesk desk;
    private final PlainCheck check;
    private final AuthContext context;
    private User user;

    PasswordExchange(LoginDesk desk, PlainCheck check, AuthContext context, String mechanism) {
        super(desk, mechanism);
        this.desk = desk;
        this.check = check;
        this.context = context;
    }

    @Override
    Place place(byte[] data) {
        return data == null ? Place.HERE : Place.HASH;
    }

    @Override
    Outcome step(byte[] data) {
        if (data == null) {
            return new Outcome.Challenge(new byte[0]);
        }
        Candidate candidate = desk.find(context.user(), Mechanism.ARGON2);
        User found = candidate.user();
        boolean right = check.matches(found, data);
        String refusal = desk.refusal(found);
        if (refusal == null && !right) {
            refusal = "the password is wrong";
        }
        if (refusal != null) {
            return new Outcome.Failure(Refusals.authentication(context.user(), refusal));
        }
        user = found;
        return new Outcome.Success(found);
    }

    @Override
    void afterSuccess(byte[] data) {
        try {
            desk.renew(user, data);
        } catch (RuntimeException e) {
            // the log-in stands; the next one tries again
            LOG.warn("verifiers of user {} could not be renewed", UserNames.printable(user.name()), e);
        }
    }

    @Override
    void wipe() {
        // the password lives in the data of the one step, which are wiped by the caller
    }
}
