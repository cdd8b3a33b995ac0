package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * An UPDATE or DELETE in two parts: queries that find out which rows it is about and what it returns of them, and the change
 * by the numbers of the rows. What runs between the two sees the database as it was before.
 *
 * @param before the queries; the last one has what is returned, if anything is
 * @param change the change
 */
record LateChange(List<BoundStatement.Step> before, BoundStatement change) {
    /** Copies the list. */
    LateChange {
        before = List.copyOf(before);
    }

    /**
     * A statement taken apart.
     *
     * @param slot number under which its rows are kept
     * @return null where it cannot be: another statement
     */
    static LateChange of(BoundStatement s, int slot, Analysis analysis, Place at) {
        if (s instanceof BoundStatement.Updates u) {
            return of(u, slot, analysis, at);
        } else if (s instanceof BoundStatement.Deletes d) {
            return of(d, slot, analysis, at);
        } else if (s instanceof BoundStatement.Program p) {
            return of(p, slot);
        }
        return null;
    }

    /** A program whose only change is the last thing that it does. */
    private static LateChange of(BoundStatement.Program p, int slot) {
        List<BoundStatement.Step> steps = new ArrayList<>();
        BoundStatement change = null;
        for (BoundStatement.Step s : p.steps()) {
            if (s.statement() instanceof BoundStatement.Selects) {
                steps.add(new BoundStatement.Step(s.statement(), s.shown() ? slot : s.slot(), false, false));
            } else if (change != null) {
                return null;
            } else {
                change = s.statement();
            }
        }
        return change == null || !before(p) ? null : new LateChange(steps, change);
    }

    /** Whether no query of a program reads its table behind the change. */
    private static boolean before(BoundStatement.Program p) {
        boolean changed = false;
        for (BoundStatement.Step s : p.steps()) {
            if (changed && Columns.reads(s.statement(), p.target(), -1)) {
                return false;
            }
            changed |= !(s.statement() instanceof BoundStatement.Selects);
        }
        return true;
    }

    private static LateChange of(BoundStatement.Deletes d, int slot, Analysis analysis, Place at) {
        Relation r = d.target();
        TypeRules rules = analysis.rules();
        List<BoundOutput> kept = new ArrayList<>(d.outputs());
        kept.add(new BoundOutput("", ReturningJoined.number(r, d.number(), rules.rowCountType(), at)));
        BoundQuery meets = ReturningJoined.plain(ReturningJoined.select(
                kept,
                new BoundSource.Table(
                        d.number(), r, analysis.programs().added(r), d.rights().through()),
                d.where()));
        List<Type> types = kept.stream().map(o -> o.value().type()).toList();
        int rows = analysis.newSource(null);
        int changed = analysis.newSource(r);
        BoundQuery numbers = ReturningJoined.plain(ReturningJoined.select(
                List.of(new BoundOutput("", ReturningJoined.column(rows, kept.size() - 1, types))),
                new BoundSource.Call(rows, new CapturedRows(slot), types),
                null));
        BoundStatement change = new BoundStatement.Deletes(
                r,
                new InSubquery(
                        ReturningJoined.number(r, changed, rules.rowCountType(), at),
                        numbers,
                        false,
                        rules.booleanType()),
                List.of(),
                changed,
                d.rights());
        return new LateChange(
                List.of(new BoundStatement.Step(new BoundStatement.Selects(meets), slot, false, false)), change);
    }

    private static LateChange of(BoundStatement.Updates u, int slot, Analysis analysis, Place at) {
        ReturningJoined parts = new ReturningJoined(analysis, at);
        return parts.late(
                u.target(), u.number(), u.columns(), u.values(), u.from(), u.where(), u.outputs(), slot, u.rights());
    }
}
