package io.polywire.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client asks of a table. Not thread-safe; every method but the getters gives the request itself. */
public final class QueryRequest {
    /** The largest limit unless a {@link QueryCompiler} has another. */
    public static final int MAX_LIMIT = 100_000;

    int offset;
    Integer limit = 500;
    List<String> sort = List.of();
    boolean descending;
    String search;
    boolean searchNegated;
    List<String> select;
    Set<String> minSelect = Set.of();
    String q = "";
    Map<String, List<String>> filters = Map.of();
    boolean count;
    boolean data = true;
    boolean distinct;
    List<String> groupBy;
    List<String> rbacIds;
    boolean rbacNegate = true;

    /** Rows left out at the beginning. */
    public QueryRequest offset(int rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("offset is negative");
        }
        offset = rows;
        return this;
    }

    /** Rows at most; null for all of them. 0 is refused (1406), as is more than the largest (1405). */
    public QueryRequest limit(Integer rows) {
        limit = rows;
        return this;
    }

    /** The order; without fields it is the table's own field. */
    public QueryRequest sort(List<String> fields, boolean down) {
        sort = List.copyOf(fields);
        descending = down;
        return this;
    }

    /** Rows where some field holds this text, or where none does. */
    public QueryRequest search(String text, boolean negated) {
        search = text;
        searchNegated = negated;
        return this;
    }

    /** The fields of the rows; null for all. */
    public QueryRequest select(List<String> fields) {
        select = fields == null ? null : List.copyOf(fields);
        return this;
    }

    /** Fields that are selected too, whatever is. */
    public QueryRequest minSelect(Set<String> fields) {
        minSelect = new LinkedHashSet<>(fields);
        return this;
    }

    /** The filter, in the language of {@code q}; empty for none. */
    public QueryRequest q(String filter) {
        q = filter == null ? "" : filter;
        return this;
    }

    /** Values by field: one of each has to be equal. {@code older_than} is a time frame. */
    public QueryRequest filters(Map<String, List<String>> values) {
        filters = new LinkedHashMap<>(values);
        return this;
    }

    /** Whether all rows that fit are counted. */
    public QueryRequest count(boolean wanted) {
        count = wanted;
        return this;
    }

    /** Whether rows are wanted at all. */
    public QueryRequest data(boolean wanted) {
        data = wanted;
        return this;
    }

    /** Each combination of values once, without those that are empty. */
    public QueryRequest distinct(boolean wanted) {
        distinct = wanted;
        return this;
    }

    /** Each combination of these fields once, with the number of its rows; the selected fields are cut down to them. */
    public QueryRequest groupBy(List<String> fields) {
        groupBy = List.copyOf(fields);
        return this;
    }

    /** Keys that are allowed, or with {@code negate} forbidden. An empty list of allowed ones allows nothing. */
    public QueryRequest rbac(List<String> keys, boolean negate) {
        rbacIds = new ArrayList<>(keys);
        rbacNegate = negate;
        return this;
    }

    QueryRequest copy() {
        QueryRequest copy = new QueryRequest();
        copy.offset = offset;
        copy.limit = limit;
        copy.sort = sort;
        copy.descending = descending;
        copy.search = search;
        copy.searchNegated = searchNegated;
        copy.select = select;
        copy.minSelect = minSelect;
        copy.q = q;
        copy.filters = filters;
        copy.count = count;
        copy.data = data;
        copy.distinct = distinct;
        copy.groupBy = groupBy;
        copy.rbacIds = rbacIds;
        copy.rbacNegate = rbacNegate;
        return copy;
    }
}
