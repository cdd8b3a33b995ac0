package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.storage.Lease;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.Dialect;
import io.polywire.sql.analyse.LiftablePlaces;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.plan.LiftedText;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.plan.PlanKey;
import io.polywire.sql.plan.TextLiterals;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;

/**
 * Lets statements that differ in constants share a plan: the constants become its parameters.
 *
 * <pre>
 *   SELECT name FROM t WHERE id = 5 ── shape known? ─▶ SELECT name FROM t WHERE id =  $1  ─▶ plan cache
 *                                          │ no
 *                                          └─▶ planned with the constants as parameters, kept if it means the same
 * </pre>
 *
 * Confined to its session's strand.
 */
final class Lifting {
    private final RouterSession session;

    Lifting(RouterSession session) {
        this.session = session;
    }

    private String last;
    private TextLiterals read;

    /** The constants of a text: of one that has no plan they are asked for twice. */
    private TextLiterals literals(Dialect dialect, String text) {
        if (text != last) {
            read = dialect.literals(text);
            last = text;
        }
        return read;
    }

    /** A statement whose plan is there under its text with constants as parameters; null if none is. */
    SessionPrepared known(String text, DatabaseRegistry.Found f, long version, List<String> path) {
        if (!session.desk.planner.has(session.dialect())) {
            return null;
        }
        Dialect dialect = session.desk.planner.dialect(session.dialect());
        TextLiterals literals = literals(dialect, text);
        long set = literals == null ? 0 : session.desk.shapes.find(literals.shape());
        if (set == 0) {
            return null;
        }
        LiftedText lifted = literals.lift(set);
        Plan plan = session.preparer.known(
                new PlanKey(f.database(), session.dialect(), lifted.text(), lifted.types(), path), version);
        return plan == null || unfit(dialect, set, lifted, plan) != 0
                ? null
                : new SessionPrepared(session, text, plan, f, values(lifted));
    }

    /** Plans a statement with constants as parameters, where that means the same; null where it does not. */
    SessionPrepared plan(ParsedStatement tree, String text, DatabaseRegistry.Found f, Lease lease) {
        CatalogSnapshot shared = session.desk.planner.known(f);
        if (tree.parameterCount() > 0 || shared == null || !session.transaction.seesWhatAllSee(lease)) {
            return null;
        }
        CatalogSnapshot catalog = session.path.along(shared);
        Dialect dialect = session.desk.planner.dialect(session.dialect());
        TextLiterals literals = literals(dialect, text);
        last = null;
        read = null;
        if (literals == null) {
            return null;
        }
        long set = literals.at(LiftablePlaces.of(tree, catalog));
        while (set != 0) {
            LiftedText lifted = literals.lift(set);
            Plan plan;
            try {
                plan = session.desk.planner.storagePlan(
                        dialect.parse(lifted.text()),
                        lifted.text(),
                        session.dialect(),
                        f,
                        lifted.types(),
                        lease,
                        null,
                        session.path::along);
            } catch (SqlFailure asWritten) {
                // planned as it is written it fails too, or does not; either way that is what the client is told
                return null;
            }
            long unfit = unfit(dialect, set, lifted, plan);
            if (unfit == 0) {
                session.desk.shapes.put(literals.shape(), set);
                if (session.transaction.seesWhatAllSee(lease)) {
                    session.preparer.keep(plan, lifted.text(), lifted.types(), f);
                }
                return new SessionPrepared(session, text, plan, f, values(lifted));
            }
            set &= ~unfit;
        }
        return null;
    }

    /** Those of a set of constants that the parameters of a plan do not take as they are. */
    private static long unfit(Dialect dialect, long set, LiftedText lifted, Plan plan) {
        long unfit = 0;
        long left = set;
        for (int i = 0; i < lifted.values().size(); i++) {
            long bit = Long.lowestOneBit(left);
            left &= ~bit;
            Type declared = lifted.types().get(i);
            Type found = plan.parameters().get(i);
            boolean fits = declared.kind() == TypeKind.UNKNOWN
                    ? dialect.takesText(found, (String) lifted.values().get(i))
                    : found.equals(declared);
            if (!fits) {
                unfit |= bit;
            }
        }
        return unfit;
    }

    private static Parameters values(LiftedText lifted) {
        Parameters values = new Parameters().reset(lifted.values().size());
        for (int i = 0; i < lifted.values().size(); i++) {
            if (lifted.values().get(i) instanceof Long n) {
                values.setLong(i, n);
            } else {
                values.setText(i, (String) lifted.values().get(i));
            }
        }
        return values;
    }
}
