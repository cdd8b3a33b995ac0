package io.polywire.query;

import io.polywire.query.QueryTable.Field;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Limit;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.TableReference;
import io.polywire.sql.tree.Trees;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes statements of requests over one table. Immutable, thread-safe. */
public final class QueryCompiler {
    /** Bytes that a list of allowed or forbidden keys may have in a statement. */
    public static final int RESERVED = 20_000;

    private final QueryTable table;
    private final Manner manner;
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
        manner = new Manner(compatible);
    }

    /** What differs between the right answer and the original's. */
    record Manner(boolean compatible) {}

    QueryTable table() {
        return table;
    }

    /** The statement that counts the rows which fit, before they are grouped; order and limits do not matter to it. */
    public Query count(QueryRequest request) {
        limit(request);
        List<Object> parameters = new ArrayList<>();
        Select inner = Trees.select(
                request.distinct, columns(request, false), table.from(), where(request, parameters), List.of());
        TableReference found =
                Trees.derived(Trees.query(inner, List.of(), null, null), manner.compatible() ? null : "found");
        SelectItem total = new SelectItem(Trees.countAll(), new Identifier("total", false, 0, 0), 0, 0);
        Select outer = Trees.select(false, List.of(total), found, null, List.of());
        return new Query(Trees.query(outer, List.of(), null, null), parameters, manner.compatible());
    }

    /** The statement that gives the rows. */
    public Query rows(QueryRequest request) {
        List<Object> parameters = new ArrayList<>();
        boolean grouped = request.groupBy != null;
        // a group has an order by each expression over its columns; a distinct row has not, with some storages
        boolean rowsOnce = request.distinct && !manner.compatible() && !grouped;
        Select select = Trees.select(
                request.distinct && !rowsOnce,
                columns(request, grouped),
                table.from(),
                where(request, parameters),
                grouped || rowsOnce ? groups(request) : List.of());
        Limit limit = limit(request);
        io.polywire.sql.tree.Query tree = Trees.query(
                select, order(request), limit == null ? null : limit.offset(), limit == null ? null : limit.count());
        return new Query(tree, parameters, manner.compatible());
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
            checked.put(name, SqliteText.of(field.expression()));
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

    private List<SelectItem> columns(QueryRequest request, boolean counting) {
        List<SelectItem> columns = new ArrayList<>();
        selected(request)
                .forEach(name -> columns.add(Trees.item(table.fields().get(name).expression(), name)));
        if (counting) {
            columns.add(Trees.item(Trees.countAll(), "count"));
        }
        return columns;
    }

    private List<Expression> groups(QueryRequest request) {
        return selected(request).stream()
                .map(name -> table.fields().get(name).expression())
                .toList();
    }

    private List<SortItem> order(QueryRequest request) {
        List<String> names = request.sort.isEmpty() ? List.of(table.defaultSort()) : request.sort;
        List<SortItem> all = new ArrayList<>();
        boolean once = !manner.compatible() && (request.distinct || request.groupBy != null);
        List<String> chosen = once ? selected(request) : List.of();
        if (once && request.sort.isEmpty() && !chosen.contains(table.defaultSort())) {
            names = chosen;
        }
        for (String name : names) {
            Field field = table.visible(name);
            check(field != null, QueryException.SORT_FIELD, "Field to sort by is not known: ", name);
            // of rows that become one, a value that is not theirs is that of any of them
            check(
                    !once || chosen.contains(name),
                    QueryException.SORT_FIELD,
                    "Field to sort by is not selected: ",
                    name);
            for (Expression expression : field.order()) {
                Expression by = once && expression != field.expression() ? Trees.call("MIN", expression) : expression;
                all.add(Trees.sort(ordered(field, expression, by), request.descending));
            }
        }
        // pages of rows with equal rank have to come in one order
        List<String> last = manner.compatible() ? List.of() : once ? chosen : List.of(table.key());
        for (String name : last) {
            Field field = table.fields().get(name);
            if (!names.contains(name) || !field.order().contains(field.expression())) {
                all.add(Trees.sort(ordered(field, field.expression(), field.expression()), false));
            }
        }
        return all;
    }

    /** Texts in the order of their bytes, which is the same on every storage. */
    private Expression ordered(Field field, Expression expression, Expression by) {
        boolean text = field.kind() == QueryTable.Kind.TEXT || field.kind() == QueryTable.Kind.LIST;
        return !manner.compatible() && text && expression == field.expression() ? Trees.byBytes(by) : by;
    }

    private static Limit limit(QueryRequest request) {
        if (request.limit == null) {
            return request.offset == 0 ? null : new Limit(Trees.number(request.offset), null, false, 0, 0);
        }
        if (request.limit <= 0) {
            throw new QueryException(QueryException.LIMIT_ZERO, "Limit is less than 1");
        }
        if (request.limit > QueryRequest.MAX_LIMIT) {
            throw new QueryException(QueryException.LIMIT_TOO_LARGE, "Limit is over " + QueryRequest.MAX_LIMIT);
        }
        return new Limit(Trees.number(request.offset), Trees.number(request.limit), false, 0, 0);
    }

    // --- conditions
    // ---------------------------------------------------------------------------------------------------

    private Expression where(QueryRequest request, List<Object> parameters) {
        Conditions conditions = new Conditions(table, manner, clock, parameters);
        List<Expression> all = new ArrayList<>();
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
            Expression found = conditions.search(request.search);
            all.add(request.searchNegated ? Trees.not(found) : found);
        }
        if (request.distinct) {
            for (String name : selected(request)) {
                Field field = table.fields().get(name);
                all.add(Trees.isNull(field.expression(), true));
                // no number is an empty text, and not every storage would compare them
                if (manner.compatible()
                        || field.kind() == QueryTable.Kind.TEXT
                        || field.kind() == QueryTable.Kind.LIST) {
                    all.add(Trees.binary("!=", field.expression(), Trees.text("")));
                }
            }
        }
        return all.isEmpty() ? null : Trees.all(all);
    }
}
