package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.SystemRelation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Errors about names that are not there, with the hint that PostgreSQL gives: the table or column that stands elsewhere in
 * the statement, or whose name differs in few letters.
 */
final class NearNames {
    /** Names that are further away are not proposed. */
    private static final int FURTHEST = 3;

    private NearNames() {}

    // --- tables ---------------------------------------------------------------------------------------------------

    /** The error for a name before a dot that is no table's here. */
    static SqlFailure table(String schema, String name, Scope scope, Analysis analysis, Place at) {
        CommonQuery common = schema == null ? scope.commonTable(name) : null;
        RangeTable.Entry there = entry(name, common != null ? 0 : relation(schema, name, analysis), common, scope);
        if (there == null) {
            return at.failure(FailureKind.UNDEFINED_TABLE, "missing FROM-clause entry for table \"" + name + "\"");
        }
        boolean bad = there.aliased() && !there.name().equals(name) && scope.table(there.name()) != null;
        return at.build(
                        FailureKind.UNDEFINED_TABLE,
                        "invalid reference to FROM-clause entry for table \"" + name + "\"")
                .hint(
                        bad
                                ? "Perhaps you meant to reference the table alias \"" + there.name() + "\"."
                                : "There is an entry for table \"" + there.name()
                                        + "\", but it cannot be referenced from this part of the query.")
                .build();
    }

    /** The number of a relation; 0 if there is none of the name. */
    private static long relation(String schema, String name, Analysis analysis) {
        Relation r = schema == null
                ? analysis.catalog().relation(name)
                : analysis.catalog().relation(schema, name);
        if (r != null) {
            return r.id();
        }
        SystemRelation system = analysis.rules().system(schema, name, analysis.catalog());
        return system == null ? 0 : system.id();
    }

    private static RangeTable.Entry entry(String name, long relation, CommonQuery common, Scope scope) {
        for (RangeTable ranges : around(scope)) {
            for (RangeTable.Entry e : ranges.entries()) {
                if (relation != 0 && e.relation() == relation
                        || common != null && e.common() == common
                        || e.name().equals(name)) {
                    return e;
                }
            }
        }
        return null;
    }

    private static List<RangeTable> around(Scope scope) {
        List<RangeTable> all = new ArrayList<>();
        for (Scope s = scope; s != null; s = s.outer) {
            if (all.isEmpty() || all.get(all.size() - 1) != s.ranges()) {
                all.add(s.ranges());
            }
        }
        return all;
    }

    // --- columns --------------------------------------------------------------------------------------------------

    /**
     * Refuses a column that every table has and that is not served.
     *
     * @param table that it was said to be of; null for none
     */
    static void refuseSystemColumn(String table, String name, Scope scope, Analysis analysis, Place at) {
        if (!analysis.rules().isSystemColumn(name)) {
            return;
        }
        for (RangeTable ranges : around(scope)) {
            for (RangeTable.Entry e : ranges.entries()) {
                boolean meant = e.relation() != 0 && (table == null || table.equals(e.name()));
                Relation r = meant && e.relation() <= Integer.MAX_VALUE
                        ? analysis.catalog().relation((int) e.relation())
                        : null;
                if (meant && (r == null || r.kind() != Relation.Kind.VIEW)) {
                    throw at.unsupported("system column \"" + name + "\"");
                }
            }
        }
    }

    /**
     * The error for a column that is not there.
     *
     * @param table that it was said to be of; null for none
     */
    static SqlFailure column(String table, String name, Scope scope, Place at) {
        Near near = new Near(name);
        SqlFailure.Builder failure = at.build(
                FailureKind.UNDEFINED_COLUMN,
                "column " + (table == null ? "\"" + name + "\"" : table + "." + name) + " does not exist");
        for (RangeTable ranges : around(scope)) {
            for (RangeTable.Entry e : ranges.entries()) {
                int away = table == null ? 0 : distance(table, e.name());
                boolean same = near.look(e, away, at);
                if (same && away == 0) {
                    return failure.hint("There is a column named \"" + name + "\" in table \"" + e.name()
                                    + "\", but it cannot be referenced from this part of the query.")
                            .build();
                }
            }
        }
        if (near.first != null) {
            failure.hint("Perhaps you meant to reference the column \"" + near.first + "\""
                    + (near.second == null ? "." : " or the column \"" + near.second + "\"."));
        }
        return failure.build();
    }

    /** The one or two names that are nearest so far; more than two are none. */
    private static final class Near {
        private final String name;
        /** Names are proposed that are at most half different, counted in bytes of what was written. */
        private final int half;

        private int best = FURTHEST + 1;
        private String first;
        private String second;

        Near(String name) {
            this.name = name;
            this.half = name.getBytes(StandardCharsets.UTF_8).length / 2;
        }

        /** Looks at an entry's columns; whether one of them has the name. */
        boolean look(RangeTable.Entry e, int away, Place at) {
            boolean same = false;
            for (String column : e.columns()) {
                if (column.equals(name)) {
                    if (same) {
                        throw at.failure(FailureKind.AMBIGUOUS, "column reference \"" + name + "\" is ambiguous");
                    }
                    same = true;
                }
                int distance = distance(column, name);
                if (away <= best && distance <= half) {
                    take(e.name() + "." + column, distance + away);
                }
            }
            return same;
        }

        private void take(String column, int distance) {
            if (distance < best) {
                best = distance;
                first = column;
                second = null;
            } else if (distance == best) {
                if (second != null) {
                    first = null;
                    second = null;
                    best = distance - 1;
                } else if (first != null) {
                    second = column;
                } else if (best <= FURTHEST) {
                    first = column;
                }
            }
        }
    }

    /** How many characters have to be put in, taken out or exchanged to make one name of the other. */
    static int distance(String one, String other) {
        int[] a = one.codePoints().toArray();
        int[] b = other.codePoints().toArray();
        int[] before = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int[] row = new int[b.length + 1];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int exchanged = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.min(exchanged, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[b.length];
    }
}
