package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.List;

/**
 * A part of a path of SQL/JSON (jsonpath.c): an accessor, an operator or a value, and behind it what is applied to each of
 * its items. Changed by {@link JsonPathParser} only.
 */
final class JsonPathItem {
    /** What a part does. */
    enum Kind {
        NULL,
        STRING,
        NUMERIC,
        BOOL,
        VARIABLE,
        ROOT,
        CURRENT,
        LAST,
        KEY,
        ANY_KEY,
        ANY_ARRAY,
        INDEX_ARRAY,
        ANY,
        FILTER,
        EXISTS,
        NOT,
        IS_UNKNOWN,
        OR("||", 0),
        AND("&&", 1),
        EQUAL("==", 2),
        NOT_EQUAL("!=", 2),
        LESS("<", 2),
        GREATER(">", 2),
        LESS_OR_EQUAL("<=", 2),
        GREATER_OR_EQUAL(">=", 2),
        STARTS_WITH("starts with", 2),
        ADD("+", 3),
        SUBTRACT("-", 3),
        MULTIPLY("*", 4),
        DIVIDE("/", 4),
        MODULO("%", 4),
        PLUS("+", 5),
        MINUS("-", 5),
        LIKE_REGEX("like_regex", 6),
        TYPE("type", 6),
        SIZE("size", 6),
        ABS("abs", 6),
        FLOOR("floor", 6),
        CEILING("ceiling", 6),
        DOUBLE("double", 6),
        DATETIME("datetime", 6),
        KEYVALUE("keyvalue", 6);

        private final String word;
        private final int priority;

        Kind() {
            this("", 6);
        }

        Kind(String word, int priority) {
            this.word = word;
            this.priority = priority;
        }

        /** As paths and messages write it. */
        String word() {
            return word;
        }

        /** How closely it binds; more is closer. */
        int priority() {
            return priority;
        }

        /** Whether it is a predicate: true, false or unknown. */
        boolean isPredicate() {
            return switch (this) {
                case EXISTS,
                        NOT,
                        IS_UNKNOWN,
                        OR,
                        AND,
                        EQUAL,
                        NOT_EQUAL,
                        LESS,
                        GREATER,
                        LESS_OR_EQUAL,
                        GREATER_OR_EQUAL,
                        STARTS_WITH,
                        LIKE_REGEX -> true;
                default -> false;
            };
        }

        /** Whether it is a method without arguments. */
        boolean isPlainMethod() {
            return switch (this) {
                case TYPE, SIZE, ABS, FLOOR, CEILING, DOUBLE, KEYVALUE -> true;
                default -> false;
            };
        }
    }

    /** A subscript; {@code to} null for a single one. */
    record Subscript(JsonPathItem from, JsonPathItem to) {}

    /** The flags of like_regex as written, in the order of the server's output, and as the engine of expressions has them. */
    record RegexFlags(String shown, String engine) {
        /**
         * Reads the flags.
         *
         * @throws SqlFailure 42601 for one that there is not, 0A000 for x
         */
        static RegexFlags of(String flags) {
            StringBuilder shown = new StringBuilder();
            for (int i = 0; i < flags.length(); i++) {
                if ("ismxq".indexOf(flags.charAt(i)) < 0) {
                    throw SqlFailure.build(FailureKind.SYNTAX, "invalid input syntax for type jsonpath")
                            .detail("Unrecognized flag character \"" + Character.toString(flags.codePointAt(i))
                                    + "\" in LIKE_REGEX predicate.")
                            .build();
                }
            }
            for (char c : "ismxq".toCharArray()) {
                if (flags.indexOf(c) >= 0) {
                    shown.append(c);
                }
            }
            boolean quote = flags.indexOf('q') >= 0;
            if (!quote && flags.indexOf('x') >= 0) {
                throw SqlFailure.of(
                        FailureKind.UNSUPPORTED, "XQuery \"x\" flag (expanded regular expressions) is not implemented");
            }
            boolean lines = flags.indexOf('m') >= 0;
            boolean dotAll = flags.indexOf('s') >= 0;
            String engine = (flags.indexOf('i') >= 0 ? "i" : "")
                    + (quote ? "q" : lines ? dotAll ? "w" : "n" : dotAll ? "s" : "p");
            return new RegexFlags(shown.toString(), engine);
        }
    }

    /** The bound of {@code **} that stands for the last level. */
    static final long LAST_LEVEL = 0xFFFFFFFFL;

    final Kind kind;
    /** A string, a number or a boolean; a key, a variable's name, a pattern, a template; else null. */
    final Object value;

    /** The first operand or the argument; else null. */
    final JsonPathItem left;
    /** The second operand; else null. */
    final JsonPathItem right;

    final List<Subscript> subscripts;
    final RegexFlags flags;
    /** Levels of {@code **}. */
    final long first;

    final long last;
    /** What is applied to what this one gives; else null. */
    JsonPathItem next;

    private JsonPathItem(
            Kind kind,
            Object value,
            JsonPathItem left,
            JsonPathItem right,
            List<Subscript> subscripts,
            RegexFlags flags,
            long first,
            long last) {
        this.kind = kind;
        this.value = value;
        this.left = left;
        this.right = right;
        this.subscripts = subscripts;
        this.flags = flags;
        this.first = first;
        this.last = last;
    }

    static JsonPathItem of(Kind kind) {
        return of(kind, null);
    }

    static JsonPathItem of(Kind kind, Object value) {
        return new JsonPathItem(kind, value, null, null, List.of(), null, 0, 0);
    }

    static JsonPathItem unary(Kind kind, JsonPathItem argument) {
        return new JsonPathItem(kind, null, argument, null, List.of(), null, 0, 0);
    }

    static JsonPathItem binary(Kind kind, JsonPathItem left, JsonPathItem right) {
        return new JsonPathItem(kind, null, left, right, List.of(), null, 0, 0);
    }

    static JsonPathItem subscripts(List<Subscript> all) {
        return new JsonPathItem(Kind.INDEX_ARRAY, null, null, null, List.copyOf(all), null, 0, 0);
    }

    static JsonPathItem levels(long first, long last) {
        return new JsonPathItem(Kind.ANY, null, null, null, List.of(), null, first, last);
    }

    static JsonPathItem regex(JsonPathItem operand, String pattern, RegexFlags flags) {
        return new JsonPathItem(Kind.LIKE_REGEX, pattern, operand, null, List.of(), flags, 0, 0);
    }

    String text() {
        return (String) value;
    }
}
