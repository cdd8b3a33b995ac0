package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.right.Maintained;
import io.polywire.sql.right.Needs;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.MaintainedTable;
import io.polywire.sql.tree.Maintenance;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ParsedStatement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the client is told before a statement that changes no row: of VACUUM and ANALYZE, what they leave out. */
final class Upkeep {
    /** Catalogs that all databases of an installation share. */
    private static final Set<String> SHARED = Set.of(
            "pg_authid",
            "pg_auth_members",
            "pg_database",
            "pg_db_role_setting",
            "pg_parameter_acl",
            "pg_replication_origin",
            "pg_shdepend",
            "pg_shdescription",
            "pg_shseclabel",
            "pg_subscription",
            "pg_tablespace");

    private Upkeep() {}

    /**
     * Tells what there is to be told of a plan; for the role and the rights of now.
     *
     * @throws SqlFailure if it names a column that is not there, or is not for this role
     */
    static void tell(RouterSession session, Plan plan) {
        plan.notices().forEach(session::notice);
        if (plan.tree() instanceof ParsedStatement p && p.body() instanceof Maintenance m) {
            if (m.task() == Maintenance.Task.CHECKPOINT
                    && !session.roles.current().superuser()) {
                throw SqlFailure.of(
                        FailureKind.PRIVILEGE,
                        "must be superuser or have privileges of pg_checkpoint to do CHECKPOINT");
            }
            if (m.task() == Maintenance.Task.REINDEX) {
                reindex(session, m);
            }
            Needs needs = plan.needs();
            for (int i = 0; i < needs.maintained().size(); i++) {
                // of all tables there are none that are named
                MaintainedTable named = m.tables().isEmpty() ? null : m.tables().get(i);
                one(session, m, named, needs.maintained().get(i), needs);
            }
        }
    }

    /** What PostgreSQL does table by table, each with a transaction of its own, is for no transaction that is there. */
    private static void reindex(RouterSession session, Maintenance m) {
        String kind = m.kind().words();
        boolean whole = m.kind() == ObjectKind.DATABASE || m.kind() == ObjectKind.SYSTEM;
        if (whole && !m.tables().get(0).name().last().name().equals(session.database())) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "can only reindex the currently open database");
        }
        boolean alone = m.isOn("concurrently");
        if ((whole || alone || m.kind() == ObjectKind.SCHEMA) && session.transaction.isOpen()) {
            throw SqlFailure.of(
                    FailureKind.ACTIVE_TRANSACTION,
                    "REINDEX " + (alone ? "CONCURRENTLY" : kind) + " cannot run inside a transaction block");
        }
    }

    private static void one(RouterSession session, Maintenance m, MaintainedTable named, Maintained what, Needs needs) {
        Relation r = what.relation();
        String verb = m.task() == Maintenance.Task.VACUUM ? "vacuum" : "analyze";
        boolean system = r.schema().equals("pg_catalog");
        boolean table = !what.index()
                && (r.kind() == Relation.Kind.TABLE || r.kind() == Relation.Kind.MATERIALIZED_VIEW || system);
        if (!session.rights.owns(r.id(), needs.grants())
                || system && !session.roles.current().superuser()) {
            skip(session, what, "only " + owner(r, system) + " can " + verb + " it");
        } else if (!table) {
            skip(session, what, "cannot " + verb + " non-tables or special system tables");
        } else if (m.analyses() && named != null) {
            columns(named.columns(), r);
        }
    }

    private static String owner(Relation r, boolean system) {
        if (!system) {
            return "table or database owner";
        }
        return SHARED.contains(r.name()) ? "superuser" : "superuser or database owner";
    }

    private static void skip(RouterSession session, Maintained what, String why) {
        session.notice(Notice.warning("skipping \"" + what.name() + "\" --- " + why));
    }

    private static void columns(List<Identifier> columns, Relation r) {
        Set<String> seen = new HashSet<>();
        for (Identifier column : columns) {
            String of = "column \"" + column.name() + "\" of relation \"" + r.name() + "\" ";
            if (r.columns().stream().noneMatch(c -> c.name().equals(column.name()))) {
                throw SqlFailure.of(FailureKind.UNDEFINED_COLUMN, of + "does not exist");
            }
            if (!seen.add(column.name())) {
                throw SqlFailure.build(FailureKind.SEMANTIC, of + "appears more than once")
                        .sqlState("42701")
                        .build();
            }
        }
    }
}
