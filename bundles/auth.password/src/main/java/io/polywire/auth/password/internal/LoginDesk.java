package io.polywire.auth.password.internal;

import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import java.time.Clock;
import java.util.function.Supplier;

/** What exchanges share. */
final class LoginDesk {
    private final Supplier<UserStore> store;
    private final VerifierForms forms;
    private final LoginThreads threads;
    private final LoginCounters counters;
    private final MockSource mocks;
    private final Clock clock;

    /**
     * Sets up the desk.
     *
     * @param store the one that decides now; a directory may take the place of the embedded one at any time
     */
    LoginDesk(
            Supplier<UserStore> store,
            VerifierForms forms,
            LoginThreads threads,
            LoginCounters counters,
            MockSource mocks,
            Clock clock) {
        this.store = store;
        this.forms = forms;
        this.threads = threads;
        this.counters = counters;
        this.mocks = mocks;
        this.clock = clock;
    }

    VerifierForms forms() {
        return forms;
    }

    LoginThreads threads() {
        return threads;
    }

    LoginCounters counters() {
        return counters;
    }

    MockSource mocks() {
        return mocks;
    }

    /** The user of that name, with the verifier of one mechanism. */
    Candidate find(String name, Mechanism mechanism) {
        User user = store.get().find(name == null ? "" : name);
        String verifier = user == null ? null : user.verifiers().get(mechanism.key());
        String refusal = refusal(user);
        if (refusal == null && verifier == null) {
            refusal = "there is no verifier for " + mechanism.key();
        }
        return new Candidate(user, verifier, refusal);
    }

    /** Why this user cannot get in whatever it proves; null if it can. */
    String refusal(User user) {
        if (user == null) {
            return "there is no such user";
        }
        if (!user.login()) {
            return "it is a role that cannot log in";
        }
        if (user.locked()) {
            return "the user is locked";
        }
        if (user.expires() != null && !clock.instant().isBefore(user.expires())) {
            return "the user's password has expired";
        }
        return null;
    }

    /** Stores the verifiers that a user lacks, now that its password is known to be right. */
    void renew(User user, byte[] password) {
        if (store.get() instanceof VerifiedStore verified) {
            var missing = forms.missing(user, password);
            if (!missing.isEmpty()) {
                verified.addVerifiers(user, missing);
            }
        }
    }
}
