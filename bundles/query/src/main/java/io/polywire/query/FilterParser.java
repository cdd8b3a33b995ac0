package io.polywire.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the filter language of Wazuh's API: {@code (status=active,status=pending);id<10}. A semicolon is AND and binds
 * tighter than a comma, which is OR. What is not of the grammar is refused (1407), also what stands behind a filter that
 * is complete, and parentheses without their other.
 */
final class FilterParser {
    private static final Set<String> OPERATORS = Set.of("=", "!=", "<", ">", "~");
    private static final String OPERATOR_LETTERS = "=!<>~";
    private static final String VALUE_LETTERS = "_ -.:?\\/'\"=@%<>{}$[]";

    /** Parentheses within each other. */
    private static final int DEPTH = 50;

    /** Terms: SQLite's expressions are at most 1,000 deep. */
    private static final int TERMS = 500;

    private final String text;
    private int at;
    private int terms;

    private FilterParser(String text) {
        this.text = text;
    }

    static Filter parse(String text) {
        FilterParser parser = new FilterParser(text);
        Filter filter = parser.or(0);
        if (parser.at < text.length()) {
            throw parser.error();
        }
        return filter;
    }

    private QueryException error() {
        return new QueryException(
                QueryException.FORMAT, "Query format is wrong at character " + (at + 1) + " of " + text.length());
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private Filter or(int depth) {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(and(depth));
        } while (take(','));
        return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
    }

    private Filter and(int depth) {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(factor(depth));
        } while (take(';'));
        return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
    }

    private Filter factor(int depth) {
        if (!take('(')) {
            return term();
        }
        if (depth == DEPTH) {
            throw new QueryException(QueryException.TOO_LONG, "Query has more than " + DEPTH + " levels");
        }
        Filter inner = or(depth + 1);
        if (!take(')')) {
            throw error();
        }
        return inner;
    }

    private Filter term() {
        if (++terms > TERMS) {
            throw new QueryException(QueryException.TOO_LONG, "Query has more than " + TERMS + " conditions");
        }
        int from = at;
        while (at < text.length() && (letter(text.charAt(at)) || ".".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String field = text.substring(from, at);
        from = at;
        while (at < text.length() && at < from + 2 && OPERATOR_LETTERS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String operator = text.substring(from, at);
        if (field.isEmpty() || operator.isEmpty()) {
            throw error();
        }
        if (!OPERATORS.contains(operator)) {
            throw new QueryException(QueryException.OPERATOR, "Operator is not one of =, !=, <, >, ~: " + operator);
        }
        return new Filter.Term(field, operator, value());
    }

    private String value() {
        int from = at;
        int brackets = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '[') {
                brackets++;
            } else if (c == ']') {
                brackets--;
            } else if (!letter(c) && VALUE_LETTERS.indexOf(c) < 0 && !(c == ',' && brackets > 0)) {
                break;
            }
            at++;
        }
        if (at == from) {
            throw error();
        }
        return text.substring(from, at);
    }

    private static boolean letter(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '_';
    }
}
