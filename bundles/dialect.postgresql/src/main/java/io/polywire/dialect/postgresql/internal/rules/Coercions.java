package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import java.util.List;

/** Brings values to the types that their uses ask for (chapter 10 of the manual). */
final class Coercions {
    private Coercions() {}

    /** A literal in quotes, or a parameter, whose type the use decides; null for anything else. */
    private static BoundExpression settled(BoundExpression e, Type to, Place at) {
        if (!PgTypes.isUnknown(e.type())) {
            return null;
        }
        if (e instanceof BoundParameter p) {
            Type plain = PgTypes.plain(to);
            at.parameters().settle(p.number(), plain);
            return RowTypes.checked(CatalogNames.parameter(new BoundParameter(p.number(), plain), at), at);
        }
        if (e instanceof BoundConstant c) {
            if (c.isNull()) {
                return new BoundConstant(null, to);
            }
            try {
                BoundExpression named = CatalogNames.constant(c, to, at);
                named = named == null ? NamedArrays.constant(c, to, at) : named;
                if (named != null) {
                    return named;
                }
                Registry.LiteralMaker own = Registry.all().literal(to);
                return own != null
                        ? RowTypes.checked(
                                own.make((String) c.value(), to, at.of(e).position()), at)
                        : new BoundConstant(Input.value((String) c.value(), PgTypes.plain(to)), PgTypes.plain(to));
            } catch (SqlFailure f) {
                throw at.of(e)
                        .build(f.kind(), f.getMessage())
                        .sqlState(f.sqlState())
                        .detail(f.detail())
                        .hint(f.hint())
                        .context(f.context())
                        .build();
            }
        }
        throw at.unsupported("a value of unknown type here");
    }

    /** To a type that an operator or function takes, or that several values meet in. */
    static BoundExpression implicit(BoundExpression e, Type to, Place at) {
        return to(e, to, Casts.Context.IMPLICIT, at);
    }

    static BoundExpression to(BoundExpression e, Type to, Casts.Context context, Place at) {
        BoundExpression settled = settled(e, to, at);
        return Casts.convert(settled == null ? e : settled, to, context, at);
    }

    static boolean can(BoundExpression e, Type to, Casts.Context context) {
        return PgTypes.isUnknown(e.type()) || Pathway.exists(e.type(), to, context);
    }

    /** An explicit cast. */
    static BoundExpression cast(BoundExpression e, Type to, Place at) {
        if (!can(e, to, Casts.Context.EXPLICIT)) {
            throw at.build(
                            FailureKind.SEMANTIC,
                            "cannot cast type " + PgTypes.display(e.type()) + " to " + PgTypes.display(to))
                    .sqlState("42846")
                    .build();
        }
        return to(e, to, Casts.Context.EXPLICIT, at);
    }

    /** A value for a column. */
    static BoundExpression assign(BoundExpression e, Type to, String column, Place at) {
        if (!can(e, to, Casts.Context.ASSIGNMENT)) {
            throw at.build(
                            FailureKind.TYPE_MISMATCH,
                            "column \"" + column + "\" is of type " + PgTypes.display(to)
                                    + " but expression is of type " + PgTypes.display(e.type()))
                    .hint("You will need to rewrite or cast the expression.")
                    .build();
        }
        checkParameter(e, to, at);
        return to(e, to, Casts.Context.ASSIGNMENT, at);
    }

    /** Refuses a parameter that another column of the same list has given another type (variable_coerce_param_hook). */
    private static void checkParameter(BoundExpression e, Type to, Place at) {
        if (!(e instanceof BoundParameter p) || !PgTypes.isUnknown(p.type())) {
            return;
        }
        Type now = at.parameters().get(p.number());
        if (!PgTypes.isUnknown(now) && !now.name().equals(to.name())) {
            throw at.build(FailureKind.SEMANTIC, "inconsistent types deduced for parameter $" + p.number())
                    .sqlState("42P08")
                    .detail(PgTypes.display(PgTypes.plain(now)) + " versus " + PgTypes.display(PgTypes.plain(to)))
                    .build();
        }
    }

    /** select_common_type of parse_coerce.c. */
    static Type common(List<BoundExpression> values, String construct, List<Place> places) {
        Type chosen = null;
        boolean mixed = false;
        for (int i = 0; i < values.size(); i++) {
            Type t = values.get(i).type();
            if (PgTypes.isUnknown(t)) {
                mixed = true;
                continue;
            }
            if (chosen == null) {
                chosen = t;
            } else if (!chosen.name().equals(t.name())) {
                mixed = true;
                if (!Pathway.isAlike(chosen, t)) {
                    throw places.get(i)
                            .failure(
                                    FailureKind.TYPE_MISMATCH,
                                    construct + " types " + PgTypes.display(chosen) + " and " + PgTypes.display(t)
                                            + " cannot be matched");
                }
                chosen = Pathway.common(chosen, t);
            } else if (!chosen.equals(t)) {
                chosen = PgTypes.plain(chosen);
            } else if (chosen.id() == PgTypes.RECORD.id() && !RowTypes.isAlike(chosen, t)) {
                throw places.get(i).unsupported(construct + " of rows of different types");
            }
        }
        if (chosen == null) {
            return PgTypes.TEXT;
        }
        for (int i = 0; i < values.size(); i++) {
            Type t = values.get(i).type();
            if (!can(values.get(i), chosen, Casts.Context.IMPLICIT)) {
                // a default, which comes first, is of the chosen type
                String part = construct.equals("CASE") ? "CASE/WHEN" : construct;
                throw places.get(i)
                        .build(
                                FailureKind.SEMANTIC,
                                part + " could not convert type " + PgTypes.display(t) + " to "
                                        + PgTypes.display(chosen))
                        .sqlState("42846")
                        .build();
            }
        }
        // length and scale stay only where all have the same
        return mixed ? PgTypes.plain(chosen) : chosen;
    }
}
