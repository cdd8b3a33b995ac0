package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import java.util.List;

/**
 * Whether what a database keeps would mean something else if a label of an enumeration were called otherwise: texts of
 * defaults, conditions, indexes, generated columns and views, and what the storage made of them.
 */
final class EnumLabelUse {
    private final Analysis analysis;
    private final UserType type;
    private final String label;

    EnumLabelUse(Analysis analysis, UserType type, String label) {
        this.analysis = analysis;
        this.type = type;
        this.label = label;
    }

    private boolean isOf(Type t) {
        return t != null
                && (t.id() == type.id() || t.element() != null && t.element().id() == type.id());
    }

    /** Whether a relation with a column of the type does. */
    boolean in(Relation r) {
        if (r.kind() != Relation.Kind.TABLE) {
            return isNamedBy(r);
        }
        List<Type> types = TableParts.types(analysis, r, analysis.at(0));
        for (RelationColumn c : r.columns()) {
            boolean own = c.typeId() == type.id();
            if (own && c.declared().startsWith("_")
                    || own && c.hasDefault() && names(c)
                    || c.generated() && touches(c.generation().source(), r, types)) {
                return true;
            }
        }
        for (TableConstraint k : r.constraints()) {
            boolean over = k.columns().stream()
                    .anyMatch(n -> r.columns().stream().anyMatch(c -> c.number() == n && c.typeId() == type.id()));
            if (k.reference() != null && over || k.check() != null && touches(k.check(), r, types)) {
                return true;
            }
        }
        for (TableIndex i : r.indexes()) {
            if (i.predicate() != null && touches(i.predicate(), r, types)
                    || i.keys().stream().anyMatch(k -> k.expression() != null && touches(k.expression(), r, types))) {
                return true;
            }
        }
        return analysis.catalog().dependencies().stream()
                .filter(d -> d.on() == r.id())
                .anyMatch(d -> isNamedBy(analysis.catalog().relation(d.dependent())));
    }

    /** Whether a column's default is the label, or no constant. */
    private boolean names(RelationColumn c) {
        String source = c.defaultValue().source();
        Type stored = analysis.rules().stored(c);
        BoundExpression value =
                new Defaults(analysis.of(source)).define(analysis.rules().expression(source), stored, c.name());
        return !(value instanceof BoundConstant k) || label.equals(k.value());
    }

    /** Whether an expression of a table has to do with the type: the storage keeps functions over its labels. */
    private boolean touches(String text, Relation r, List<Type> types) {
        BoundExpression e = new KeptExpressions(analysis.of(text), r, types)
                .any(analysis.rules().expression(text));
        boolean[] found = {false};
        Columns.each(
                e,
                x -> {
                    found[0] |= isOf(x.type());
                    return false;
                },
                c -> {});
        return found[0];
    }

    /** Whether the label stands in a view, or in what is no view. */
    private boolean isNamedBy(Relation r) {
        if (r == null || r.kind() != Relation.Kind.VIEW) {
            return true;
        }
        BoundQuery q = Views.query(r, analysis, analysis.at(0));
        boolean[] found = {false};
        Columns.each(
                new BoundSubquery(true, q, analysis.rules().booleanType()),
                x -> {
                    found[0] |= x instanceof BoundConstant c
                            && isOf(c.type())
                            && (c.type().id() != type.id() || label.equals(c.value()));
                    return false;
                },
                c -> {});
        return found[0]
                || analysis.catalog().dependencies().stream()
                        .filter(d -> d.on() == r.id())
                        .anyMatch(d -> isNamedBy(analysis.catalog().relation(d.dependent())));
    }
}
