package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.Query;

/** Puts the queries of views in place of their names. */
final class Views {
    /** How deep views may stand in views. */
    private static final int DEPTH = 100;

    /** How many views one statement may come to. */
    private static final int EXPANSIONS = 1000;

    private Views() {}

    /** Whether it is a view whose query we keep; one of another program is read as the storage has it. */
    static boolean isOwn(Relation r) {
        return r.kind() == Relation.Kind.VIEW && r.own();
    }

    /** Refuses a materialized view that has never been filled. */
    static void requireRows(Relation r) {
        if (r.kind() == Relation.Kind.MATERIALIZED_VIEW && !isPopulated(r)) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "materialized view \"" + r.name() + "\" has not been populated")
                    .sqlState("55000")
                    .hint("Use the REFRESH MATERIALIZED VIEW command.")
                    .build();
        }
    }

    /** Whether a materialized view has been filled. */
    static boolean isPopulated(Relation r) {
        return !"false".equals(r.options().get(Relation.POPULATED));
    }

    private record Parsed(int view) {}

    /** The query of a view as a tree; made once for each version of the schema. */
    static Query tree(Relation view, Analysis analysis) {
        if (!view.dialect().equals(analysis.rules().dialect())) {
            throw SqlFailure.unsupported("view \"" + view.name() + "\", which dialect " + view.dialect() + " made,");
        }
        return analysis.catalog()
                .derived(
                        new Parsed(view.id()),
                        Query.class,
                        () -> analysis.rules().query(view.definition()));
    }

    /** The analysis in which a view's query is bound. */
    static Analysis within(Relation view, Analysis analysis, Place at) {
        if (analysis.views().contains(view.id())) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "infinite recursion detected in rules for relation \"" + view.name() + "\"")
                    .sqlState("42P17")
                    .build();
        }
        if (analysis.views().size() >= DEPTH || analysis.expanded() > EXPANSIONS) {
            throw at.failure(
                    FailureKind.TOO_COMPLEX,
                    "views within views are deeper than " + DEPTH + " or more than " + EXPANSIONS);
        }
        return analysis.within(view.definition(), view.id());
    }

    /** A failure without its place. */
    static SqlFailure unplaced(SqlFailure f) {
        return f.position() == 0 ? f : f.but().position(0).build();
    }

    /** The rows of a view. */
    static BoundQuery query(Relation view, Analysis analysis, Place at) {
        Query tree = tree(view, analysis);
        Analysis inner = within(view, analysis, at);
        BoundQuery q;
        try {
            q = inner.queries().bind(tree, null);
        } catch (SqlFailure f) {
            // its places are in another text
            throw unplaced(f);
        }
        if (q.outputs().size() != view.columns().size()) {
            throw SqlFailure.of(FailureKind.INTERNAL, "view \"" + view.name() + "\" has other columns than it had");
        }
        return q;
    }
}
