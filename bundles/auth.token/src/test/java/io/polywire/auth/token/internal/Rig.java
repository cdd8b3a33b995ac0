package io.polywire.auth.token.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.Membership;
import io.polywire.api.auth.RoleAttributes;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.TlsState;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands around the authenticator: configuration, connections, a user store in memory. */
final class Rig {
    private Rig() {}

    static TokenConfiguration configuration(Map<String, Object> values) {
        return (TokenConfiguration) Proxy.newProxyInstance(
                TokenConfiguration.class.getClassLoader(),
                new Class<?>[] {TokenConfiguration.class},
                (p, m, a) -> values.getOrDefault(m.getName().replace('_', '.'), m.getDefaultValue()));
    }

    static AuthContext context(String user, String address, boolean tls) {
        TlsState state = tls ? new TlsState("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, null, List.of(), null) : null;
        Connection connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (p, m, a) -> switch (m.getName()) {
                    case "tls" -> state;
                    case "peer" -> new InetSocketAddress(address, 1234);
                    default -> throw new UnsupportedOperationException(m.getName());
                });
        return new AuthContext(connection, user, "main");
    }

    static Answer login(TokenService service, String user, String token) throws Exception {
        return Answer.to(service.begin(context(user, "127.0.0.1", false)), token.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A store that can be written. */
    static final class Store implements UserStore {
        private final Map<Long, User> users = new LinkedHashMap<>();
        private final List<Membership> memberships = new ArrayList<>();
        private long last;

        @Override
        public synchronized User find(String name) {
            return users.values().stream()
                    .filter(u -> u.name().equals(name))
                    .findFirst()
                    .map(u -> {
                        Set<String> roles = new java.util.HashSet<>();
                        memberships.stream()
                                .filter(m -> m.member() == u.id())
                                .forEach(m -> roles.add(users.get(m.role()).name()));
                        return u.withRoles(roles);
                    })
                    .orElse(null);
        }

        @Override
        public synchronized List<User> list() {
            return List.copyOf(users.values());
        }

        @Override
        public synchronized User create(String name, boolean login, boolean superuser) {
            User u = new User(++last, name, login, superuser, false, null, Set.of(), Map.of(), RoleAttributes.DEFAULT);
            users.put(u.id(), u);
            return u;
        }

        @Override
        public void setPassword(String name, char[] password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized void update(User user) {
            users.put(user.id(), user);
        }

        @Override
        public void addVerifier(String name, String mechanism, String verifier) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void drop(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized Roles roles() {
            return new Roles(users.values(), memberships);
        }

        @Override
        public synchronized void apply(List<RoleChange> changes, Runnable last) {
            for (RoleChange change : changes) {
                if (change instanceof RoleChange.Join join) {
                    memberships.add(join.membership());
                } else if (change instanceof RoleChange.Leave leave) {
                    memberships.removeIf(m -> m.role() == leave.role() && m.member() == leave.member());
                } else {
                    throw new UnsupportedOperationException(change.toString());
                }
            }
            last.run();
        }
    }
}
