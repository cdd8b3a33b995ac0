package io.polywire.api.auth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * All roles and memberships at one moment. Immutable; any thread.
 *
 * <p>Who has whose rights follows PostgreSQL 15 ({@code src/backend/utils/adt/acl.c}, roles_is_member_of): membership is
 * transitive; rights pass through members that inherit.
 */
public final class Roles {
    /** Nobody. */
    public static final Roles NONE = new Roles(List.of(), List.of());

    private final Map<String, User> byName = new TreeMap<>();
    private final Map<Long, User> byId = new HashMap<>();
    private final List<Membership> memberships;
    /** The name that the role which owns a database has instead of a setting's: no setting has such a name. */
    public static final String OWNER = " owner";
    /** The name that the comment on a role or a database has; an empty text where one that it had from the start was taken away. */
    public static final String COMMENT = " comment";

    private final List<RoleSetting> kept;
    private final List<RoleSetting> settings;
    private final Map<String, Long> owners = new HashMap<>();
    private final Map<Long, List<Membership>> above = new HashMap<>();

    /** A snapshot of these, without settings. */
    public Roles(Collection<User> users, Collection<Membership> memberships) {
        this(users, memberships, List.of());
    }

    /**
     * A snapshot of these.
     *
     * @param settings and the owners of databases and comments among them, under the names {@link #OWNER} and {@link #COMMENT}
     */
    public Roles(Collection<User> users, Collection<Membership> memberships, Collection<RoleSetting> settings) {
        this.kept = List.copyOf(settings);
        this.settings = kept.stream().filter(s -> isSetting(s.name())).toList();
        kept.stream().filter(s -> s.name().equals(OWNER)).forEach(s -> owners.put(s.database(), s.role()));
        for (User u : users) {
            byName.put(u.name(), u);
            byId.put(u.id(), u);
        }
        this.memberships = List.copyOf(memberships);
        for (Membership m : this.memberships) {
            above.computeIfAbsent(m.member(), id -> new ArrayList<>(2)).add(m);
        }
    }

    /** By name, or null. */
    public User find(String name) {
        return byName.get(name);
    }

    /** By id, or null. */
    public User find(long id) {
        return byId.get(id);
    }

    /** All, sorted by name. */
    public Collection<User> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** All memberships. */
    public List<Membership> memberships() {
        return memberships;
    }

    /** What settings have at the beginning of sessions; each role, database and name once. */
    public List<RoleSetting> settings() {
        return settings;
    }

    /** As {@link #settings}, with the owners of databases and comments among them. */
    public List<RoleSetting> kept() {
        return kept;
    }

    /** Whether a name is a setting's, and none of what else is kept among them. */
    public static boolean isSetting(String name) {
        return !name.startsWith(" ");
    }

    /** Ids of the roles that own databases, by the database's name; the installation's superuser owns all others. */
    public Map<String, Long> owners() {
        return Collections.unmodifiableMap(owners);
    }

    /** The membership itself, or null; not one through other roles. */
    public Membership membership(long role, long member) {
        for (Membership m : above.getOrDefault(member, List.of())) {
            if (m.role() == role) {
                return m;
            }
        }
        return null;
    }

    /** Whether it is a superuser. */
    public boolean isSuperuser(long id) {
        User u = byId.get(id);
        return u != null && u.superuser();
    }

    /** Whether {@code member} is {@code role} or a member of it, through whatever roles; a superuser is of all. */
    public boolean isMember(long member, long role) {
        return isSuperuser(member) || isMemberNoSuper(member, role);
    }

    /** As {@link #isMember}, of a superuser too only what was granted. */
    public boolean isMemberNoSuper(long member, long role) {
        return closure(member, id -> true).contains(role);
    }

    /** Whether {@code member} has the rights of {@code role} without SET ROLE; a superuser has all. */
    public boolean hasRightsOf(long member, long role) {
        return isSuperuser(member) || rightsOf(member).contains(role);
    }

    /**
     * The roles whose rights {@code member} has, itself with them; none for 0, which is the number of the installation and of
     * whoever is in no store.
     */
    public Set<Long> rightsOf(long member) {
        if (member == 0) {
            return Set.of();
        }
        return closure(member, id -> {
            User u = byId.get(id);
            return u == null || u.attributes().inherit();
        });
    }

    /** Whether {@code member} may make others members of {@code role}; as PostgreSQL 15 has it, no role of itself. */
    public boolean isAdmin(long member, long role) {
        if (isSuperuser(member)) {
            return true;
        }
        if (member == role) {
            return false;
        }
        for (long id : closure(member, any -> true)) {
            Membership m = membership(role, id);
            if (m != null && m.admin()) {
                return true;
            }
        }
        return false;
    }

    private Set<Long> closure(long member, LongPredicate passes) {
        Set<Long> found = new HashSet<>();
        found.add(member);
        Deque<Long> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            long id = open.poll();
            if (passes.test(id)) {
                for (Membership m : above.getOrDefault(id, List.of())) {
                    if (found.add(m.role())) {
                        open.add(m.role());
                    }
                }
            }
        }
        return found;
    }
}
