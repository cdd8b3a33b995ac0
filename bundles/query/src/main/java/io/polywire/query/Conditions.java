package io.polywire.query;

import io.polywire.query.QueryTable.Field;
import io.polywire.query.QueryTable.Kind;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Trees;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes the conditions of one statement; values go to its parameters in the order in which they stand. */
final class Conditions {
    private static final String NULL = "null";
    /** The value that is no condition. */
    static final String ALL = "all";

    private static final String OLDER_THAN = "older_than";
    private static final String NOTHING_OLD = "0s";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:[0-9]{1,40}\\.?[0-9]{0,40}|\\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?");
    /** Of a number: a double has no larger one. */
    private static final int LARGEST_EXPONENT = 300;

    private static final Pattern VERSION = Pattern.compile("(?<=[A-Za-z])v(?=[0-9])");

    private final QueryTable table;
    private final QueryCompiler.Manner manner;
    private final Clock clock;
    private final List<Object> parameters;

    Conditions(QueryTable table, QueryCompiler.Manner manner, Clock clock, List<Object> parameters) {
        this.table = table;
        this.manner = manner;
        this.clock = clock;
        this.parameters = parameters;
    }

    private Expression value(Object value) {
        // SQLite's LIKE takes it for the end of a pattern, which then matches more than was asked for
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            throw new QueryException(QueryException.FORMAT, "Value has a NUL character");
        }
        parameters.add(value);
        return Trees.parameter(parameters.size());
    }

    private static Expression never() {
        return Trees.binary("=", Trees.number(1), Trees.number(0));
    }

    /** Keys that are allowed or forbidden. */
    void keys(List<String> keys, boolean negate, List<Expression> to) {
        Field key = table.fields().get(table.key());
        List<Expression> values = new ArrayList<>();
        for (String each : keys) {
            if (key.kind() != Kind.NUMBER) {
                values.add(value(each));
            } else if (DIGITS.matcher(each).matches()) {
                values.add(value(Long.valueOf(each)));
            }
            // what is no number is the key of no row
        }
        if (!values.isEmpty()) {
            to.add(Trees.parentheses(Trees.in(key.expression(), values, negate)));
        } else if (!negate) {
            to.add(never());
        }
    }

    /** One field with the values that it may have. */
    void legacy(String name, List<String> values, List<Expression> to) {
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
    void filter(Filter filter, List<Expression> to) {
        Expression condition = condition(filter);
        if (condition != null) {
            to.add(filter instanceof Filter.Or ? Trees.parentheses(condition) : condition);
        }
    }

    /** The condition, or null where all rows meet it. */
    private Expression condition(Filter filter) {
        if (filter instanceof Filter.Term term) {
            return term.value().equals(ALL) ? dropped(term) : Trees.parentheses(term(term));
        }
        boolean or = filter instanceof Filter.Or;
        List<Filter> parts = or ? ((Filter.Or) filter).parts() : ((Filter.And) filter).parts();
        List<Expression> conditions = new ArrayList<>();
        for (Filter part : parts) {
            Expression condition = condition(part);
            if (condition != null) {
                conditions.add(!or && part instanceof Filter.Or ? Trees.parentheses(condition) : condition);
            }
        }
        return conditions.isEmpty() ? null : or ? Trees.any(conditions) : Trees.all(conditions);
    }

    private Expression dropped(Filter.Term term) {
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

    private Expression term(Filter.Term term) {
        Field field = field(term.field());
        Expression column = field.expression();
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

    private Expression nothing(Expression column, String operator) {
        if (manner.compatible() || operator.equals("=")) {
            return Trees.isNull(column, false);
        }
        if (operator.equals("!=")) {
            return Trees.isNull(column, true);
        }
        throw new QueryException(QueryException.OPERATOR, "Operator is not for null: " + operator);
    }

    private Expression date(Expression column, TimeFilter time, String value) {
        Expression moment;
        if (!manner.compatible()) {
            moment = value(time.back() < 0 ? time.seconds() : clock.instant().getEpochSecond() - time.back());
        } else if (time.back() < 0) {
            moment = Trees.call("strftime", Trees.text("%s"), value(value));
        } else {
            moment = Trees.binary(
                    "-", Trees.call("strftime", Trees.text("%s"), Trees.text("now")), Trees.number(time.back()));
        }
        List<Expression> all =
                new ArrayList<>(List.of(Trees.isNull(column, true), Trees.binary(time.operator(), column, moment)));
        if (table.dateCondition() != null) {
            all.add(table.dateCondition());
        }
        return Trees.all(all);
    }

    private Expression member(Expression column, String operator, String name) {
        return switch (operator) {
            case "=" -> like(list(column), "%,", name, ",%");
            case "!=" -> {
                Expression not = Trees.not(like(list(column), "%,", name, ",%"));
                // who is in no group is not in this one
                yield manner.compatible()
                        ? not
                        : Trees.parentheses(Trees.any(List.of(Trees.isNull(column, false), not)));
            }
            case "~" -> like(column, "%", name, "%");
            default -> throw new QueryException(QueryException.OPERATOR, "Operator is not for lists: " + operator);
        };
    }

    private static Expression list(Expression column) {
        return Trees.parentheses(Trees.binary("||", Trees.binary("||", Trees.text(","), column), Trees.text(",")));
    }

    /** A pattern around a text whose own letters stand for themselves. */
    private Expression like(Expression column, String before, String text, String after) {
        if (manner.compatible()) {
            return Trees.like(column, value(before + text.replace('\'', '_').replace('"', '_') + after), null);
        }
        String escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return Trees.like(column, value(before + escaped + after), Trees.text("\\"));
    }

    /**
     * A number is compared as a number, whatever a storage would do with a text beside a column. What is none is greater than
     * all numbers, as SQLite has it.
     */
    private Expression number(Expression column, Filter.Term term) {
        String text = term.value();
        if (manner.compatible() || term.operator().equals("~")) {
            return comparison(column, term);
        }
        if (INTEGER.matcher(text).matches()) {
            return Trees.binary(term.operator(), column, value(Long.valueOf(text)));
        }
        String number = text.strip();
        if (!NUMBER.matcher(number).matches()) {
            return term.operator().equals("<") || term.operator().equals("!=") ? Trees.isNull(column, true) : never();
        }
        BigDecimal exact = new BigDecimal(number.toLowerCase(Locale.ROOT));
        if (exact.signum() != 0 && Math.abs(exact.precision() - exact.scale()) > LARGEST_EXPONENT) {
            throw new QueryException(QueryException.FORMAT, "Number is out of range");
        }
        return Trees.binary(term.operator(), column, Trees.cast(value(number), "numeric"));
    }

    private Expression comparison(Expression column, Filter.Term term) {
        String text = term.value();
        if (term.field().equals(table.versionField())) {
            text = VERSION.matcher(text).replaceFirst(" v");
        }
        String operator = term.operator();
        if (manner.compatible()) {
            text = Compact.json(text);
            if (text.indexOf('\'') >= 0 || text.indexOf('"') >= 0) {
                text = text.replace('\'', '_').replace('"', '_');
                if (!operator.equals("~")) {
                    return Trees.like(column, Trees.noCase(value(text)), null);
                }
            }
        }
        return operator.equals("~")
                ? Trees.like(column, Trees.noCase(value("%" + text + "%")), null)
                : Trees.binary(operator, column, Trees.noCase(value(text)));
    }

    /** One of the fields holds a text. */
    Expression search(String text) {
        List<Expression> all = new ArrayList<>();
        for (Field field : table.fields().values()) {
            Expression column = field.expression();
            all.add(Trees.parentheses(Trees.all(List.of(holds(field, text), Trees.isNull(column, true)))));
        }
        return Trees.parentheses(Trees.any(all));
    }

    private Expression holds(Field field, String text) {
        Expression column = field.expression();
        if (field.kind() == Kind.NUMBER && DIGITS.matcher(text).matches()) {
            // the number itself: storages differ in how they write one with a fraction
            return manner.compatible()
                    ? Trees.like(column, value(Long.toString(Long.parseLong(text))), null)
                    : Trees.binary("=", column, value(Long.valueOf(text)));
        }
        return like(column, "%", text, "%");
    }
}
