package io.polywire.router.internal;

import io.polywire.api.auth.Membership;
import io.polywire.api.auth.Principal;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.RoleSetting;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who a session is at the moment, and the changes of roles that its transaction has made so far: they are seen by this
 * session only and go to the store with the commit.
 *
 * <p>The settings {@code role} and {@code session_authorization} hold the names, so that they come and go with
 * transactions and savepoints as other settings do. Confined to the session's thread, but for {@link #current}.
 */
final class SessionRoles {
    /** Savepoints remember how many changes there were. */
    private final List<Integer> savepoints = new ArrayList<>(0);

    private final List<RoleChange> staged = new ArrayList<>(0);
    private final RouterSession session;
    private volatile Roles view;
    /** Who the one who logged in is among the roles as they were when that was asked last: each statement asks some times. */
    private volatile Known known;

    private Roles base;
    /** Ids by name as they were when a name was set: a role that is renamed stays the same. */
    private final Map<String, Long> chosen = new HashMap<>();

    private record Known(Roles among, Principal who, Principal is) {}

    SessionRoles(RouterSession session) {
        this.session = session;
    }

    /** All roles, with what this session has changed and not committed. */
    Roles all() {
        Roles shared = session.desk.roles.now();
        if (staged.isEmpty()) {
            return shared;
        }
        if (view == null || base != shared) {
            base = shared;
            view = with(shared, staged);
        }
        return view;
    }

    // --- who --------------------------------------------------------------------------------------------------------

    /** The number of whoever is in no store: of no role, and not the installation's. */
    private static final long NOBODY = -2;

    /**
     * Who a session is for. Who is in no store comes without a number, which is 0; so does the installation's own superuser,
     * and the one must not become the other.
     */
    static Principal of(Principal who) {
        return who.id() != 0 || who.superuser()
                ? who
                : new Principal(who.name(), NOBODY, false, who.roles(), who.authenticated());
    }

    /** Who logged in. */
    Principal login() {
        return session.principal();
    }

    /** Who the session is for: who logged in, or SET SESSION AUTHORIZATION. */
    Principal sessionUser() {
        String name = session.settings.sessionAuthorization();
        return name == null || name.isEmpty() ? now(login()) : named(name);
    }

    /** Whose rights count: SET ROLE, else the session's user. */
    Principal current() {
        String name = session.settings.role();
        return name == null || name.equals("none") ? sessionUser() : named(name);
    }

    /** Who logged in, with the rights that it has now. */
    private Principal now(Principal who) {
        Roles among = all();
        Known k = known;
        if (k != null && k.among == among && k.who == who) {
            return k.is;
        }
        Principal is = found(among, who);
        // before anything is known the same object means that somebody may come yet
        known = among == Roles.NONE ? null : new Known(among, who, is);
        return is;
    }

    private Principal found(Roles among, Principal who) {
        User u = among.find(who.id());
        if (who.id() == NOBODY || who.id() == 0 && (u == null || !u.name().equals(who.name()))) {
            // a user of another store keeps what its log-in said
            return who;
        }
        if (u != null) {
            return who.superuser() == u.superuser() && who.name().equals(u.name()) ? who : principal(u, who);
        }
        // one that was dropped has nothing any more
        return !session.desk.roles.isKnown()
                ? who
                : new Principal(who.name(), who.id(), false, Set.of(), who.authenticated());
    }

    private Principal principal(User u, Principal login) {
        return new Principal(u.name(), u.id(), u.superuser(), u.roles(), login.authenticated());
    }

    private Principal named(String name) {
        Long id = chosen.get(name);
        User u = id == null ? all().find(name) : all().find(id);
        if (u == null) {
            return new Principal(name, id == null ? -1 : id, false, Set.of(), true);
        }
        return principal(u, login());
    }

    /** SET ROLE, after PostgreSQL's check_role (src/backend/commands/variable.c). */
    String checkRole(String name) {
        if (name.equals("none")) {
            return name;
        }
        User u = existing(name);
        Principal who = sessionUser();
        if (!who.superuser() && !all().isMember(who.id(), u.id())) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied to set role \"" + name + '"');
        }
        chosen.put(name, u.id());
        return name;
    }

    /** SET SESSION AUTHORIZATION, after PostgreSQL's check_session_authorization. */
    String checkSessionUser(String name) {
        User u = existing(name);
        Principal who = now(login());
        if (!who.superuser() && who.id() != u.id()) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied to set session authorization");
        }
        chosen.put(name, u.id());
        return name;
    }

    private User existing(String name) {
        User u = all().find(name);
        if (u == null) {
            throw SqlFailure.build(FailureKind.DATA, "role \"" + name + "\" does not exist")
                    .sqlState("22023")
                    .build();
        }
        return u;
    }

    /** Another user has the session. */
    void restart() {
        chosen.clear();
        forget();
    }

    // --- changes ----------------------------------------------------------------------------------------------------

    /** Makes changes: at once, or with the commit of the transaction that there is. */
    void change(List<RoleChange> changes, boolean inTransaction) {
        if (!inTransaction) {
            session.desk.roles.apply(changes, () -> {});
            return;
        }
        staged.addAll(changes);
        view = null;
    }

    boolean hasChanges() {
        return !staged.isEmpty();
    }

    /** Gives the changes to the store, with the commit of the database between making and keeping them. */
    void commit(Runnable database) {
        List<RoleChange> all = List.copyOf(staged);
        forget();
        session.desk.roles.apply(all, database);
    }

    private void forget() {
        staged.clear();
        savepoints.clear();
        view = null;
        base = null;
    }

    void savepoint() {
        savepoints.add(staged.size());
    }

    void release(int from) {
        if (from < savepoints.size()) {
            savepoints.subList(from, savepoints.size()).clear();
        }
    }

    void backTo(int index) {
        if (index < savepoints.size()) {
            staged.subList(savepoints.get(index), staged.size()).clear();
            release(index + 1);
            view = null;
        }
    }

    /** The transaction is over, one way or the other. */
    void ended() {
        if (!staged.isEmpty() || !savepoints.isEmpty()) {
            forget();
        }
    }

    private static Roles with(Roles shared, List<RoleChange> changes) {
        Map<Long, User> users = new LinkedHashMap<>();
        shared.all().forEach(u -> users.put(u.id(), u));
        List<Membership> memberships = new ArrayList<>(shared.memberships());
        List<RoleSetting> settings = new ArrayList<>(shared.kept());
        for (RoleChange change : changes) {
            if (change instanceof RoleChange.Create c) {
                users.put(c.user().id(), c.user());
            } else if (change instanceof RoleChange.Alter a) {
                users.put(a.user().id(), a.user());
            } else if (change instanceof RoleChange.Password p && users.containsKey(p.id())) {
                users.put(p.id(), users.get(p.id()).withVerifiers(p.verifiers()));
            } else if (change instanceof RoleChange.Drop d) {
                users.remove(d.id());
                memberships.removeIf(m -> m.role() == d.id() || m.member() == d.id());
                settings.removeIf(s -> s.role() == d.id());
            } else if (change instanceof RoleChange.Setting n) {
                settings.removeIf(s -> s.role() == n.role()
                        && s.database().equals(n.database())
                        && (n.name() == null
                                ? Roles.isSetting(s.name())
                                : s.name().equals(n.name())));
                if (n.name() != null && n.value() != null) {
                    settings.add(new RoleSetting(n.role(), n.database(), n.name(), n.value()));
                }
            } else if (change instanceof RoleChange.Join j) {
                Membership n = j.membership();
                memberships.removeIf(m -> m.role() == n.role() && m.member() == n.member());
                memberships.add(n);
            } else if (change instanceof RoleChange.Leave l) {
                memberships.removeIf(m -> m.role() == l.role() && m.member() == l.member());
            }
        }
        Map<Long, Set<String>> names = new HashMap<>();
        for (Membership m : memberships) {
            User role = users.get(m.role());
            if (role != null) {
                names.computeIfAbsent(m.member(), id -> new TreeSet<>()).add(role.name());
            }
        }
        users.replaceAll((id, u) -> u.withRoles(names.getOrDefault(id, Set.of())));
        return new Roles(users.values(), memberships, settings);
    }
}
