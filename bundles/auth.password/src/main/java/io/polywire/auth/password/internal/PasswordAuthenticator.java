package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Exchange;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** A mechanism of this bundle as a service. */
final class PasswordAuthenticator implements Authenticator {
    /** What listeners call all of them. */
    static final String METHOD_NAME = "password";

    private final String mechanism;
    private final int strength;
    private final Predicate<AuthContext> available;
    private final BiFunction<AuthContext, String, Exchange> exchanges;

    PasswordAuthenticator(
            String mechanism,
            int strength,
            Predicate<AuthContext> available,
            BiFunction<AuthContext, String, Exchange> exchanges) {
        this.mechanism = mechanism;
        this.strength = strength;
        this.available = available;
        this.exchanges = exchanges;
    }

    @Override
    public String mechanism() {
        return mechanism;
    }

    @Override
    public String method() {
        return METHOD_NAME;
    }

    @Override
    public int strength() {
        return strength;
    }

    @Override
    public boolean available(AuthContext context) {
        return available.test(context);
    }

    @Override
    public Exchange begin(AuthContext context) {
        return exchanges.apply(context, mechanism);
    }
}
