package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.function.StorageFunction;
import io.polywire.dialect.sqlite.internal.foreign.IntegerTimes;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.catalog.Relation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes single expressions that become parts of a statement, and notes what that statement has to bring along. */
public final class Fragments {
    /** How sessions of SQLite's dialect write dates and times, which it has no settings for ({@link SessionValue#STYLE}). */
    private static final String STYLE = "ISO, MDY\npostgres\nUTC\nhex\n1\n";

    private final SqlText out;
    private final IntegerTimes times;
    private final Set<StorageFunction> more = new LinkedHashSet<>();

    /**
     * For a statement.
     *
     * @param parameters how many the client's statement has
     */
    public Fragments(int parameters, IntegerTimes times) {
        this.out = new SqlText(parameters);
        this.times = times;
        out.fixed(Map.of(SessionValue.STYLE, STYLE));
    }

    /**
     * An expression.
     *
     * @param relations the tables of its columns, by the numbers of the sources
     * @param names what these are called
     * @param given what stands in place of its parameters
     */
    public String write(
            BoundExpression e,
            Map<Integer, Relation> relations,
            Map<Integer, String> names,
            Map<Integer, String> given) {
        QueryRenderer queries = new QueryRenderer(out, times);
        relations.forEach(queries::table);
        names.forEach(queries::rename);
        out.given(given);
        int from = out.toString().length();
        queries.expressions().write(e);
        out.given(Map.of());
        return out.cut(from);
    }

    /** The name of a function that the text calls. */
    public String function(StorageFunction f) {
        int from = out.toString().length();
        out.function(f);
        return out.cut(from);
    }

    /** Functions that the storage calls by itself while the statement runs. */
    public void brings(Collection<StorageFunction> functions) {
        more.addAll(functions);
    }

    /** Whether nothing was written. */
    public boolean isEmpty() {
        return out.functions().isEmpty() && out.hidden().isEmpty() && more.isEmpty();
    }

    /** All functions that are called. */
    public List<StorageFunction> functions() {
        Set<StorageFunction> all = new LinkedHashSet<>(out.functions());
        all.addAll(more);
        return List.copyOf(all);
    }

    /** Values behind the client's parameters, in order. */
    public List<Object> hidden() {
        return List.copyOf(out.hidden());
    }
}
