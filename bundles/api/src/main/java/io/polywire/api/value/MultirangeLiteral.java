package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The text of a multirange (manual, 8.17.5): texts of ranges between braces. */
public final class MultirangeLiteral {
    private enum State {
        BEFORE_RANGE,
        IN_RANGE,
        ESCAPED,
        QUOTED,
        QUOTED_ESCAPED,
        AFTER_RANGE,
        FINISHED
    }

    private MultirangeLiteral() {}

    /**
     * The texts of its ranges, in their order there; the word "empty" is left out.
     *
     * @throws SqlFailure 22P02 with the DETAIL of multirange_in of PostgreSQL 15
     */
    public static List<String> read(String text) {
        List<String> ranges = new ArrayList<>();
        read(text, ranges::add);
        return ranges;
    }

    /**
     * Gives the text of each range as soon as it is read: what is wrong in it comes before what is wrong behind it.
     *
     * @throws SqlFailure 22P02, and what {@code range} throws
     */
    public static void read(String text, Consumer<String> range) {
        int at = 0;
        while (at < text.length() && ArrayReader.isBlank(text.charAt(at))) {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '{') {
            throw bad(text, "Missing left brace.");
        }
        at++;
        State state = State.BEFORE_RANGE;
        boolean any = false;
        int begin = at;
        for (; state != State.FINISHED; at++) {
            if (at == text.length()) {
                throw bad(text, "Unexpected end of input.");
            }
            char c = text.charAt(at);
            if (ArrayReader.isBlank(c)) {
                continue;
            }
            switch (state) {
                case BEFORE_RANGE -> {
                    if (c == '[' || c == '(') {
                        begin = at;
                        state = State.IN_RANGE;
                    } else if (c == '}' && !any) {
                        state = State.FINISHED;
                    } else if (RangeLiteral.isEmptyAt(text, at)) {
                        any = true;
                        at += RangeLiteral.EMPTY.toString().length() - 1;
                        state = State.AFTER_RANGE;
                    } else {
                        throw bad(text, "Expected range start.");
                    }
                }
                case IN_RANGE -> {
                    if (c == ']' || c == ')') {
                        any = true;
                        range.accept(text.substring(begin, at + 1));
                        state = State.AFTER_RANGE;
                    } else if (c == '"') {
                        state = State.QUOTED;
                    } else if (c == '\\') {
                        state = State.ESCAPED;
                    }
                }
                case ESCAPED -> state = State.IN_RANGE;
                case QUOTED -> {
                    if (c == '\\') {
                        state = State.QUOTED_ESCAPED;
                    } else if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                        at++;
                    } else if (c == '"') {
                        state = State.IN_RANGE;
                    }
                }
                case QUOTED_ESCAPED -> state = State.QUOTED;
                default -> {
                    if (c != ',' && c != '}') {
                        throw bad(text, "Expected comma or end of multirange.");
                    }
                    state = c == ',' ? State.BEFORE_RANGE : State.FINISHED;
                }
            }
        }
        for (; at < text.length(); at++) {
            if (!ArrayReader.isBlank(text.charAt(at))) {
                throw bad(text, "Junk after closing right brace.");
            }
        }
    }

    /** The notation of ranges that are in order already. */
    public static String write(List<String> ranges) {
        return '{' + String.join(",", ranges) + '}';
    }

    private static SqlFailure bad(String text, String detail) {
        return SqlFailure.build(FailureKind.BAD_VALUE, "malformed multirange literal: \"" + text + '"')
                .detail(detail)
                .build();
    }
}
