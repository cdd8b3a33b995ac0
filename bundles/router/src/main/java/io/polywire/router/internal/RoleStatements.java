package io.polywire.router.internal;

import io.polywire.api.auth.Membership;
import io.polywire.api.auth.Principal;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.tree.AlterGroup;
import io.polywire.sql.tree.AlterRole;
import io.polywire.sql.tree.AlterSettings;
import io.polywire.sql.tree.Comment;
import io.polywire.sql.tree.CreateRole;
import io.polywire.sql.tree.DropRole;
import io.polywire.sql.tree.Grant;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Privilege;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.RoleName;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * CREATE, ALTER, RENAME and DROP of roles, settings that their sessions begin with, comments on them, and who is a member of whom: checks, order and texts of PostgreSQL 15
 * ({@code src/backend/commands/user.c}). On a worker, within a call of the session.
 */
final class RoleStatements {
    /** What a role may change of itself. */
    private static final Set<String> OWN = Set.of("PASSWORD");

    private final RouterSession session;
    private final SessionRoles roles;
    private final Principal who;
    private final boolean inTransaction;
    private final List<RoleChange> changes = new ArrayList<>();
    /** What hangs on roles that are to be dropped in other databases. */
    private Map<Long, RoleDependents.Lines> elsewhere = Map.of();
    /** What the session's database holds; known where roles are to be dropped. */
    private CatalogSnapshot here;

    private RoleStatements(RouterSession session) {
        this.session = session;
        this.roles = session.roles;
        this.who = roles.current();
        this.inTransaction = session.transaction.isOpen() || session.inUnit();
    }

    /** Whether it is one of these statements. */
    static boolean is(StatementBody body) {
        return body instanceof CreateRole
                || body instanceof AlterRole
                || body instanceof AlterGroup
                || body instanceof AlterSettings
                || body instanceof DropRole
                || body instanceof Comment c && CommentStatement.is(c)
                || body instanceof Grant g && g.roles()
                || body instanceof Rename r && r.object().kind() == ObjectKind.ROLE;
    }

    /**
     * Answers one; false for another statement.
     *
     * @param done run where it is answered at once
     * @param then told where others were waited for
     */
    static boolean run(RouterSession session, Statement tree, Runnable done, Reply<Void> then) {
        if (!(tree instanceof ParsedStatement p) || !is(p.body())) {
            return false;
        }
        boolean reads =
                session.transaction.isOpen() ? session.transaction.mode().readOnly() : session.readsOnly();
        if (reads) {
            throw SqlFailure.of(
                    FailureKind.READ_ONLY, "cannot execute " + tree.command() + " in a read-only transaction");
        }
        RoleStatements work = new RoleStatements(session);
        Set<Long> dropped = p.body() instanceof DropRole d ? work.ids(d) : Set.of();
        if (dropped.isEmpty()) {
            work.finish(p.body());
            done.run();
            return true;
        }
        require(work.mayCreateRoles(), "permission denied to drop role");
        // what is in other databases first: they are opened for it, perhaps in the place of this one
        RoleDependents.elsewhere(session, dropped, going(then, lines -> {
            work.elsewhere = lines;
            session.rights.present(going(then, catalog -> {
                work.here = catalog;
                work.finish(p.body());
                then.done(null);
            }));
        }));
        return true;
    }

    /** A reply that goes on with what it is told, and fails as that. */
    private static <T> Reply<T> going(Reply<Void> then, Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void done(T value) {
                try {
                    next.accept(value);
                } catch (RuntimeException | Error e) {
                    then.failed(Failures.of(e));
                }
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        };
    }

    private void finish(StatementBody body) {
        run(body);
        if (session.inUnit() && !session.transaction.isOpen()) {
            session.transaction.beginImplicit();
        }
        roles.change(changes, inTransaction);
    }

    /** The roles that are named and there. */
    private Set<Long> ids(DropRole s) {
        Set<Long> ids = new HashSet<>();
        for (RoleName r : s.roles()) {
            User u = r.kind() == RoleName.Kind.NAMED ? all().find(r.name().name()) : null;
            if (u != null) {
                ids.add(u.id());
            }
        }
        return ids;
    }

    private void run(StatementBody body) {
        if (body instanceof CreateRole s) {
            create(s);
        } else if (body instanceof AlterRole s) {
            alter(s);
        } else if (body instanceof AlterGroup s) {
            alter(s);
        } else if (body instanceof AlterSettings s) {
            changes.addAll(AlterSettingsStatement.changes(session, s));
        } else if (body instanceof Comment s) {
            changes.addAll(CommentStatement.changes(session, s));
        } else if (body instanceof DropRole s) {
            drop(s);
        } else if (body instanceof Grant s) {
            grant(s);
        } else if (body instanceof Rename s) {
            rename(s);
        }
    }

    private Roles all() {
        return roles.all();
    }

    private boolean superuser() {
        return who.superuser();
    }

    private boolean mayCreateRoles() {
        User u = all().find(who.id());
        return superuser() || u != null && u.attributes().createRole();
    }

    // --- CREATE -----------------------------------------------------------------------------------------------------

    private void create(CreateRole s) {
        RoleOptions options = new RoleOptions(s.options());
        if (options.flag("SUPERUSER", false)) {
            require(superuser(), "must be superuser to create superusers");
        } else if (options.flag("REPLICATION", false)) {
            require(superuser(), "must be superuser to create replication users");
        } else if (options.flag("BYPASSRLS", false)) {
            require(superuser(), "must be superuser to create bypassrls users");
        } else {
            require(mayCreateRoles(), "permission denied to create role");
        }
        String name = s.name().name();
        refuseReserved(name);
        if (all().find(name) != null) {
            throw duplicate(name);
        }
        if (options.has("SYSID")) {
            session.notice(Notice.notice("SYSID can no longer be specified"));
        }
        Map<String, String> verifiers = verifiers(name, options);
        long id = session.desk.roles.required().reserveId();
        User made = options.on(new User(id, name, s.kind() == ObjectKind.USER, false, false, null, Set.of(), Map.of()));
        changes.add(new RoleChange.Create(made.withVerifiers(verifiers)));
        Principal by = who;
        for (RoleName above : options.roles("IN ROLE")) {
            User role = resolve(above);
            refuseWithoutAdmin(role, by.id());
            changes.add(new RoleChange.Join(new Membership(role.id(), id, by.id(), false)));
        }
        join(made, options.roles("ADMIN"), true, id);
        join(made, options.roles("ROLE"), false, id);
    }

    /** Members of a role that is not there yet: only itself and what it was put into can be wrong. */
    private void join(User made, List<RoleName> members, boolean admin, long id) {
        for (RoleName m : members) {
            User member = resolve(m);
            for (RoleChange c : changes) {
                boolean above = c instanceof RoleChange.Join j
                        && j.membership().member() == id
                        && all().isMemberNoSuper(j.membership().role(), member.id());
                if (above) {
                    throw circle(made.name(), member.name());
                }
            }
            boolean known = changes.stream()
                    .anyMatch(c -> c instanceof RoleChange.Join j
                            && j.membership().role() == id
                            && j.membership().member() == member.id());
            if (known) {
                alreadyMember(member.name(), made.name());
            } else {
                changes.add(new RoleChange.Join(new Membership(id, member.id(), who.id(), admin)));
            }
        }
    }

    // --- ALTER ------------------------------------------------------------------------------------------------------

    private void alter(AlterRole s) {
        RoleOptions options = new RoleOptions(s.options());
        if (s.role().kind() == RoleName.Kind.NAMED) {
            refuseAltered(s.role().name().name());
        }
        User u = resolve(s.role());
        mayAlter(u, options.has("SUPERUSER"), options.has("REPLICATION"), options.has("BYPASSRLS"));
        if (!mayCreateRoles() && (options.hasOther(OWN) || !options.has("PASSWORD") || u.id() != who.id())) {
            throw denied("permission denied");
        }
        User next = options.on(u);
        if (!next.equals(u)) {
            changes.add(new RoleChange.Alter(next));
        }
        if (options.has("PASSWORD")) {
            changes.add(new RoleChange.Password(u.id(), verifiers(u.name(), options)));
        }
        addMembers(u, options.roles("ROLE"), who.id(), false);
    }

    private void alter(AlterGroup s) {
        if (s.group().kind() == RoleName.Kind.NAMED) {
            refuseAltered(s.group().name().name());
        }
        User group = resolve(s.group());
        mayAlter(group, false, false, false);
        require(mayCreateRoles(), "permission denied");
        if (s.add()) {
            addMembers(group, s.members(), who.id(), false);
        } else {
            removeMembers(group, s.members(), false);
        }
    }

    private void mayAlter(User u, boolean superuser, boolean replication, boolean bypassRls) {
        if (u.superuser() || superuser) {
            require(superuser(), "must be superuser to alter superuser roles or change superuser attribute");
        } else if (u.attributes().replication() || replication) {
            require(superuser(), "must be superuser to alter replication roles or change replication attribute");
        } else if (bypassRls) {
            require(superuser(), "must be superuser to change bypassrls attribute");
        }
    }

    private void rename(Rename s) {
        String name = s.object().name().last().name();
        User u = all().find(name);
        if (u == null) {
            throw missing(name);
        }
        if (u.id() == roles.sessionUser().id()) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "session user cannot be renamed");
        }
        if (u.id() == who.id()) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "current user cannot be renamed");
        }
        String next = s.newName().name();
        refuseAltered(name);
        refuseReserved(next);
        if (all().find(next) != null) {
            throw duplicate(next);
        }
        if (u.superuser()) {
            require(superuser(), "must be superuser to rename superusers");
        } else {
            require(mayCreateRoles(), "permission denied to rename role");
        }
        if (u.verifiers().containsKey("md5")) {
            session.notice(Notice.notice("MD5 password cleared because of role rename"));
        }
        changes.add(new RoleChange.Alter(u.withName(next)));
    }

    // --- DROP -------------------------------------------------------------------------------------------------------

    private void drop(DropRole s) {
        require(mayCreateRoles(), "permission denied to drop role");
        for (RoleName r : s.roles()) {
            if (r.kind() != RoleName.Kind.NAMED) {
                throw SqlFailure.build(FailureKind.DATA, "cannot use special role specifier in DROP ROLE")
                        .sqlState("22023")
                        .build();
            }
            String name = r.name().name();
            User u = all().find(name);
            boolean gone = u != null && changes.contains(new RoleChange.Drop(u.id()));
            if (u == null || gone) {
                if (!s.ifExists()) {
                    throw missing(name);
                }
                session.notice(Notice.notice("role \"" + name + "\" does not exist, skipping"));
                continue;
            }
            if (u.id() == who.id()) {
                throw SqlFailure.of(FailureKind.OBJECT_IN_USE, "current user cannot be dropped");
            }
            if (u.id() == roles.sessionUser().id()) {
                throw SqlFailure.of(FailureKind.OBJECT_IN_USE, "session user cannot be dropped");
            }
            if (u.superuser()) {
                require(superuser(), "must be superuser to drop superusers");
            }
            if (name.startsWith("pg_")) {
                throw dependent("cannot drop role " + name + " because it is required by the database system", null);
            }
            RoleDependents.Lines others = elsewhere.getOrDefault(u.id(), RoleDependents.Lines.NONE);
            List<String> hanging = new ArrayList<>(others.databases());
            hanging.addAll(session.rights.dependents(u.id(), here));
            hanging.addAll(others.objects());
            if (!hanging.isEmpty()) {
                throw dependent(
                        "role \"" + name + "\" cannot be dropped because some objects depend on it",
                        String.join("\n", hanging));
            }
            changes.add(new RoleChange.Drop(u.id()));
        }
    }

    private static SqlFailure dependent(String message, String detail) {
        return SqlFailure.build(FailureKind.SEMANTIC, message)
                .sqlState("2BP01")
                .detail(detail)
                .build();
    }

    // --- memberships ------------------------------------------------------------------------------------------------

    private void grant(Grant s) {
        long grantor = who.id();
        if (s.grantedBy() != null) {
            grantor = resolve(s.grantedBy()).id();
        }
        for (Privilege p : s.privileges()) {
            if (!p.columns().isEmpty()) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "column names cannot be included in GRANT/REVOKE ROLE")
                        .sqlState("0LP01")
                        .build();
            }
            User role = all().find(p.name());
            if (role == null) {
                throw missing(p.name());
            }
            if (s.grant()) {
                addMembers(role, s.grantees(), grantor, s.withOption());
            } else {
                removeMembers(role, s.grantees(), s.optionOnly());
            }
        }
    }

    private void refuseWithoutAdmin(User role, long grantor) {
        if (role.superuser()) {
            require(superuser(), "must be superuser to alter superusers");
        } else if (!mayCreateRoles() && !all().isAdmin(grantor, role.id())) {
            throw denied("must have admin option on role \"" + role.name() + '"');
        }
    }

    private void addMembers(User role, List<RoleName> members, long grantor, boolean admin) {
        if (members.isEmpty()) {
            return;
        }
        List<User> resolved = members.stream().map(this::resolve).toList();
        refuseWithoutAdmin(role, grantor);
        if (grantor != who.id()) {
            require(superuser(), "must be superuser to set grantor");
        }
        for (User member : resolved) {
            if (all().isMemberNoSuper(role.id(), member.id())) {
                throw circle(role.name(), member.name());
            }
            Membership there = membership(role, member);
            if (there != null && (!admin || there.admin())) {
                alreadyMember(member.name(), role.name());
                continue;
            }
            changes.add(new RoleChange.Join(new Membership(role.id(), member.id(), grantor, admin)));
        }
    }

    private void removeMembers(User role, List<RoleName> members, boolean optionOnly) {
        if (members.isEmpty()) {
            return;
        }
        List<User> resolved = members.stream().map(this::resolve).toList();
        refuseWithoutAdmin(role, who.id());
        for (User member : resolved) {
            Membership there = membership(role, member);
            if (there == null) {
                session.notice(Notice.warning(
                        "role \"" + member.name() + "\" is not a member of role \"" + role.name() + '"'));
            } else if (optionOnly) {
                changes.add(new RoleChange.Join(new Membership(role.id(), member.id(), there.grantor(), false)));
            } else {
                changes.add(new RoleChange.Leave(role.id(), member.id()));
            }
        }
    }

    /** The membership as this statement has left it so far. */
    private Membership membership(User role, User member) {
        for (int i = changes.size() - 1; i >= 0; i--) {
            if (changes.get(i) instanceof RoleChange.Join j
                    && j.membership().role() == role.id()
                    && j.membership().member() == member.id()) {
                return j.membership();
            }
            if (changes.get(i) instanceof RoleChange.Leave l && l.role() == role.id() && l.member() == member.id()) {
                return null;
            }
        }
        return all().membership(role.id(), member.id());
    }

    // --- names, passwords, failures ---------------------------------------------------------------------------------

    private User resolve(RoleName r) {
        return resolve(session, r);
    }

    /** The role that a name means at the moment. */
    static User resolve(RouterSession session, RoleName r) {
        Roles all = session.roles.all();
        switch (r.kind()) {
            case NAMED -> {
                User u = all.find(r.name().name());
                if (u == null) {
                    throw missing(r.name().name());
                }
                return u;
            }
            case PUBLIC -> throw missing("public");
            default -> {
                Principal p =
                        r.kind() == RoleName.Kind.SESSION_USER ? session.roles.sessionUser() : session.roles.current();
                User u = all.find(p.id());
                if (u == null) {
                    throw missing(p.name());
                }
                return u;
            }
        }
    }

    private Map<String, String> verifiers(String name, RoleOptions options) {
        String password = options.password();
        if (password == null) {
            return Map.of();
        }
        if (password.isEmpty()) {
            session.notice(Notice.notice("empty string is not a valid password, clearing password"));
            return Map.of();
        }
        return session.desk.roles.required().verifiers(name, password.toCharArray());
    }

    private static void refuseReserved(String name) {
        if (name.startsWith("pg_")) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "role name \"" + name + "\" is reserved")
                    .sqlState("42939")
                    .detail("Role names starting with \"pg_\" are reserved.")
                    .build();
        }
    }

    private static void refuseAltered(String name) {
        if (name.startsWith("pg_")) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "role name \"" + name + "\" is reserved")
                    .sqlState("42939")
                    .detail("Cannot alter reserved roles.")
                    .build();
        }
    }

    private void alreadyMember(String member, String role) {
        session.notice(Notice.notice("role \"" + member + "\" is already a member of role \"" + role + '"'));
    }

    private static SqlFailure circle(String role, String member) {
        return SqlFailure.build(FailureKind.SEMANTIC, "role \"" + role + "\" is a member of role \"" + member + '"')
                .sqlState("0LP01")
                .build();
    }

    static SqlFailure missing(String name) {
        return SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist");
    }

    private static SqlFailure duplicate(String name) {
        return SqlFailure.of(FailureKind.DUPLICATE_OBJECT, "role \"" + name + "\" already exists");
    }

    private static void require(boolean allowed, String otherwise) {
        if (!allowed) {
            throw denied(otherwise);
        }
    }

    private static SqlFailure denied(String message) {
        return SqlFailure.of(FailureKind.PRIVILEGE, message);
    }
}
