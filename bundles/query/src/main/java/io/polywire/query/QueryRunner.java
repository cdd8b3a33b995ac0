package io.polywire.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Runs requests: counts, reads, brings rows into their form. A list of keys that is too long for a statement is applied
 * here: the keys of all rows are read, and then the rows of those that are wanted. Thread-safe as its backend is.
 */
public final class QueryRunner {
    private final QueryCompiler compiler;
    private final QueryBackend backend;
    private final int reserved;

    /** With the ordinary bound of lists of keys. */
    public QueryRunner(QueryCompiler compiler, QueryBackend backend) {
        this(compiler, backend, QueryCompiler.RESERVED);
    }

    /**
     * A runner.
     *
     * @param reserved bytes that a list of allowed or forbidden keys may have in a statement, commas included
     */
    public QueryRunner(QueryCompiler compiler, QueryBackend backend, int reserved) {
        if (reserved < 1) {
            throw new IllegalArgumentException("reserved is less than 1");
        }
        this.compiler = compiler;
        this.backend = backend;
        this.reserved = reserved;
    }

    /** Runs a request; fails with {@link QueryException} before anything ran if it cannot be. */
    public CompletionStage<QueryResult> run(QueryRequest request) {
        if (request.rbacIds != null && String.join(",", request.rbacIds).length() >= reserved) {
            return oversized(request);
        }
        return read(request, rows -> formed(request, rows));
    }

    /** The distinct values of the one selected field; of none or several: 1410. */
    public CompletionStage<QueryResult> values(QueryRequest request) {
        if (request.select == null || request.select.size() != 1) {
            throw new QueryException(QueryException.DISTINCT_FIELDS, "Distinct values are of one field");
        }
        String name = request.select.get(0);
        QueryRequest distinct = request.copy()
                .distinct(true)
                .sort(request.sort.isEmpty() ? List.of(name) : request.sort, request.descending);
        return read(distinct, rows -> rows)
                .thenApply(result -> new QueryResult(
                        result.items().stream()
                                .map(row -> ((Map<?, ?>) row).get(name))
                                .toList(),
                        result.total()));
    }

    private CompletionStage<QueryResult> read(QueryRequest request, UnaryOperator<List<Map<String, Object>>> form) {
        Query rows = compiler.rows(request);
        CompletionStage<Long> total = request.count
                ? backend.run(compiler.count(request)).thenApply(QueryRunner::total)
                : CompletableFuture.completedFuture(0L);
        return total.thenCompose(found -> request.data
                ? backend.run(rows).thenApply(read -> new QueryResult(form.apply(read), found))
                : CompletableFuture.completedFuture(new QueryResult(List.of(), found)));
    }

    private static long total(List<Map<String, Object>> rows) {
        Object found = rows.isEmpty() ? null : rows.get(0).values().iterator().next();
        return found instanceof Number number ? number.longValue() : 0;
    }

    // --- lists of keys that are too long
    // ------------------------------------------------------------------------------

    private CompletionStage<QueryResult> oversized(QueryRequest request) {
        if (request.distinct || request.groupBy != null) {
            throw new QueryException(QueryException.TOO_LONG, "List of keys is too long for a request of this kind");
        }
        compiler.rows(request);
        String key = compiler.table().key();
        boolean number = compiler.table().fields().get(key).kind() == QueryTable.Kind.NUMBER;
        Set<String> listed = new HashSet<>();
        request.rbacIds.forEach(each -> listed.add(number ? plain(each) : each));
        return backend.run(compiler.keys(request)).thenCompose(rows -> {
            List<String> keys = new ArrayList<>();
            for (Map<String, Object> row : rows) {
                String each = String.valueOf(row.get(key));
                if (listed.contains(each) != request.rbacNegate) {
                    keys.add(each);
                }
            }
            int from = Math.min(request.offset, keys.size());
            int to = request.limit == null ? keys.size() : Math.min(keys.size(), from + request.limit);
            long total = request.count ? keys.size() : 0;
            return request.data
                    ? parts(request, keys.subList(from, to), new ArrayList<>())
                            .thenApply(read -> new QueryResult(formed(request, read), total))
                    : CompletableFuture.completedFuture(new QueryResult(List.of(), total));
        });
    }

    /** The rows of keys that are in order, as many at a time as fit. */
    private CompletionStage<List<Map<String, Object>>> parts(
            QueryRequest request, List<String> keys, List<Map<String, Object>> read) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(read);
        }
        int length = 0;
        int count = 0;
        while (count < keys.size() && (count == 0 || length + keys.get(count).length() < reserved)) {
            length += keys.get(count).length() + 1;
            count++;
        }
        QueryRequest part = request.copy().rbac(keys.subList(0, count), false).limit(null);
        part.offset = 0;
        int next = count;
        return backend.run(compiler.rows(part)).thenCompose(rows -> {
            read.addAll(rows);
            return parts(request, keys.subList(next, keys.size()), read);
        });
    }

    private static String plain(String number) {
        String stripped = number.replaceFirst("^0+(?=.)", "");
        return stripped.isEmpty() ? number : stripped;
    }

    // --- form
    // ---------------------------------------------------------------------------------------------------------

    private List<Map<String, Object>> formed(QueryRequest request, List<Map<String, Object>> rows) {
        String absent = request.groupBy == null ? null : compiler.table().absent();
        List<Map<String, Object>> formed = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            Map<String, Object> item = new LinkedHashMap<>();
            for (String name : compiler.selected(request)) {
                Object value = row.get(name);
                if (value != null || absent != null) {
                    put(item, name, value == null ? absent : value);
                }
            }
            if (request.groupBy != null) {
                item.put("count", row.get("count"));
            }
            formed.add(item);
        }
        return formed;
    }

    /** Puts a value under a name whose dots are levels. */
    private static void put(Map<String, Object> item, String name, Object value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            item.put(name, value);
            return;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> inner =
                (Map<String, Object>) item.computeIfAbsent(name.substring(0, dot), x -> new LinkedHashMap<>());
        put(inner, name.substring(dot + 1), value);
    }
}
