package io.polywire.router.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who may log in how, in the manner of {@code pg_hba.conf}: the first rule that matches decides, and if none does, nobody
 * gets in. Without rules, everything that the listener allows. Immutable.
 */
final class GateRules {
    /** No rules. */
    static final GateRules NONE = new GateRules(List.of());

    private static final String KEY = "rules";
    private static final String REJECT = "reject";
    private static final String SAME_USER = "sameuser";
    private static final int MOST = 10_000;

    /** What is empty holds for all. */
    private record Rule(
            Set<String> listeners,
            List<Network> networks,
            Set<String> databases,
            Set<String> users,
            String tls,
            Set<String> auth) {
        boolean matches(AuthContext context, String user) {
            Connection c = context.connection();
            return (listeners.isEmpty() || listeners.contains(c.listener().name()))
                    && (networks.isEmpty() || networks.stream().anyMatch(n -> n.contains(c.peer())))
                    && (databases.isEmpty() || matchesDatabase(database(context), user))
                    && (users.isEmpty() || users.contains(user))
                    && matchesTls(c);
        }

        private boolean matchesDatabase(String database, String user) {
            return databases.contains(database) || databases.contains(SAME_USER) && database.equals(user);
        }

        private boolean matchesTls(Connection c) {
            return switch (tls) {
                case "on" -> c.tls() != null;
                case "off" -> c.tls() == null;
                case "certificate" ->
                    c.tls() != null && !c.tls().peerCertificates().isEmpty();
                default -> true;
            };
        }

        /** The one asked for, or the listener's, or "" for the router's. */
        private static String database(AuthContext context) {
            String asked = context.database();
            if (asked != null && !asked.isEmpty()) {
                return asked;
            }
            String listener = context.connection().listener().database();
            return listener == null ? "" : listener;
        }
    }

    private final List<Rule> rules;

    private GateRules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Reads rules.
     *
     * @param lines one each
     * @throws SqlFailure of kind CONFIGURATION with the rule that is wrong
     */
    static GateRules parse(List<String> lines) {
        if (lines.size() > MOST) {
            throw refuse(lines.size() + " rules", "at most " + MOST + " are possible");
        }
        return lines.isEmpty()
                ? NONE
                : new GateRules(lines.stream().map(GateRules::rule).toList());
    }

    private static Rule rule(String line) {
        Set<String> listeners = Set.of();
        Set<String> databases = Set.of();
        Set<String> users = Set.of();
        Set<String> auth = Set.of();
        List<Network> networks = List.of();
        String tls = "";
        List<String> seen = new ArrayList<>();
        for (String word : line.split("\\s+")) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            List<String> values = equals < 0
                    ? List.of()
                    : Arrays.stream(word.substring(equals + 1).split(","))
                            .filter(v -> !v.isEmpty())
                            .distinct()
                            .toList();
            if (values.isEmpty() || seen.contains(key)) {
                throw refuse(line, "a rule is made of key=value[,value]..., each key once");
            }
            seen.add(key);
            switch (key) {
                case "listener" -> listeners = Set.copyOf(values);
                case "network" -> networks = networks(line, values);
                case "database" -> databases = Set.copyOf(values);
                case "user" -> users = users(line, values);
                case "tls" -> tls = tls(line, values);
                case "auth" -> auth = Set.copyOf(values);
                default -> throw refuse(line, "keys are listener, network, database, user, tls, auth");
            }
        }
        if (auth.isEmpty()) {
            throw refuse(line, "auth= is missing");
        }
        if (auth.contains(REJECT) && auth.size() > 1) {
            throw refuse(line, "reject stands alone");
        }
        return new Rule(listeners, networks, databases, users, tls, auth);
    }

    private static List<Network> networks(String line, List<String> values) {
        try {
            return values.stream().map(Network::parse).toList();
        } catch (IllegalArgumentException e) {
            throw refuse(line, "a network is all, loopback, an address or a CIDR block");
        }
    }

    private static Set<String> users(String line, List<String> values) {
        if (values.stream().anyMatch(v -> v.startsWith("+") || v.startsWith("/"))) {
            throw refuse(line, "members of a role and expressions are not supported, name the users");
        }
        return Set.copyOf(values);
    }

    private static String tls(String line, List<String> values) {
        if (values.size() != 1 || !Set.of("on", "off", "certificate").contains(values.get(0))) {
            throw refuse(line, "tls is on, off or certificate");
        }
        return values.get(0);
    }

    private static SqlFailure refuse(String value, String why) {
        return SqlFailure.of(FailureKind.CONFIGURATION, KEY + " = " + value + " is not possible; " + why);
    }

    /** The methods and mechanisms that rules name. */
    Set<String> methods() {
        return rules.stream()
                .flatMap(r -> r.auth().stream())
                .filter(name -> !name.equals(REJECT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * Whether a client may use a mechanism.
     *
     * @param user whom it wants to be, or has proved to be; null or empty if it has not said
     */
    boolean allow(AuthContext context, String user, String method, String mechanism) {
        if (rules.isEmpty()) {
            return true;
        }
        String name = user == null ? "" : user;
        for (Rule r : rules) {
            if (r.matches(context, name)) {
                return r.auth().contains(method) || r.auth().contains(mechanism);
            }
        }
        return false;
    }
}
