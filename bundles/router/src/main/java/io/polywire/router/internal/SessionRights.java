package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.sql.Dialect;
import io.polywire.sql.analyse.ObjectNames;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.right.DefaultGrants;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.NamedSchemas;
import io.polywire.sql.right.Need;
import io.polywire.sql.right.Needs;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.CreateSchema;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.OpaqueStatement;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RefreshMaterializedView;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether the present role may run a statement: asked at each execution, also of a plan that another session has made.
 * What was given stands in the plan, for giving is a change of the schema and ends it; who has whose rights is asked of the
 * roles as they are now. Checks and texts of PostgreSQL 15 ({@code ExecCheckRTEPerms}, {@code aclcheck_error}). Confined to
 * the session's thread.
 */
final class SessionRights {
    /** Roles that may use statements which are not analysed, in the names that PostgreSQL has for them. */
    static final String READ_ALL = "pg_read_all_data";

    static final String WRITE_ALL = "pg_write_all_data";

    /** Our own tables in the user's file, which hold the rights themselves. */
    private static final Pattern NAMES_METADATA = Pattern.compile("_pw_", Pattern.CASE_INSENSITIVE);

    private final RouterSession session;

    SessionRights(RouterSession session) {
        this.session = session;
    }

    /** Whether a plan that needs no lease to be asked about may run. */
    boolean allows(Plan plan) {
        return free()
                || (plan.analysed()
                        ? closed(plan.needs().schemas(), plan.needs().grants()) == null
                                && missing(plan.needs()) == null
                                && withheld(plan.needs()) == null
                                && refusal(plan.needs()) == null
                        : mayRunOpaque(plan));
    }

    /** Whether what is asked for is there; it is worked out if somebody has to be asked. */
    boolean allows(Supplier<Needs> needs) {
        if (free()) {
            return true;
        }
        Needs asked = needs.get();
        return missing(asked) == null && withheld(asked) == null;
    }

    /** A view that the session has said it does not want to read, or null (setting restrict_nonsystem_relation_kind). */
    private Relation restricted(Plan plan) {
        for (Need need : plan.needs().list()) {
            if (need.relation().kind() == Relation.Kind.VIEW) {
                String kinds = session.settings.get("restrict_nonsystem_relation_kind");
                return kinds != null && kinds.toLowerCase(Locale.ROOT).contains("view") ? need.relation() : null;
            }
        }
        return null;
    }

    private boolean free() {
        return session.roles.current().superuser();
    }

    /**
     * Asks for what a plan needs that is for the schema as it is.
     *
     * @throws SqlFailure 42501
     */
    void check(Plan plan) {
        Relation view = restricted(plan);
        if (view != null) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "access to non-system view \"" + view.name() + "\" is restricted")
                    .sqlState("55000")
                    .build();
        }
        if (free()) {
            return;
        }
        if (plan.analysed()) {
            requireOpen(plan.needs().schemas(), plan.needs().grants());
            Relation r = missing(plan.needs());
            if (r != null) {
                throw denied(r);
            }
            Routine f = withheld(plan.needs());
            if (f != null) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for function " + f.name());
            }
            String refusal = refusal(plan.needs());
            if (refusal != null) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, refusal);
            }
            if (plan.needs().storage()) {
                checkOpaque(plan);
            }
        } else if (plan.tree() instanceof OpaqueStatement || plan.statement() != null) {
            checkOpaque(plan);
        }
    }

    /**
     * Asks for what a plan needs, also if it changes the schema. On a worker.
     *
     * @param lease the one that it runs on
     * @throws SqlFailure 42501
     */
    void check(Plan plan, Lease lease) {
        if (free()) {
            check(plan);
            return;
        }
        boolean schema =
                plan.analysed() && plan.statement() == null && plan.steps().isEmpty();
        if (!schema || !(plan.tree() instanceof ParsedStatement p)) {
            check(plan);
            return;
        }
        CatalogSnapshot catalog = catalog(lease);
        requireOpen(plan.needs().schemas(), catalog.grants());
        // of what a table holds that is written anew nobody but its owner is asked, who need not have a right to read
        // it
        boolean reads = SchemaRights.fills(p.body());
        if (reads) {
            check(plan);
        }
        SchemaRights changes = new SchemaRights(session, this, catalog);
        changes.check(p.body());
        changes.checkTypes(p.body(), plan);
        if (p.body() instanceof RefreshMaterializedView) {
            check(plan);
        }
    }

    /**
     * Asks for USAGE of the schemas that a statement names, before anything is said of what is in them.
     *
     * @param tree of the statement
     * @throws SqlFailure 42501
     */
    void requireOpen(StatementBody tree, CatalogSnapshot catalog) {
        if (!free()) {
            requireOpen(NamedSchemas.of(tree, catalog), catalog.grants());
        }
    }

    /** The same for the database as the lease sees it. */
    void requireOpen(StatementBody tree, Lease lease) {
        if (!free()) {
            requireOpen(tree, catalog(lease));
        }
    }

    private void requireOpen(NamedSchemas schemas, Grants grants) {
        NamedSchemas.Named s = closed(schemas, grants);
        if (s != null) {
            throw SqlFailure.build(FailureKind.PRIVILEGE, "permission denied for schema " + s.name())
                    .position(s.position())
                    .build();
        }
    }

    /** The first schema that is named and that the present role may not look into, or null. */
    private NamedSchemas.Named closed(NamedSchemas schemas, Grants grants) {
        for (NamedSchemas.Named s : schemas.list()) {
            if (!isOpen(s.id(), grants)) {
                return s;
            }
        }
        return null;
    }

    /** Whether the present role may look into a schema. */
    boolean isOpen(int schema, Grants grants) {
        if (free() || schema == CatalogSnapshot.PUBLIC_ID && !grants.isExplicit(Kind.SCHEMA, schema)) {
            return true;
        }
        Set<Long> roles = session.roles.all().rightsOf(session.roles.current().id());
        return (grants.held(Kind.SCHEMA, schema, 0, roles) & Right.USAGE.bit()) != 0;
    }

    /** Whether the present role may use a type, or that of a relation's rows, by its number. */
    boolean mayUseType(int type, Grants grants) {
        if (free() || !grants.isExplicit(Kind.TYPE, type)) {
            return true;
        }
        Set<Long> roles = session.roles.all().rightsOf(session.roles.current().id());
        return (grants.held(Kind.TYPE, type, 0, roles) & Right.USAGE.bit()) != 0;
    }

    /**
     * Whoever may not drop an object is not told what depends on it.
     *
     * @param failure why there is no plan for the statement
     * @throws SqlFailure 42501 in its place
     */
    void beforeDependencies(Statement tree, SqlFailure failure, Lease lease) {
        boolean depends =
                failure.sqlState().equals("2BP01") && tree instanceof ParsedStatement p && p.body() instanceof Drop;
        if (depends && !free()) {
            new SchemaRights(session, this, catalog(lease)).check(((ParsedStatement) tree).body());
        }
    }

    /** A statement of which only the storage knows what it touches needs the rights on everything. */
    private void checkOpaque(Plan plan) {
        if (!mayRunOpaque(plan)) {
            throw SqlFailure.build(
                            FailureKind.PRIVILEGE, "permission denied for database \"" + session.database() + '"')
                    .hint("Statements of dialect " + session.dialect() + " need membership of role " + opaqueRole(plan)
                            + '.')
                    .build();
        }
    }

    private static String opaqueRole(Plan plan) {
        return plan.tree().access() == Access.READ ? READ_ALL : WRITE_ALL;
    }

    private boolean mayRunOpaque(Plan plan) {
        if (plan.statement() != null
                && NAMES_METADATA.matcher(plan.statement().text()).find()) {
            return false;
        }
        if (session.desk.settings().unanalysedStatements()) {
            return true;
        }
        Roles all = session.roles.all();
        return has(opaqueRole(plan), all, all.rightsOf(session.roles.current().id()));
    }

    /** The first relation on which a right is missing, or null. */
    private Relation missing(Needs needs) {
        if (needs.list().isEmpty()) {
            return null;
        }
        Roles all = session.roles.all();
        Set<Long> roles = all.rightsOf(session.roles.current().id());
        for (Need need : needs.list()) {
            if (need.relation().temporary()) {
                // nobody but the session that has made it sees it
                continue;
            }
            boolean asking = need.as() == Need.ASKING;
            if (!asking && isFree(need.as(), all)) {
                continue;
            }
            Set<Long> whose = asking ? roles : all.rightsOf(need.as());
            if (!has(need, needs.grants(), whose) && !everywhere(need.right(), all, whose)) {
                return need.relation();
            }
        }
        return null;
    }

    /** Why a change of the schema is refused to the present role, or null. */
    private String refusal(Needs needs) {
        for (Relation r : needs.owned()) {
            if (!owns(r.id(), needs.grants())) {
                return "must be owner of " + word(r) + " " + r.name();
            }
        }
        Set<Long> roles = session.roles.all().rightsOf(session.roles.current().id());
        boolean may = !needs.creates()
                || (needs.grants().held(Kind.SCHEMA, CatalogSnapshot.PUBLIC_ID, 0, roles) & Right.CREATE.bit()) != 0;
        return may ? null : "permission denied for schema public";
    }

    /** The first function that the present role may not call, or null; in a view too it is the role that asks. */
    private Routine withheld(Needs needs) {
        if (needs.routines().isEmpty()) {
            return null;
        }
        Set<Long> roles = session.roles.all().rightsOf(session.roles.current().id());
        return needs.routines().stream()
                .filter(f -> (needs.grants().held(Kind.ROUTINE, f.id(), 0, roles) & Right.EXECUTE.bit()) == 0)
                .findFirst()
                .orElse(null);
    }

    /** Whether a view's owner is asked for no rights. */
    private static boolean isFree(long owner, Roles all) {
        return owner == GrantRow.INSTALLATION || all.isSuperuser(owner);
    }

    private static boolean has(String role, Roles all, Set<Long> roles) {
        User u = all.find(role);
        return u != null && roles.contains(u.id());
    }

    private static boolean everywhere(Right right, Roles all, Set<Long> roles) {
        return switch (right) {
            case SELECT -> has(READ_ALL, all, roles);
            case INSERT, UPDATE, DELETE -> has(WRITE_ALL, all, roles);
            default -> false;
        };
    }

    /** Whether roles have a right on a relation, or on each of the columns that are needed. */
    static boolean has(Need need, Grants grants, Set<Long> roles) {
        Relation r = need.relation();
        Kind kind = kind(r);
        int bit = need.right().bit();
        if ((grants.held(kind, r.id(), 0, roles) & bit) != 0) {
            return true;
        }
        if ((Right.ON_COLUMN & bit) == 0) {
            return false;
        }
        if (need.columns().isEmpty()) {
            return r.columns().stream().anyMatch(c -> (grants.held(kind, r.id(), c.number(), roles) & bit) != 0);
        }
        return need.columns().stream().allMatch(name -> {
            int i = r.index(name);
            return i >= 0 && (grants.held(kind, r.id(), r.columns().get(i).number(), roles) & bit) != 0;
        });
    }

    /** Whether the present role has one of some rights on the whole of a relation. */
    boolean hasAny(Relation r, Grants grants, Right... rights) {
        if (free() || r.temporary()) {
            return true;
        }
        Roles all = session.roles.all();
        Set<Long> roles = all.rightsOf(session.roles.current().id());
        int held = grants.held(kind(r), r.id(), 0, roles);
        return Stream.of(rights).anyMatch(right -> (held & right.bit()) != 0 || everywhere(right, all, roles));
    }

    /** Whether the present role has a right on the session's database. */
    boolean hasOnDatabase(Right right, Grants grants) {
        Set<Long> roles = session.roles.all().rightsOf(session.roles.current().id());
        return free() || (grants.held(Kind.DATABASE, GrantRow.DATABASE, 0, roles) & right.bit()) != 0;
    }

    /** Under which kind the rights on a relation are kept. */
    static Kind kind(Relation r) {
        return r.kind() == Relation.Kind.SEQUENCE ? Kind.SEQUENCE : Kind.RELATION;
    }

    /** What a relation is called in messages about rights ({@code aclcheck_error}). */
    static String word(Relation r) {
        return switch (r.kind()) {
            case TABLE -> "table";
            case VIEW -> "view";
            case MATERIALIZED_VIEW -> "materialized view";
            case SEQUENCE -> "sequence";
        };
    }

    /** The refusal of a right on a relation. */
    static SqlFailure denied(Relation r) {
        return SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for " + word(r) + " " + r.name());
    }

    /** Whether the present role has the rights of an object's owner. */
    boolean owns(int object, Grants grants) {
        Principal who = session.roles.current();
        return who.superuser()
                || CatalogSnapshot.isTemporary(object)
                || session.roles.all().hasRightsOf(who.id(), grants.owner(object));
    }

    // --- changes ----------------------------------------------------------------------------------------------------

    /** Keeps rows on a lease that may change the schema, within its transaction. */
    void keep(Lease lease, List<GrantRow> rows) {
        if (!rows.isEmpty()) {
            storage().keepGrants(lease, catalog(lease), session.dialect(), rows);
            if (session.transaction.ownCatalog() != null) {
                session.transaction.ownCatalog().forget();
            }
        }
    }

    private Dialect storage() {
        return session.desk.planner.dialect(session.found().storage().dialect());
    }

    /** Who owns what a statement makes. */
    private long owner(Statement made) {
        if (made instanceof ParsedStatement p && p.body() instanceof CreateSchema s && s.owner() != null) {
            return switch (s.owner().kind()) {
                case NAMED -> {
                    User u = session.roles.all().find(s.owner().name().name());
                    if (u == null) {
                        throw SqlFailure.of(
                                FailureKind.UNDEFINED_OBJECT,
                                "role \"" + s.owner().name().name() + "\" does not exist");
                    }
                    yield u.id();
                }
                case SESSION_USER -> session.roles.sessionUser().id();
                default -> session.roles.current().id();
            };
        }
        return session.roles.current().id();
    }

    /** The number that the next new object gets, before a change of the schema; 0 if nothing has to be noted of it. */
    int nextId(Lease lease, Statement made) {
        long owner = owner(made);
        return owner > 0 || catalog(lease).grants().defaults().has(owner)
                ? catalog(lease).nextId()
                : 0;
    }

    /**
     * Makes the present role the owner of what a change of the schema has made, and gives the rights that new objects of it
     * are to have.
     *
     * @param first {@link #nextId} before it
     * @param made the catalog after it; null if it has to be read
     * @return whether an owner was noted
     */
    boolean created(Lease lease, int first, Statement statement, CatalogSnapshot made) {
        if (first == 0) {
            return false;
        }
        CatalogSnapshot now =
                made == null ? session.desk.planner.catalog(session.found(), lease, new TransactionCatalog()) : made;
        long owner = owner(statement);
        List<GrantRow> rows = new ArrayList<>(given(now, first, owner));
        IntStream numbers = Stream.of(
                        now.relations().stream().map(Relation::id),
                        now.types().stream().map(UserType::id),
                        now.routines().stream().map(Routine::id),
                        now.schemas().stream().map(Schema::id))
                .flatMap(s -> s)
                .mapToInt(Integer::intValue)
                .filter(id -> id >= first && id < now.nextId());
        if (owner > 0) {
            numbers.forEach(id -> rows.add(new GrantRow(Kind.OWNER, id, 0, owner, owner, 0, 0)));
        }
        if (!rows.isEmpty()) {
            storage().keepGrants(lease, now, session.dialect(), rows);
        }
        return !rows.isEmpty();
    }

    /** What ALTER DEFAULT PRIVILEGES has said of what is new. */
    private static List<GrantRow> given(CatalogSnapshot now, int first, long owner) {
        DefaultGrants defaults = now.grants().defaults();
        List<GrantRow> rows = new ArrayList<>();
        if (!defaults.has(owner)) {
            return rows;
        }
        for (Relation r : now.relations()) {
            if (r.id() >= first && r.id() < now.nextId() && !r.temporary()) {
                Kind on = r.kind() == Relation.Kind.SEQUENCE ? Kind.NEW_SEQUENCE : Kind.NEW_RELATION;
                int schema = now.schema(r.schema()).id();
                rows.addAll(defaults.forNew(on, kind(r), r.id(), owner, schema));
            }
        }
        for (Routine f : now.routines()) {
            if (f.id() >= first && f.id() < now.nextId()) {
                int schema = now.schema(f.schema()).id();
                rows.addAll(defaults.forNew(Kind.NEW_ROUTINE, Kind.ROUTINE, f.id(), owner, schema));
            }
        }
        for (UserType t : now.types()) {
            if (t.id() >= first && t.id() < now.nextId()) {
                int schema = now.schema(t.schema()).id();
                rows.addAll(defaults.forNew(Kind.NEW_TYPE, Kind.TYPE, t.id(), owner, schema));
            }
        }
        for (Schema s : now.schemas()) {
            if (s.id() >= first && s.id() < now.nextId()) {
                rows.addAll(defaults.forNew(Kind.NEW_SCHEMA, Kind.SCHEMA, s.id(), owner, DefaultGrants.EVERYWHERE));
            }
        }
        return rows;
    }

    /**
     * Rows that end the rights on the columns that a statement is about to drop: a column that is added later may have the
     * number of one of them.
     */
    List<GrantRow> ofDroppedColumns(Lease lease, Statement statement) {
        if (!(statement instanceof ParsedStatement p) || !(p.body() instanceof AlterTable a)) {
            return List.of();
        }
        CatalogSnapshot catalog = catalog(lease);
        QualifiedName name = a.table().name();
        int n = name.parts().size();
        Relation r = n == 1
                ? catalog.relation(name.last().name())
                : catalog.relation(name.parts().get(n - 2).name(), name.last().name());
        List<GrantRow> rows = new ArrayList<>();
        for (AlterTableAction action : a.actions()) {
            int i = r != null && action instanceof AlterTableAction.DropColumn d
                    ? r.index(d.column().name())
                    : -1;
            for (GrantRow g : i < 0 ? List.<GrantRow>of() : catalog.grants().of(kind(r), r.id())) {
                if (g.column() == r.columns().get(i).number()) {
                    rows.add(g.with(0, 0));
                }
            }
        }
        return rows;
    }

    /** What hangs on a role, in the words of DROP ROLE: databases that it owns, and what is in this one. */
    List<String> dependents(long role, CatalogSnapshot catalog) {
        List<String> lines = new ArrayList<>();
        session.roles.all().owners().entrySet().stream()
                .filter(e -> e.getValue() == role)
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(database -> lines.add("owner of database " + database));
        lines.addAll(dependents(role, session.database(), catalog));
        return lines;
    }

    /**
     * The session's database as it is now, also in the midst of a change of its schema; on a worker.
     *
     * @param then told on this thread or on another worker, where the database has to be opened or a reader waited for
     */
    void present(Reply<CatalogSnapshot> then) {
        Lease own = session.transaction.lease();
        if (own != null) {
            then.done(catalog(own));
            return;
        }
        CatalogSnapshot[] seen = new CatalogSnapshot[1];
        Reply<Void> read = new Reply<>() {
            @Override
            public void done(Void nothing) {
                then.done(seen[0]);
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        };
        DatabaseWork.read(
                session.desk, session.found(), session.lockTimeoutNanos(), lease -> seen[0] = catalog(lease), read);
    }

    private List<String> dependents(long role, String database, CatalogSnapshot catalog) {
        Grants grants = catalog.grants();
        List<String> lines = new ArrayList<>();
        if (!grants.names(role)) {
            return lines;
        }
        if (grants.owner(GrantRow.DATABASE) != role) {
            depends(grants, Kind.DATABASE, GrantRow.DATABASE, role, "database " + database, lines);
        }
        ObjectNames names = session.desk.planner.dialect(session.dialect()).names(catalog);
        // in the order of their numbers, as shared_dependency_comparator has it
        Map<Integer, Consumer<List<String>>> numbered = new TreeMap<>();
        catalog.relations()
                .forEach(r -> numbered.put(r.id(), to -> {
                    String shown = word(r) + " " + names.of(r);
                    depends(grants, kind(r), r.id(), role, shown, to);
                    if (!grants.owned(role).contains(r.id())) {
                        r.columns().stream()
                                .filter(c -> gives(grants, kind(r), r.id(), c.number(), role))
                                .forEach(c -> to.add("privileges for column " + c.name() + " of " + shown));
                    }
                    if (grants.isExplicit(Kind.TYPE, r.id())) {
                        depends(grants, Kind.TYPE, r.id(), role, "type " + names.of(r), to);
                    }
                }));
        catalog.types()
                .forEach(t -> numbered.put(
                        t.id(), to -> depends(grants, Kind.TYPE, t.id(), role, "type " + names.of(t), to)));
        catalog.routines()
                .forEach(f -> numbered.put(
                        f.id(), to -> depends(grants, Kind.ROUTINE, f.id(), role, "function " + names.of(f), to)));
        catalog.schemas()
                .forEach(s -> numbered.put(
                        s.id(), to -> depends(grants, Kind.SCHEMA, s.id(), role, "schema " + s.name(), to)));
        numbered.values().forEach(d -> d.accept(lines));
        lines.addAll(DefaultPrivilegesStatement.dependents(role, catalog, session.roles.all()));
        return lines;
    }

    private static void depends(Grants grants, Kind kind, int object, long role, String shown, List<String> lines) {
        // not the schema public of a database that the role owns
        if (grants.owned(role).contains(object)) {
            lines.add("owner of " + shown);
        } else if (gives(grants, kind, object, 0, role)) {
            lines.add("privileges for " + shown);
        }
    }

    /** Whether something was said of a role's rights on an object, or on a column of it. */
    private static boolean gives(Grants grants, Kind kind, int object, int column, long role) {
        return grants.isExplicit(kind, object)
                && grants.of(kind, object).stream()
                        .anyMatch(r -> r.column() == column
                                && r.rights() != 0
                                && (r.grantee() == role || r.grantor() == role));
    }

    /** The database as the lease sees it, also in the midst of a change of its schema. */
    CatalogSnapshot catalog(Lease lease) {
        return session.path.along(
                session.desk.planner.catalog(session.found(), lease, session.transaction.catalogFor(lease)));
    }
}
