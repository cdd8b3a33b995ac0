package io.polywire.sql.analyse;

import java.util.ArrayList;
import java.util.List;

/** What one query has named so far, in its FROM and as the table that it changes; names may see it or not. */
final class RangeTable {
    /**
     * One table, query or function.
     *
     * @param name by which it is called
     * @param aliased whether that is another name than its own
     * @param relation number of the table or view that it is; 0 for anything else
     * @param common the common table that it is; null for anything else
     * @param columns names of its columns
     */
    record Entry(String name, boolean aliased, long relation, CommonQuery common, List<String> columns) {}

    private final List<Entry> entries = new ArrayList<>();

    /** Puts in what has been named. */
    void add(String name, boolean aliased, long relation, CommonQuery common, List<Scope.Entry> columns) {
        entries.add(new Entry(
                name,
                aliased,
                relation,
                common,
                columns.stream().map(Scope.Entry::name).toList()));
    }

    /** Puts in a side of UNION, INTERSECT or EXCEPT, which has no name that could be written. */
    void addSide(List<String> columns) {
        entries.add(new Entry("*SELECT* " + (entries.size() + 1), false, 0, null, List.copyOf(columns)));
    }

    List<Entry> entries() {
        return entries;
    }
}
