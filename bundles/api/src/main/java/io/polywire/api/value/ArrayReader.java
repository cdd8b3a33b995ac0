package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads array notation in the states, and with the errors, of array_in and ArrayCount of PostgreSQL 15's arrayfuncs.c. */
final class ArrayReader {
    private enum State {
        NO_LEVEL,
        LEVEL_STARTED,
        ELEMENT_STARTED,
        ELEMENT_COMPLETED,
        QUOTED_STARTED,
        QUOTED_COMPLETED,
        ELEMENT_DELIMITED,
        LEVEL_COMPLETED,
        LEVEL_DELIMITED
    }

    private final String text;
    private int at;
    private int bounds;
    private final int[] lows = new int[ArrayValue.MOST_DIMENSIONS];
    private final int[] highs = new int[ArrayValue.MOST_DIMENSIONS];

    private State state = State.NO_LEVEL;
    private int level;
    private int deepest = 1;
    private final int[] sizes = new int[ArrayValue.MOST_DIMENSIONS];
    private final int[] counts = new int[ArrayValue.MOST_DIMENSIONS + 1];
    private final int[] lastCounts = new int[ArrayValue.MOST_DIMENSIONS + 1];

    private final List<String> elements = new ArrayList<>();
    private final StringBuilder element = new StringBuilder();
    /** How much of the element is no trailing blank. */
    private int kept;

    private boolean literal;

    ArrayReader(String text) {
        this.text = text;
        Arrays.fill(counts, 1);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    ArrayValue read() {
        bounds();
        if (at == text.length() || text.charAt(at) != '{') {
            throw bad(
                    bounds == 0
                            ? "Array value must start with \"{\" or dimension information."
                            : "Array contents must start with \"{\".");
        }
        contents();
        for (; at < text.length(); at++) {
            if (!isBlank(text.charAt(at))) {
                throw bad("Junk after closing right brace.");
            }
        }
        boolean empty = elements.isEmpty();
        int dimensions = empty ? 0 : deepest;
        int[] lower = new int[dimensions];
        Arrays.fill(lower, 1);
        if (bounds > 0) {
            if (bounds != dimensions) {
                throw bad("Specified array dimensions do not match array contents.");
            }
            for (int d = 0; d < dimensions; d++) {
                if (highs[d] - lows[d] + 1 != sizes[d]) {
                    throw bad("Specified array dimensions do not match array contents.");
                }
                lower[d] = lows[d];
            }
        }
        return new ArrayValue(Arrays.copyOf(sizes, dimensions), lower, elements);
    }

    private void blanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    // --- "[0:2][1:3]=" --------------------------------------------------------------------------------------------

    private void bounds() {
        blanks();
        while (at < text.length() && text.charAt(at) == '[') {
            if (bounds >= ArrayValue.MOST_DIMENSIONS) {
                throw ArrayValue.tooDeep(bounds + 1);
            }
            at++;
            int first = number();
            if (at < text.length() && text.charAt(at) == ':') {
                lows[bounds] = first;
                at++;
                highs[bounds] = number();
            } else {
                lows[bounds] = 1;
                highs[bounds] = first;
            }
            if (at == text.length() || text.charAt(at) != ']') {
                throw bad("Missing \"]\" after array dimensions.");
            }
            at++;
            if (highs[bounds] < lows[bounds]) {
                throw SqlFailure.build(FailureKind.DATA, "upper bound cannot be less than lower bound")
                        .sqlState("2202E")
                        .build();
            }
            bounds++;
            blanks();
        }
        if (bounds > 0) {
            if (at == text.length() || text.charAt(at) != '=') {
                throw bad("Missing \"=\" after array dimensions.");
            }
            at++;
            blanks();
        }
    }

    private int number() {
        int from = at;
        while (at < text.length() && (Character.digit(text.charAt(at), 10) >= 0 || isSign(at, from))) {
            at++;
        }
        try {
            return Integer.parseInt(text.substring(from, at));
        } catch (NumberFormatException notOne) {
            if (from == at) {
                throw bad("\"[\" must introduce explicitly-specified array dimensions.");
            }
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "array bound is out of integer range")
                    .build();
        }
    }

    private boolean isSign(int i, int from) {
        return i == from && (text.charAt(i) == '-' || text.charAt(i) == '+');
    }

    // --- "{1,2}" --------------------------------------------------------------------------------------------------

    private void contents() {
        do {
            if (at == text.length()) {
                throw bad("Unexpected end of input.");
            }
            char c = text.charAt(at++);
            if (state == State.QUOTED_STARTED && c != '"' && c != '\\') {
                take(c);
                continue;
            }
            switch (c) {
                case '\\' -> escape();
                case '"' -> quote();
                case '{' -> open();
                case '}' -> close();
                case ',' -> delimiter();
                default -> plain(c);
            }
        } while (level > 0);
    }

    private void take(char c) {
        element.append(c);
        kept = element.length();
    }

    private boolean in(State... any) {
        return Arrays.asList(any).contains(state);
    }

    private void escape() {
        if (!in(State.LEVEL_STARTED, State.ELEMENT_STARTED, State.QUOTED_STARTED, State.ELEMENT_DELIMITED)) {
            throw bad("Unexpected \"\\\" character.");
        }
        if (state != State.QUOTED_STARTED) {
            state = State.ELEMENT_STARTED;
        }
        if (at == text.length()) {
            throw bad("Unexpected end of input.");
        }
        literal = true;
        take(text.charAt(at++));
    }

    private void quote() {
        if (state == State.QUOTED_STARTED) {
            state = State.QUOTED_COMPLETED;
            return;
        }
        if (!in(State.LEVEL_STARTED, State.ELEMENT_DELIMITED)) {
            throw bad("Unexpected array element.");
        }
        state = State.QUOTED_STARTED;
        literal = true;
    }

    private void open() {
        if (!in(State.NO_LEVEL, State.LEVEL_STARTED, State.LEVEL_DELIMITED)) {
            throw bad("Unexpected \"{\" character.");
        }
        state = State.LEVEL_STARTED;
        if (level >= ArrayValue.MOST_DIMENSIONS) {
            throw ArrayValue.tooDeep(level + 1);
        }
        sizes[level] = 0;
        level++;
        deepest = Math.max(deepest, level);
    }

    private void close() {
        if (!in(State.ELEMENT_STARTED, State.ELEMENT_COMPLETED, State.QUOTED_COMPLETED, State.LEVEL_COMPLETED)
                && !(level == 1 && state == State.LEVEL_STARTED)) {
            throw bad("Unexpected \"}\" character.");
        }
        end();
        state = State.LEVEL_COMPLETED;
        level--;
        if (lastCounts[level] != 0 && counts[level] != lastCounts[level]) {
            throw bad("Multidimensional arrays must have sub-arrays with matching dimensions.");
        }
        lastCounts[level] = counts[level];
        counts[level] = 1;
        if (level > 0) {
            sizes[level - 1]++;
        } else if (!elements.isEmpty()) {
            sizes();
        }
    }

    private void sizes() {
        for (int d = 0; d < deepest; d++) {
            sizes[d] = lastCounts[d];
        }
        long all = 1;
        for (int d = 0; d < deepest; d++) {
            all *= sizes[d];
        }
        if (all != elements.size()) {
            throw bad("Multidimensional arrays must have sub-arrays with matching dimensions.");
        }
    }

    private void delimiter() {
        if (!in(State.ELEMENT_STARTED, State.ELEMENT_COMPLETED, State.QUOTED_COMPLETED, State.LEVEL_COMPLETED)) {
            throw bad("Unexpected \",\" character.");
        }
        end();
        state = state == State.LEVEL_COMPLETED ? State.LEVEL_DELIMITED : State.ELEMENT_DELIMITED;
        counts[level - 1]++;
    }

    private void plain(char c) {
        if (isBlank(c)) {
            if (state == State.ELEMENT_STARTED) {
                element.append(c);
            }
            return;
        }
        if (!in(State.LEVEL_STARTED, State.ELEMENT_STARTED, State.ELEMENT_DELIMITED)) {
            throw bad("Unexpected array element.");
        }
        state = State.ELEMENT_STARTED;
        take(c);
    }

    /** Ends an element, if one was begun. */
    private void end() {
        if (!in(State.ELEMENT_STARTED, State.QUOTED_COMPLETED)) {
            return;
        }
        String v = element.substring(0, kept);
        elements.add(!literal && v.equalsIgnoreCase("NULL") ? null : v);
        element.setLength(0);
        kept = 0;
        literal = false;
    }

    private SqlFailure bad(String detail) {
        return SqlFailure.build(FailureKind.BAD_VALUE, "malformed array literal: \"" + text + '"')
                .detail(detail)
                .build();
    }
}
