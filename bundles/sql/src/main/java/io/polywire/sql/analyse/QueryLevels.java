package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Which of the queries around one another an aggregate belongs to: the innermost one that a column among its arguments is
 * of (check_agg_arguments). For the query that it stands in, the aggregate of a query around is a column of that one's
 * groups.
 */
final class QueryLevels {
    /** What was going on in a query when one within it began. */
    private record Frame(String noAggregates, boolean inAggregate) {}

    private final Analysis analysis;
    private final Map<RangeTable, Frame> frames = new IdentityHashMap<>();
    /** The queries whose groups sources are. */
    private final Map<Integer, Scope> groups = new HashMap<>();
    /** Where aggregates of queries around were written. */
    private final Map<BoundColumn, Place> written = new HashMap<>();

    QueryLevels(Analysis analysis) {
        this.analysis = analysis;
    }

    /** A query begins within another; gives what {@link #ended} needs. */
    Object begun(Scope around, String noAggregates, boolean inAggregate) {
        return around == null ? null : frames.put(around.ranges(), new Frame(noAggregates, inAggregate));
    }

    /** It has ended. */
    void ended(Scope around, Object before) {
        if (around == null) {
            return;
        }
        if (before == null) {
            frames.remove(around.ranges());
        } else {
            frames.put(around.ranges(), (Frame) before);
        }
    }

    /**
     * The aggregate as its query sees it.
     *
     * @param scope of the query that it stands in
     * @param noAggregates why there may be none in that query here; null if there may
     * @param inAggregate whether it stands within one of that query
     * @param what it is called in errors, "aggregate functions" or "grouping operations"
     */
    BoundExpression placed(
            BoundExpression value, Scope scope, String noAggregates, boolean inAggregate, String what, Place at) {
        BoundColumn[] nested = new BoundColumn[1];
        int[] levels = {Integer.MAX_VALUE, Integer.MAX_VALUE};
        Columns.each(value, x -> false, c -> {
            Scope of = groups.get(c.source());
            int level = level(scope, of == null ? analysis.owner(c) : of);
            if (of == null) {
                levels[0] = Math.min(levels[0], level);
            } else if (level < levels[1]) {
                levels[1] = level;
                nested[0] = c;
            }
        });
        int level = Math.min(levels[0], levels[1]);
        if (level == levels[1] && nested[0] != null) {
            throw nested(written.get(nested[0]));
        }
        if (level == Integer.MAX_VALUE || level == 0) {
            if (inAggregate) {
                throw nested(at);
            }
            if (noAggregates != null) {
                throw refused(what, noAggregates, at);
            }
            return value;
        }
        Scope owner = scope;
        for (int i = 0; i < level; i++) {
            owner = owner.outer;
        }
        Frame frame = frames.get(owner.ranges());
        if (frame == null) {
            throw at.unsupported("an aggregate over columns of this query around it");
        }
        if (frame.inAggregate()) {
            throw nested(at);
        }
        if (frame.noAggregates() != null) {
            throw refused(what, frame.noAggregates(), at);
        }
        Scope of = owners(value, owner);
        BoundColumn column = of.group(value, () -> analysis.newSource(null));
        groups.put(column.source(), of);
        written.putIfAbsent(column, at);
        return column;
    }

    /** The scope of the query itself, where the one that was handed down is another of the same query. */
    private Scope owners(BoundExpression value, Scope owner) {
        Scope[] found = {owner};
        Columns.each(value, x -> false, c -> {
            Scope s = groups.containsKey(c.source()) ? groups.get(c.source()) : analysis.owner(c);
            if (s != null && s.ranges() == owner.ranges()) {
                found[0] = s;
            }
        });
        return found[0];
    }

    /** How many queries are between one and another around it; the most there is for one that is not around. */
    private static int level(Scope from, Scope to) {
        int level = 0;
        for (Scope s = from; to != null && s != null; s = s.outer) {
            if (s.ranges() == to.ranges()) {
                return level;
            }
            level++;
        }
        return Integer.MAX_VALUE;
    }

    private static SqlFailure nested(Place at) {
        return at.build(FailureKind.SEMANTIC, "aggregate function calls cannot be nested")
                .sqlState("42803")
                .build();
    }

    private static SqlFailure refused(String what, String clause, Place at) {
        return at.build(FailureKind.SEMANTIC, what + " are not allowed in " + CallBinder.shown(clause))
                .sqlState("42803")
                .build();
    }
}
