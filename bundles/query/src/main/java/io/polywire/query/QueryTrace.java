package io.polywire.query;

import java.util.List;
import java.util.Map;

/**
 * What becomes of a request, stage by stage, for a person who wants to know why it finds what it finds. Nothing runs.
 *
 * @param parsed the filter as it was understood, with AND and OR in place of its signs; empty without one
 * @param checked the fields that the request names, with the expressions that they stand for in the statement
 * @param left what the statement is made without, since it changes nothing or is done otherwise; one line each
 * @param statement the statement with its values
 */
public record QueryTrace(String parsed, Map<String, String> checked, List<String> left, Query statement) {
    /** Copies the lists. */
    public QueryTrace {
        checked = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(checked));
        left = List.copyOf(left);
    }

    /** A line for each stage. */
    @Override
    public String toString() {
        return "parsed: " + (parsed.isEmpty() ? "no filter" : parsed) + "\nchecked: " + checked + "\nleft out: "
                + (left.isEmpty() ? "nothing" : String.join("; ", left)) + "\nstatement: " + statement.text()
                + "\nparameters: " + statement.parameters();
    }

    /** A filter in words. */
    static String words(Filter filter) {
        if (filter instanceof Filter.Term t) {
            return t.field() + " " + t.operator() + " " + t.value();
        }
        boolean or = filter instanceof Filter.Or;
        List<Filter> parts = or ? ((Filter.Or) filter).parts() : ((Filter.And) filter).parts();
        StringBuilder s = new StringBuilder();
        for (Filter part : parts) {
            boolean within = part instanceof Filter.Or;
            s.append(s.isEmpty() ? "" : or ? " OR " : " AND ")
                    .append(within ? "(" : "")
                    .append(words(part))
                    .append(within ? ")" : "");
        }
        return s.toString();
    }
}
