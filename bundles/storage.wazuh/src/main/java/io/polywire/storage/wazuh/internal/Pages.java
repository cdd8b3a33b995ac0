package io.polywire.storage.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The rows of a query, in pages that fit into an answer. A query of one page is one request; with more of them the rows are
 * counted before and after, because nothing holds the table still in between. Confined to a thread.
 */
final class Pages implements Iterator<Object[]> {
    private static final int FIRST = 500;
    private static final int MOST = 16_000;

    private final Remote remote;
    private final String actor;
    private final String query;
    private final int columns;
    private final BooleanSupplier stopped;
    private final String cells;
    private List<Object[]> page = List.of();
    private int at;
    private int size = FIRST;
    private long read;
    private long expected = -1;
    private boolean last;

    /**
     * The rows of a query.
     *
     * @param columns how many it has
     * @param stopped asked before each request
     */
    Pages(Remote remote, String actor, String query, int columns, BooleanSupplier stopped) {
        this.remote = remote;
        this.actor = actor;
        this.query = query;
        this.columns = columns;
        this.stopped = stopped;
        StringBuilder names = new StringBuilder("WITH w(");
        StringBuilder quoted = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            names.append(i == 1 ? "c" : ", c").append(i);
            quoted.append(i == 1 ? "" : ", ")
                    .append("quote(c")
                    .append(i)
                    .append(") AS c")
                    .append(i);
        }
        cells = names + ") AS (%s) SELECT " + quoted + " FROM w LIMIT ";
    }

    @Override
    public boolean hasNext() {
        while (at == page.size() && !last) {
            next(size);
        }
        return at < page.size();
    }

    @Override
    public Object[] next() {
        return page.get(at++);
    }

    private void next(int rows) {
        if (stopped.getAsBoolean()) {
            throw SqlFailure.of(FailureKind.CANCELLED, "canceling statement due to user request");
        }
        List<Map<String, String>> answer;
        try {
            answer = remote.read(actor, cells.replace("%s", query) + rows + " OFFSET " + read);
        } catch (Remote.TooLarge e) {
            if (rows == 1) {
                throw SqlFailure.of(FailureKind.LIMIT, "one row is larger than an answer of Wazuh-db can be");
            }
            size = rows / 2;
            return;
        }
        page = new ArrayList<>(answer.size());
        for (Map<String, String> each : answer) {
            Object[] row = new Object[columns];
            for (int i = 0; i < columns; i++) {
                String cell = each.get("c" + (i + 1));
                if (cell == null) {
                    throw SqlFailure.of(FailureKind.IO, "the remote Wazuh-db left a column out");
                }
                row[i] = QuotedValue.of(cell);
            }
            page.add(row);
        }
        at = 0;
        read += page.size();
        last = page.size() < rows;
        if (!last && expected < 0) {
            expected = count();
            if (expected == read) {
                last = true;
            }
        } else if (last && expected >= 0 && (expected != read || count() != read)) {
            throw SqlFailure.build(FailureKind.SERIALIZATION, "the rows changed while they were read in pages")
                    .hint("Try again, or read fewer rows: a remote Wazuh-db has no snapshots.")
                    .build();
        }
        size = Math.min(MOST, size * 2);
    }

    private long count() {
        List<Map<String, String>> answer = remote.read(actor, "SELECT quote(count(*)) AS n FROM (" + query + ") AS w");
        return (Long) QuotedValue.of(answer.get(0).get("n"));
    }
}
