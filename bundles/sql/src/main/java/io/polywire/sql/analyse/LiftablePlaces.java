package io.polywire.sql.analyse;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.Assignment;
import io.polywire.sql.tree.Between;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Delete;
import io.polywire.sql.tree.DerivedTable;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.InList;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.LogicalOperation;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.Not;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.TableReference;
import io.polywire.sql.tree.UnaryOperation;
import io.polywire.sql.tree.Update;
import io.polywire.sql.tree.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a statement's constants can be parameters without a change of what it means: operands of conditions, values of
 * INSERT, values that UPDATE sets. Elsewhere (in the list of SELECT, ORDER BY, GROUP BY, LIMIT, arguments, other queries) a
 * constant may decide types, names, positions or groups, and stays one.
 */
public final class LiftablePlaces {
    private final Set<Integer> places = new HashSet<>();

    private LiftablePlaces() {}

    /**
     * First characters of those constants.
     *
     * @param catalog a condition over a table with an index that holds a part of the rows keeps its constants: only they
     *     tell that the index is enough
     */
    public static Set<Integer> of(ParsedStatement statement, CatalogSnapshot catalog) {
        LiftablePlaces found = new LiftablePlaces();
        if (statement.body() instanceof Query q
                && q.with() == null
                && q.body() instanceof Select s
                && s.into() == null
                && whole(s.from(), catalog)) {
            found.condition(s.where());
        } else if (statement.body() instanceof Update u && u.with() == null) {
            u.assignments().forEach(found::assignment);
            if (whole(u.target(), catalog) && whole(u.from(), catalog)) {
                found.condition(u.where());
            }
        } else if (statement.body() instanceof Delete d
                && d.with() == null
                && whole(d.target(), catalog)
                && whole(d.using(), catalog)) {
            found.condition(d.where());
        } else if (statement.body() instanceof Insert i
                && i.with() == null
                && i.source() != null
                && i.source().with() == null
                && i.source().body() instanceof Values v) {
            v.rows().forEach(found::row);
        }
        return found.places;
    }

    private static boolean whole(List<TableReference> from, CatalogSnapshot catalog) {
        return from.stream().allMatch(t -> whole(t, catalog));
    }

    private static boolean whole(TableReference t, CatalogSnapshot catalog) {
        if (t instanceof Join j) {
            return whole(j.left(), catalog) && whole(j.right(), catalog);
        }
        if (t instanceof DerivedTable) {
            return all(catalog);
        }
        if (t instanceof NamedTable n) {
            String name = n.name().last().name();
            return catalog.schemas().stream()
                    .map(s -> catalog.relation(s.name(), name))
                    .allMatch(r -> r == null || (r.kind() == Relation.Kind.VIEW ? all(catalog) : whole(r)));
        }
        return true;
    }

    private record All(boolean whole) {}

    private static boolean all(CatalogSnapshot catalog) {
        return catalog.derived(
                        All.class,
                        All.class,
                        () -> new All(catalog.relations().stream().allMatch(LiftablePlaces::whole)))
                .whole();
    }

    private static boolean whole(Relation r) {
        return r.indexes().stream().allMatch(i -> i.predicate() == null);
    }

    private void row(RowExpression r) {
        r.fields().forEach(this::value);
    }

    private void assignment(Assignment a) {
        if (a.row() || a.targets().size() != 1) {
            return;
        }
        value(a.value());
        if (a.value() instanceof BinaryOperation b) {
            if (b.left() instanceof ColumnReference) {
                value(b.right());
            } else if (b.right() instanceof ColumnReference) {
                value(b.left());
            }
        }
    }

    private void condition(Expression e) {
        if (e instanceof LogicalOperation l) {
            l.operands().forEach(this::condition);
        } else if (e instanceof Not n) {
            condition(n.operand());
        } else if (e instanceof BinaryOperation b) {
            operand(b.left(), b.right());
            operand(b.right(), b.left());
        } else if (e instanceof Between b) {
            operand(b.operand(), b.low());
            operand(b.operand(), b.high());
        } else if (e instanceof InList l) {
            l.items().forEach(i -> operand(l.operand(), i));
        } else if (e instanceof Like l) {
            operand(l.operand(), l.pattern());
        }
    }

    /** An operand beside another one that says what types there are. */
    private void operand(Expression beside, Expression e) {
        if (!isConstant(beside)) {
            value(e);
        }
    }

    private static boolean isConstant(Expression e) {
        return e instanceof Literal || e instanceof UnaryOperation u && isConstant(u.operand());
    }

    private void value(Expression e) {
        if (e instanceof UnaryOperation u) {
            if (u.operator().name().equals("-")
                    && u.operand() instanceof Literal l
                    && l.kind() == Literal.Kind.INTEGER) {
                places.add(l.start());
            }
        } else if (e instanceof Literal l && (l.kind() == Literal.Kind.INTEGER || l.kind() == Literal.Kind.STRING)) {
            places.add(l.start());
        }
    }
}
