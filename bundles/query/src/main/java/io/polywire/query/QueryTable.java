package io.polywire.query;

import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.TableReference;
import io.polywire.sql.tree.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table and what of it may be asked for: names of columns, or trees of {@link Trees} for what is more than a column; they
 * come from a program, never from a client. On whatever storage it lies. Immutable.
 */
public final class QueryTable {
    /** How the values of a field are looked at. */
    public enum Kind {
        /** Letter case of ASCII does not count. */
        TEXT,
        /** As text, and found by its digits alone in a search. */
        NUMBER,
        /** Seconds since 1970; filters give a date or a time frame. */
        DATE,
        /** A list of names with commas between; filters ask for members. */
        LIST
    }

    /** A field: its expression, its kind, and what it is sorted by. */
    record Field(Expression expression, Kind kind, List<Expression> order) {}

    private final TableReference from;
    private final Map<String, Field> fields;
    private final Set<String> hidden;
    private final String key;
    private final String defaultSort;
    private final Expression dateCondition;
    private final String versionField;
    private final String olderThan;
    private final String absent;

    private QueryTable(Builder builder) {
        from = builder.from;
        fields = new LinkedHashMap<>(builder.fields);
        hidden = Set.copyOf(builder.hidden);
        key = builder.key;
        defaultSort = builder.defaultSort;
        dateCondition = builder.dateCondition;
        versionField = builder.versionField;
        olderThan = builder.olderThan;
        absent = builder.absent;
        if (!fields.containsKey(key)
                || !fields.containsKey(defaultSort)
                || !fields.keySet().containsAll(hidden)) {
            throw new IllegalArgumentException("key, order and hidden fields have to be among the fields");
        }
    }

    /**
     * Begins a table.
     *
     * @param table its name; a schema in front has a dot behind it
     * @param key name of the field that tells rows apart, by which lists of allowed rows go
     */
    public static Builder of(String table, String key) {
        return new Builder(Trees.table(Trees.qualified(table.split("\\.")), null), key);
    }

    /**
     * Begins a table that is made of others.
     *
     * @param from what stands behind FROM
     * @param key name of the field that tells rows apart, by which lists of allowed rows go
     */
    public static Builder of(TableReference from, String key) {
        return new Builder(from, key);
    }

    TableReference from() {
        return from;
    }

    /** Of all fields, hidden ones too, in their order. */
    Map<String, Field> fields() {
        return fields;
    }

    String key() {
        return key;
    }

    String defaultSort() {
        return defaultSort;
    }

    /** What holds too wherever a date is compared, or null. */
    Expression dateCondition() {
        return dateCondition;
    }

    /** Name of the field whose values have a blank before their number, or null. */
    String versionField() {
        return versionField;
    }

    /** The filter that {@code older_than} stands for, with {@code %s} for its time frame; or null. */
    String olderThan() {
        return olderThan;
    }

    /** What stands for a value that is absent where rows are grouped, or null. */
    String absent() {
        return absent;
    }

    /** A field that can be selected and filtered by, or null. */
    Field visible(String name) {
        return hidden.contains(name) ? null : fields.get(name);
    }

    /** Names of the fields that can be selected, in their order. */
    List<String> selectable() {
        List<String> names = new ArrayList<>(fields.keySet());
        names.removeAll(hidden);
        return names;
    }

    /** Collects what a table has. */
    public static final class Builder {
        private final TableReference from;
        private final String key;
        private final Map<String, Field> fields = new LinkedHashMap<>();
        private final List<String> hidden = new ArrayList<>();
        private String defaultSort;
        private Expression dateCondition;
        private String versionField;
        private String olderThan;
        private String absent;

        private Builder(TableReference from, String key) {
            this.from = from;
            this.key = key;
            defaultSort = key;
        }

        /** Adds a column under its public name; {@code order} is what to sort by where that is not the column itself. */
        public Builder field(String name, String column, Kind kind, Expression... order) {
            return field(name, Trees.column(column), kind, order);
        }

        /** Adds a field under its public name; {@code order} is what to sort by where that is not the field itself. */
        public Builder field(String name, Expression expression, Kind kind, Expression... order) {
            if (name.indexOf('\'') >= 0 || name.indexOf('"') >= 0) {
                throw new IllegalArgumentException("a field's name has no quotes");
            }
            fields.put(name, new Field(expression, kind, order.length == 0 ? List.of(expression) : List.of(order)));
            return this;
        }

        /** Adds a column that nobody sees; it is searched as the others. */
        public Builder hidden(String name, String column, Kind kind) {
            hidden.add(name);
            return field(name, column, kind);
        }

        /** The field to sort by unless asked for others; otherwise the key. */
        public Builder sortedBy(String name) {
            defaultSort = name;
            return this;
        }

        /** A condition that holds too wherever a date is compared. */
        public Builder datesOnlyWhere(Expression condition) {
            dateCondition = condition;
            return this;
        }

        /** The field whose values are written with a blank before their version ("Wazuh v4"), which filters leave out. */
        public Builder versions(String name) {
            versionField = name;
            return this;
        }

        /** The filter that {@code older_than} stands for, with {@code %s} for its time frame. */
        public Builder olderThan(String filter) {
            olderThan = filter;
            return this;
        }

        /** What stands for a value that is absent where rows are grouped. */
        public Builder absentInGroups(String text) {
            absent = text;
            return this;
        }

        /** The table. */
        public QueryTable build() {
            return new QueryTable(this);
        }
    }
}
