package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The mechanisms that a configuration enables, as services. */
final class Authenticators implements AutoCloseable {
    private static final int PLAIN = 100;
    private static final int WEAK = 200;
    private static final int SRP = 250;
    private static final int STRONG = 300;
    private static final int BOUND = 310;

    private final List<Authenticator> list = new ArrayList<>();
    private final Sha2Service sha2;

    Authenticators(Settings settings, LoginDesk desk, SqliteUserStore store) {
        sha2 = new Sha2Service(settings.sha2Cache(), store);
        PlainCheck check = new PlainCheck(desk.forms());
        int iterations = settings.scramIterations();
        for (Mechanism m : settings.mechanisms()) {
            switch (m) {
                case ARGON2 -> add("password", PLAIN, (c, name) -> new PasswordExchange(desk, check, c, name));
                case SCRAM_SHA_256 -> {
                    add(m.key(), STRONG, (c, name) -> new ScramExchange(desk, c, name, false, iterations));
                    add(
                            m.key() + "-plus",
                            BOUND,
                            ScramExchange::canBind,
                            (c, name) -> new ScramExchange(desk, c, name, true, iterations));
                }
                case CACHING_SHA2 -> add(m.key(), STRONG, (c, name) -> new Sha2Exchange(desk, c, name, sha2));
                case SRP256 -> add(m.key(), STRONG, (c, name) -> new SrpExchange(desk, c, m));
                case SRP -> add(m.key(), SRP, (c, name) -> new SrpExchange(desk, c, m));
                case MYSQL_NATIVE -> add(m.key(), WEAK, (c, name) -> new NativeExchange(desk, c, name));
                case MD5 -> add(m.key(), WEAK, (c, name) -> new Md5Exchange(desk, c, name));
            }
        }
    }

    /** What the wires may call them; longer than what is enabled. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of("password", "scram-sha-256-plus"));
        for (Mechanism m : Mechanism.values()) {
            if (m != Mechanism.ARGON2) {
                names.add(m.key());
            }
        }
        return names;
    }

    private void add(String name, int strength, BiFunction<AuthContext, String, Exchange> exchanges) {
        add(name, strength, context -> true, exchanges);
    }

    private void add(
            String name,
            int strength,
            Predicate<AuthContext> available,
            BiFunction<AuthContext, String, Exchange> exchanges) {
        list.add(new PasswordAuthenticator(name, strength, available, exchanges));
    }

    List<Authenticator> list() {
        return List.copyOf(list);
    }

    @Override
    public void close() {
        sha2.close();
    }
}
