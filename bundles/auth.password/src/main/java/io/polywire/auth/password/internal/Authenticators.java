package io.polywire.auth.password.internal;

import io.polywire.api.auth.Authenticator;
import java.util.ArrayList;
import java.util.List;

/** The mechanisms that a configuration enables. */
final class Authenticators {
    private static final int PLAIN = 100;

    private Authenticators() {}

    /** Their names on the wires. */
    static List<String> names(Settings settings) {
        List<String> names = new ArrayList<>();
        for (Mechanism m : settings.mechanisms()) {
            names.add(m == Mechanism.ARGON2 ? "password" : m.key());
        }
        return names;
    }

    static List<Authenticator> of(Settings settings, LoginDesk desk, SqliteUserStore store) {
        List<Authenticator> result = new ArrayList<>();
        PlainCheck check = new PlainCheck(desk.forms());
        result.add(new PasswordAuthenticator(
                "password", PLAIN, c -> true, (c, name) -> new PasswordExchange(desk, check, c, name)));
        return List.copyOf(result);
    }
}
