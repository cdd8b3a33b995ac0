package io.polywire.client.r2db2.internal.meta;

import io.polywire.client.r2db2.internal.wire.Codes;
import io.polywire.client.r2db2.internal.wire.Column;
import io.polywire.client.r2db2.internal.wire.MemoryRows;
import io.polywire.client.r2db2.internal.wire.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Builds a result of DatabaseMetaData in memory. */
final class MetaTable {
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    /**
     * @param columns names, separated by blanks; behind a name {@code :i} for an int, {@code :s} for a short, {@code :b}
     *     for a boolean, otherwise it is a text
     */
    MetaTable(String columns) {
        for (String column : columns.trim().split("\\s+")) {
            int colon = column.indexOf(':');
            String name = colon < 0 ? column : column.substring(0, colon);
            this.columns.add(new Column(name, colon < 0 ? Codes.TEXT : code(column.charAt(colon + 1))));
        }
    }

    private static int code(char kind) {
        return switch (kind) {
            case 'i' -> Codes.INT32;
            case 's' -> Codes.INT16;
            case 'b' -> Codes.BOOLEAN;
            default -> throw new IllegalArgumentException("Unknown kind of column: " + kind);
        };
    }

    /** Adds a row; one value for each column. */
    MetaTable add(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        rows.add(Arrays.asList(values));
        return this;
    }

    /** Puts the rows into the order of the given columns, counted from 1; NULL comes first. */
    MetaTable sort(int... by) {
        rows.sort((a, b) -> {
            for (int column : by) {
                int order = COMPARE.compare(a.get(column - 1), b.get(column - 1));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        });
        return this;
    }

    private static final Comparator<Object> COMPARE = Comparator.nullsFirst((a, b) -> {
        if (a instanceof Number x && b instanceof Number y) {
            return Long.compare(x.longValue(), y.longValue());
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return Boolean.compare(x, y);
        }
        return a.toString().compareTo(b.toString());
    });

    MemoryRows build() {
        return new MemoryRows(List.copyOf(columns), rows.stream().map(Row::of).toList());
    }
}
