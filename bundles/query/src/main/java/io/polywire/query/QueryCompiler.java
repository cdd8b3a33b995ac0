package io.polywire.query;

import io.polywire.query.QueryTable.Field;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes statements of requests over one table. Immutable, thread-safe. */
public final class QueryCompiler {
    /** Bytes that a list of allowed or forbidden keys may have in a statement. */
    public static final int RESERVED = 20_000;

    private final QueryTable table;
    private final Dialect dialect;
    private final Clock clock;

    /** Compiles for right answers. */
    public QueryCompiler(QueryTable table) {
        this(table, false, Clock.systemUTC());
    }

    /**
     * Compiles.
     *
     * @param compatible as the original does: {@code != null} asks for NULL, quotes in a value stand for any character,
     *     dates are computed by SQLite, rows of equal rank come in any order
     * @param clock what time frames go back from
     */
    public QueryCompiler(QueryTable table, boolean compatible, Clock clock) {
        this.table = table;
        this.clock = clock;
        dialect = new Dialect(compatible);
    }

    /** What differs between the right answer and the original's. */
    record Dialect(boolean compatible) {
        String alias(String name) {
            return compatible ? "'" + name + "'" : '"' + name + '"';
        }
    }

    QueryTable table() {
        return table;
    }

    /** The statement that counts the rows which fit, before they are grouped; order and limits do not matter to it. */
    public Query count(QueryRequest request) {
        limit(request);
        List<Object> parameters = new ArrayList<>();
        String inner = "SELECT " + (request.distinct ? "DISTINCT " : "") + columns(request, false) + " FROM "
                + table.from() + where(request, parameters);
        String name = dialect.compatible() ? "" : " AS found";
        return new Query("SELECT COUNT(*) AS total FROM (" + inner + ")" + name, parameters);
    }

    /** The statement that gives the rows. */
    public Query rows(QueryRequest request) {
        List<Object> parameters = new ArrayList<>();
        String text = "SELECT " + (request.distinct ? "DISTINCT " : "")
                + columns(request, request.groupBy != null)
                + " FROM " + table.from() + where(request, parameters) + groups(request) + order(request)
                + limit(request);
        return new Query(text, parameters);
    }

    /** What becomes of a request: the statement that gives its rows, and the stages before it. */
    public QueryTrace trace(QueryRequest request) {
        Query statement = rows(request);
        Filter filter = request.q.isEmpty() ? null : FilterParser.parse(request.q);
        Map<String, String> checked = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        selected(request).forEach(name -> traced(name, checked));
        if (filter != null) {
            traced(filter, checked, left);
        }
        request.filters.forEach((name, values) -> {
            if (values.contains(Conditions.ALL)) {
                left.add("filter " + name + ", which all rows meet");
            }
            traced(name, checked);
        });
        request.sort.forEach(name -> traced(name, checked));
        if (request.rbacIds != null && request.rbacIds.isEmpty() && request.rbacNegate) {
            left.add("a list of forbidden keys that is empty");
        }
        if (request.rbacIds != null && String.join(",", request.rbacIds).length() >= RESERVED) {
            left.add("a list of " + request.rbacIds.size() + " keys, which is applied to the keys of all rows");
        }
        return new QueryTrace(filter == null ? "" : QueryTrace.words(filter), checked, left, statement);
    }

    private void traced(Filter filter, Map<String, String> checked, List<String> left) {
        if (filter instanceof Filter.Term t) {
            traced(t.field(), checked);
            if (t.value().equals(Conditions.ALL)) {
                left.add("condition " + QueryTrace.words(t) + ", which all rows meet");
            }
            return;
        }
        List<Filter> parts = filter instanceof Filter.Or or ? or.parts() : ((Filter.And) filter).parts();
        parts.forEach(part -> traced(part, checked, left));
    }

    private void traced(String name, Map<String, String> checked) {
        Field field = table.visible(name);
        if (field != null) {
            checked.put(name, field.expression());
        }
    }

    /** The keys of all rows that fit but for lists of keys, in order. */
    Query keys(QueryRequest request) {
        QueryRequest all = request.copy();
        all.select = List.of(table.key());
        all.minSelect = Set.of();
        all.rbacIds = null;
        all.limit = null;
        all.offset = 0;
        return rows(all);
    }

    // --- parts
    // --------------------------------------------------------------------------------------------------------

    /** Names of the fields of a request's rows, in the order of the table. */
    List<String> selected(QueryRequest request) {
        List<String> known = table.selectable();
        Set<String> wanted = new LinkedHashSet<>(request.select == null ? known : request.select);
        for (String name : wanted) {
            check(known.contains(name), QueryException.SELECT_FIELD, "Field to select is not known: ", name);
        }
        if (request.groupBy != null) {
            for (String name : request.groupBy) {
                check(known.contains(name), QueryException.SELECT_FIELD, "Field to group by is not known: ", name);
            }
            if (request.select == null) {
                wanted = new LinkedHashSet<>(request.groupBy);
            } else {
                wanted.retainAll(request.groupBy);
            }
            check(!wanted.isEmpty(), QueryException.SELECT_FIELD, "No selected field is grouped by", "");
        } else if (!request.distinct) {
            for (String name : request.minSelect) {
                check(known.contains(name), QueryException.SELECT_FIELD, "Field to select is not known: ", name);
            }
            wanted.addAll(request.minSelect);
        }
        Set<String> chosen = wanted;
        return known.stream().filter(chosen::contains).toList();
    }

    private static void check(boolean right, int code, String message, String name) {
        if (!right) {
            throw new QueryException(code, message + name);
        }
    }

    private String columns(QueryRequest request, boolean counting) {
        String columns = selected(request).stream()
                .map(name -> table.fields().get(name).expression() + " AS " + dialect.alias(name))
                .collect(Collectors.joining(", "));
        return counting ? columns + ", COUNT(*) AS " + dialect.alias("count") : columns;
    }

    private String groups(QueryRequest request) {
        if (request.groupBy == null) {
            return "";
        }
        return selected(request).stream()
                .map(name -> table.fields().get(name).expression())
                .collect(Collectors.joining(", ", " GROUP BY ", ""));
    }

    private String order(QueryRequest request) {
        String direction = request.descending ? " DESC" : " ASC";
        List<String> names = request.sort.isEmpty() ? List.of(table.defaultSort()) : request.sort;
        List<String> all = new ArrayList<>();
        for (String name : names) {
            Field field = table.visible(name);
            check(field != null, QueryException.SORT_FIELD, "Field to sort by is not known: ", name);
            field.order().forEach(expression -> all.add(expression + direction));
        }
        // pages of rows with equal rank have to come in one order
        if (!dialect.compatible() && !request.distinct && request.groupBy == null && !names.contains(table.key())) {
            all.add(table.fields().get(table.key()).expression() + " ASC");
        }
        return " ORDER BY " + String.join(", ", all);
    }

    private static String limit(QueryRequest request) {
        if (request.limit == null) {
            return request.offset == 0 ? "" : " LIMIT " + Long.MAX_VALUE + " OFFSET " + request.offset;
        }
        if (request.limit <= 0) {
            throw new QueryException(QueryException.LIMIT_ZERO, "Limit is less than 1");
        }
        if (request.limit > QueryRequest.MAX_LIMIT) {
            throw new QueryException(QueryException.LIMIT_TOO_LARGE, "Limit is over " + QueryRequest.MAX_LIMIT);
        }
        return " LIMIT " + request.limit + " OFFSET " + request.offset;
    }

    // --- conditions
    // ---------------------------------------------------------------------------------------------------

    private String where(QueryRequest request, List<Object> parameters) {
        Conditions conditions = new Conditions(table, dialect, clock, parameters);
        List<String> all = new ArrayList<>();
        if (request.rbacIds != null) {
            conditions.keys(request.rbacIds, request.rbacNegate, all);
        }
        for (Map.Entry<String, List<String>> filter : request.filters.entrySet()) {
            conditions.legacy(filter.getKey(), filter.getValue(), all);
        }
        if (!request.q.isEmpty()) {
            conditions.filter(FilterParser.parse(request.q), all);
        }
        if (request.search != null && !request.search.isEmpty()) {
            all.add((request.searchNegated ? "NOT " : "") + conditions.search(request.search));
        }
        if (request.distinct) {
            for (String name : selected(request)) {
                String expression = table.fields().get(name).expression();
                all.add(expression + " IS NOT NULL AND " + expression + " != ''");
            }
        }
        return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
    }
}
