package io.polywire.auth.password.internal;

import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The store of the development profile: user test with password test is there without being stored, as long as no user of
 * that name is. Changing it stores it.
 */
final class DevelopmentStore implements UserStore, VerifiedStore {
    /** Name and password of the development user. */
    static final String NAME = "test";

    private final SqliteUserStore stored;
    private final VerifierForms forms;
    private final ReentrantLock making = new ReentrantLock();
    private volatile User virtual;
    private volatile Seen seen;

    private record Seen(Roles real, Roles with) {}

    DevelopmentStore(SqliteUserStore stored, VerifierForms forms) {
        this.stored = stored;
        this.forms = forms;
    }

    /** The development user; made when it is first asked for, because hashing takes part of the start's time. */
    private User virtual() {
        if (virtual == null) {
            making.lock();
            try {
                if (virtual == null) {
                    byte[] password = Secrets.newPassword(NAME.toCharArray());
                    Map<String, String> verifiers = new HashMap<>();
                    forms.make(NAME, password).forEach((m, v) -> verifiers.put(m.key(), v));
                    virtual = new User(0, NAME, true, true, false, null, Set.of(), verifiers);
                }
            } finally {
                making.unlock();
            }
        }
        return virtual;
    }

    private boolean isVirtual(String name) {
        return NAME.equals(name) && stored.find(name) == null;
    }

    @Override
    public User find(String name) {
        User user = stored.find(name);
        return user == null && NAME.equals(name) ? virtual() : user;
    }

    @Override
    public List<User> list() {
        List<User> users = new ArrayList<>(stored.list());
        if (users.stream().noneMatch(u -> u.name().equals(NAME))) {
            users.add(virtual());
            users.sort(Comparator.comparing(User::name));
        }
        return users;
    }

    @Override
    public User create(String name, boolean login, boolean superuser) {
        if (isVirtual(name)) {
            throw SqlFailure.build(FailureKind.DUPLICATE_OBJECT, "user \"" + NAME + "\" already exists")
                    .hint("it is the development user; a password of its own makes it an ordinary one")
                    .build();
        }
        return stored.create(name, login, superuser);
    }

    @Override
    public void setPassword(String name, char[] password) {
        if (isVirtual(name)) {
            stored.create(NAME, true, true);
        }
        stored.setPassword(name, password);
    }

    @Override
    public void update(User user) {
        if (user.id() != 0 || !isVirtual(NAME)) {
            stored.update(user);
            return;
        }
        User made = stored.create(NAME, true, true);
        virtual().verifiers().forEach((mechanism, verifier) -> stored.addVerifier(NAME, mechanism, verifier));
        stored.update(new User(
                made.id(),
                user.name(),
                user.login(),
                user.superuser(),
                user.locked(),
                user.expires(),
                user.roles(),
                Map.of(),
                user.attributes()));
    }

    @Override
    public void addVerifier(String name, String mechanism, String verifier) {
        if (isVirtual(name)) {
            throw SqlFailure.unsupported("a verifier of its own for the development user");
        }
        stored.addVerifier(name, mechanism, verifier);
    }

    @Override
    public boolean addVerifiers(User seen, Map<Mechanism, String> verifiers) {
        return seen.id() != 0 && stored.addVerifiers(seen, verifiers);
    }

    @Override
    public Roles roles() {
        Roles real = stored.roles();
        Seen last = seen;
        if (last != null && last.real == real) {
            return last.with;
        }
        Roles with = real;
        if (real.find(NAME) == null) {
            List<User> users = new ArrayList<>(real.all());
            users.add(virtual());
            with = new Roles(users, real.memberships(), real.kept());
        }
        seen = new Seen(real, with);
        return with;
    }

    @Override
    public long reserveId() {
        return stored.reserveId();
    }

    @Override
    public Map<String, String> verifiers(String name, char[] password) {
        return stored.verifiers(name, password);
    }

    /** The development user becomes an ordinary one with the first change of it. */
    @Override
    public void apply(List<RoleChange> changes, Runnable last) {
        boolean virtual = stored.find(NAME) == null;
        for (RoleChange change : changes) {
            if (virtual
                    && change instanceof RoleChange.Create c
                    && c.user().name().equals(NAME)) {
                throw SqlFailure.of(FailureKind.DUPLICATE_OBJECT, "role \"" + NAME + "\" already exists");
            }
            if (virtual && touches(change, 0)) {
                throw SqlFailure.build(FailureKind.UNSUPPORTED, "the development user cannot be changed by a statement")
                        .hint("Set a password of its own first: polywire user password " + NAME)
                        .build();
            }
        }
        stored.apply(changes, last);
    }

    private static boolean touches(RoleChange change, long id) {
        if (change instanceof RoleChange.Alter a) {
            return a.user().id() == id;
        } else if (change instanceof RoleChange.Password p) {
            return p.id() == id;
        } else if (change instanceof RoleChange.Drop d) {
            return d.id() == id;
        } else if (change instanceof RoleChange.Join j) {
            return j.membership().member() == id || j.membership().role() == id;
        } else {
            return change instanceof RoleChange.Leave l && (l.member() == id || l.role() == id);
        }
    }

    @Override
    public void drop(String name) {
        if (isVirtual(name)) {
            throw SqlFailure.build(FailureKind.UNSUPPORTED, "the development user cannot be dropped")
                    .hint("set development.user = false in config/io.polywire.auth.password.cfg, or lock it")
                    .build();
        }
        stored.drop(name);
    }
}
