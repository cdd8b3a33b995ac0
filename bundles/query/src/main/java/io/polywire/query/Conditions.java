package io.polywire.query;

import io.polywire.query.QueryTable.Field;
import io.polywire.query.QueryTable.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the conditions of one statement; values go to its parameters in the order of their question marks. */
final class Conditions {
    private static final String NULL = "null";
    /** The value that is no condition. */
    static final String ALL = "all";

    private static final String OLDER_THAN = "older_than";
    private static final String NOTHING_OLD = "0s";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}\\.[0-9]{1,18}");
    private static final Pattern VERSION = Pattern.compile("(?<=[A-Za-z])v(?=[0-9])");

    private final QueryTable table;
    private final QueryCompiler.Dialect dialect;
    private final Clock clock;
    private final List<Object> parameters;

    Conditions(QueryTable table, QueryCompiler.Dialect dialect, Clock clock, List<Object> parameters) {
        this.table = table;
        this.dialect = dialect;
        this.clock = clock;
        this.parameters = parameters;
    }

    private String value(Object value) {
        // SQLite's LIKE takes it for the end of a pattern, which then matches more than was asked for
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            throw new QueryException(QueryException.FORMAT, "Value has a NUL character");
        }
        parameters.add(value);
        return "?";
    }

    /** Keys that are allowed or forbidden. */
    void keys(List<String> keys, boolean negate, List<String> to) {
        Field key = table.fields().get(table.key());
        List<Object> values = new ArrayList<>();
        for (String each : keys) {
            if (key.kind() != Kind.NUMBER) {
                values.add(each);
            } else if (DIGITS.matcher(each).matches()) {
                values.add(Long.valueOf(each));
            }
            // what is no number is the key of no row
        }
        if (values.isEmpty()) {
            if (!negate) {
                to.add("1 = 0");
            }
            return;
        }
        to.add("(" + key.expression() + (negate ? " NOT IN (" : " IN (")
                + values.stream().map(this::value).collect(Collectors.joining(",")) + "))");
    }

    /** One field with the values that it may have. */
    void legacy(String name, List<String> values, List<String> to) {
        if (name.equals(OLDER_THAN) && table.olderThan() != null) {
            for (String each : values) {
                if (!each.equals(NOTHING_OLD)) {
                    // it is checked before it becomes part of a filter; a date would be taken for "newer than"
                    if (TimeFilter.of(">", each).back() < 0) {
                        throw new QueryException(QueryException.TIME_FRAME, "Only a time frame can be older");
                    }
                    filter(FilterParser.parse(table.olderThan().formatted(each)), to);
                }
            }
            return;
        }
        List<Filter> terms = new ArrayList<>();
        for (String each : values) {
            if (each.equals(ALL)) {
                return;
            }
            terms.add(new Filter.Term(name, "=", each));
        }
        if (terms.isEmpty()) {
            throw new QueryException(QueryException.FORMAT, "Filter has no value: " + name);
        }
        filter(terms.size() == 1 ? terms.get(0) : new Filter.Or(terms), to);
    }

    /** A condition, in parentheses where it stands beside others. */
    void filter(Filter filter, List<String> to) {
        String text = text(filter);
        if (text != null) {
            to.add(filter instanceof Filter.Or ? "(" + text + ")" : text);
        }
    }

    /** The condition, or null where all rows meet it. */
    private String text(Filter filter) {
        if (filter instanceof Filter.Term term) {
            return term.value().equals(ALL) ? dropped(term) : "(" + term(term) + ")";
        }
        boolean or = filter instanceof Filter.Or;
        List<Filter> parts = or ? ((Filter.Or) filter).parts() : ((Filter.And) filter).parts();
        List<String> texts = new ArrayList<>();
        for (Filter part : parts) {
            String text = text(part);
            if (text != null) {
                texts.add(!or && part instanceof Filter.Or ? "(" + text + ")" : text);
            }
        }
        return texts.isEmpty() ? null : String.join(or ? " OR " : " AND ", texts);
    }

    private String dropped(Filter.Term term) {
        field(term.field());
        return null;
    }

    private Field field(String name) {
        Field field = table.visible(name);
        if (field == null) {
            throw new QueryException(QueryException.FIELD, "Field is not known: " + name);
        }
        return field;
    }

    private String term(Filter.Term term) {
        Field field = field(term.field());
        String column = field.expression();
        if (term.value().equals(NULL)) {
            return nothing(column, term.operator());
        }
        return switch (field.kind()) {
            case DATE -> date(column, TimeFilter.of(term.operator(), term.value()), term.value());
            case LIST -> member(column, term.operator(), term.value());
            case NUMBER -> number(column, term);
            default -> comparison(column, term);
        };
    }

    private String nothing(String column, String operator) {
        if (dialect.compatible() || operator.equals("=")) {
            return column + " IS NULL";
        }
        if (operator.equals("!=")) {
            return column + " IS NOT NULL";
        }
        throw new QueryException(QueryException.OPERATOR, "Operator is not for null: " + operator);
    }

    private String date(String column, TimeFilter time, String value) {
        String moment;
        if (!dialect.compatible()) {
            moment = value(time.back() < 0 ? time.seconds() : clock.instant().getEpochSecond() - time.back());
        } else if (time.back() < 0) {
            moment = "strftime('%s', " + value(value) + ")";
        } else {
            moment = "strftime('%s', 'now') - " + time.back();
        }
        String also = table.dateCondition() == null ? "" : " AND " + table.dateCondition();
        return column + " IS NOT NULL AND " + column + " " + time.operator() + " " + moment + also;
    }

    private String member(String column, String operator, String name) {
        String list = "(',' || " + column + " || ',')";
        return switch (operator) {
            case "=" -> list + like("%,", name, ",%");
            case "!=" -> {
                String not = "NOT " + list + like("%,", name, ",%");
                // who is in no group is not in this one
                yield dialect.compatible() ? not : "(" + column + " IS NULL OR " + not + ")";
            }
            case "~" -> column + like("%", name, "%");
            default -> throw new QueryException(QueryException.OPERATOR, "Operator is not for lists: " + operator);
        };
    }

    /** A pattern around a text whose own letters stand for themselves. */
    private String like(String before, String text, String after) {
        if (dialect.compatible()) {
            return " LIKE " + value(before + text.replace('\'', '_').replace('"', '_') + after);
        }
        String escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return " LIKE " + value(before + escaped + after) + " ESCAPE '\\'";
    }

    /** SQLite takes a text for a number beside a column alone, not beside an expression, where any number is less than it. */
    private String number(String column, Filter.Term term) {
        String text = term.value();
        if (dialect.compatible() || term.operator().equals("~")) {
            return comparison(column, term);
        }
        if (INTEGER.matcher(text).matches()) {
            return column + " " + term.operator() + " " + value(Long.valueOf(text));
        }
        return DECIMAL.matcher(text).matches()
                ? column + " " + term.operator() + " CAST(" + value(text) + " AS NUMERIC)"
                : comparison(column, term);
    }

    private String comparison(String column, Filter.Term term) {
        String text = term.value();
        if (term.field().equals(table.versionField())) {
            text = VERSION.matcher(text).replaceFirst(" v");
        }
        String operator = term.operator();
        if (dialect.compatible()) {
            text = Compact.json(text);
            if (text.indexOf('\'') >= 0 || text.indexOf('"') >= 0) {
                text = text.replace('\'', '_').replace('"', '_');
                operator = operator.equals("~") ? operator : "LIKE";
            }
        }
        return operator.equals("~")
                ? column + " LIKE " + value("%" + text + "%") + " COLLATE NOCASE"
                : column + " " + operator + " " + value(text) + " COLLATE NOCASE";
    }

    /** One of the fields holds a text. */
    String search(String text) {
        List<String> all = new ArrayList<>();
        for (Field field : table.fields().values()) {
            String column = field.expression();
            boolean number = field.kind() == Kind.NUMBER && DIGITS.matcher(text).matches();
            all.add("(" + column
                    + (number ? " LIKE " + value(Long.toString(Long.parseLong(text))) : like("%", text, "%")) + " AND "
                    + column + " IS NOT NULL)");
        }
        return "(" + String.join(" OR ", all) + ")";
    }
}
