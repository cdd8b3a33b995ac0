package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.FunctionTable;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.Locking;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.TableReference;

/**
 * FOR UPDATE and its relatives, also in queries within: the statement as a whole takes the right to write. Confined to one
 * analysis.
 */
final class RowLocks {
    private final Analysis analysis;
    private final RowLocks around;
    private boolean locked;

    /** @param around of the text around it, null for the statement's own */
    RowLocks(Analysis analysis, RowLocks around) {
        this.analysis = analysis;
        this.around = around;
    }

    /** Whether a query within the statement locks rows, for which it needs the right to write. */
    boolean locked() {
        return locked;
    }

    private void lock() {
        locked = true;
        if (around != null) {
            around.lock();
        }
    }

    /**
     * Checks the clauses of a query.
     *
     * @param outer null for the statement itself
     */
    void check(Query q, Scope outer) {
        Locking first = q.locking().get(0);
        Place at = analysis.at(first);
        String word = "FOR " + first.strength().name().replace('_', ' ');
        if (!(q.body() instanceof Select s)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, word + " is not allowed with UNION/INTERSECT/EXCEPT");
        }
        refuse(s.distinct() || !s.distinctOn().isEmpty(), word, "DISTINCT clause");
        refuse(s.groupBy() != null, word, "GROUP BY clause");
        refuse(s.having() != null, word, "HAVING clause");
        lock();
        if (outer != null && first.waiting() == Locking.Wait.NO_WAIT) {
            throw at.unsupported("NOWAIT in a sub-query");
        }
    }

    private static void refuse(boolean there, String word, String what) {
        if (there) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, word + " is not allowed with " + what);
        }
    }

    /** Checks the tables that are named, once FROM is known. */
    void tables(Query q, Scope scope) {
        for (Locking l : q.locking()) {
            for (QualifiedName t : l.tables()) {
                if (scope.ownTable(t.last().name()) == null) {
                    throw analysis.at(t)
                            .failure(
                                    FailureKind.UNDEFINED_TABLE,
                                    "relation \"" + t.last().name() + "\" in FOR "
                                            + l.strength().name().replace('_', ' ')
                                            + " clause not found in FROM clause");
                }
            }
            for (TableReference t : ((Select) q.body()).from()) {
                refuse(t, l);
            }
        }
    }

    /** Refuses what has no rows of its own to lock (transformLockingClause of analyze.c). */
    private void refuse(TableReference t, Locking l) {
        if (t instanceof Join j) {
            if (l.tables().isEmpty() || j.alias() == null && j.usingAlias() == null) {
                refuse(j.left(), l);
                refuse(j.right(), l);
            }
            refuse(j.alias(), "a join", l);
            if (j.usingAlias() != null) {
                refuse(j.usingAlias().name(), "a join", l);
            }
        } else if (t instanceof FunctionTable f) {
            refuse(f.alias(), "a function", l);
        } else if (t instanceof NamedTable n) {
            String name = n.alias() == null
                    ? n.name().last().name()
                    : n.alias().name().name();
            Relation r = new SchemaNames(analysis).find(n.name());
            boolean meant = l.tables().isEmpty()
                    || l.tables().stream().anyMatch(x -> x.last().name().equals(name));
            if (meant && r != null && r.kind() == Relation.Kind.MATERIALIZED_VIEW) {
                throw SqlFailure.build(
                                FailureKind.SEMANTIC, "cannot lock rows in materialized view \"" + r.name() + '"')
                        .sqlState("42809")
                        .build();
            }
        }
    }

    private void refuse(Alias alias, String what, Locking l) {
        if (alias != null) {
            refuse(alias.name().name(), what, l);
        }
    }

    private void refuse(String name, String what, Locking l) {
        for (QualifiedName t : l.tables()) {
            if (t.last().name().equals(name)) {
                throw analysis.at(t)
                        .failure(
                                FailureKind.UNSUPPORTED,
                                "FOR " + l.strength().name().replace('_', ' ') + " cannot be applied to " + what);
            }
        }
    }
}
