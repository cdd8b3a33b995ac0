package io.polywire.dialect.postgresql.internal.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A set of code points: ranges and classes, perhaps negated, perhaps without regard to case. */
final class CharSet {
    private record Range(int from, int to) {}

    private final List<Range> ranges = new ArrayList<>();
    private final List<IntPredicate> classes = new ArrayList<>();
    private boolean negated;
    private boolean anyCase;
    private boolean newlineOut;

    static CharSet of(int c) {
        return new CharSet().add(c, c);
    }

    static CharSet of(IntPredicate p) {
        return new CharSet().add(p);
    }

    CharSet add(int from, int to) {
        ranges.add(new Range(from, to));
        return this;
    }

    CharSet add(IntPredicate p) {
        classes.add(p);
        return this;
    }

    CharSet negate() {
        negated = true;
        return this;
    }

    /** Whether a newline is never in it (newline-sensitive matching). */
    CharSet withoutNewline() {
        newlineOut = true;
        return this;
    }

    CharSet anyCase(boolean any) {
        anyCase = any;
        return this;
    }

    boolean contains(int c) {
        if (newlineOut && c == '\n') {
            return false;
        }
        boolean in = has(c) || anyCase && (has(Character.toLowerCase(c)) || has(Character.toUpperCase(c)));
        return in != negated;
    }

    private boolean has(int c) {
        for (int i = 0; i < ranges.size(); i++) {
            Range r = ranges.get(i);
            if (c >= r.from && c <= r.to) {
                return true;
            }
        }
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).test(c)) {
                return true;
            }
        }
        return false;
    }

    // --- classes of the C library, for ctype C.UTF-8 --------------------------------------------------------------

    /** A class by its name in brackets, or null. */
    static IntPredicate named(String name) {
        return switch (name) {
            case "alpha" -> CharSet::isAlpha;
            case "digit" -> CharSet::isDigit;
            case "alnum" -> c -> isAlpha(c) || isDigit(c);
            case "upper" -> Character::isUpperCase;
            case "lower" -> Character::isLowerCase;
            case "space" -> CharSet::isSpace;
            case "blank" -> c -> c == ' ' || c == '\t';
            case "punct" -> c -> isGraph(c) && !isAlpha(c) && !isDigit(c);
            case "print" -> c -> c == ' ' || isGraph(c);
            case "graph" -> CharSet::isGraph;
            case "cntrl" -> Character::isISOControl;
            case "xdigit" -> c -> c < 128 && Character.digit(c, 16) >= 0;
            case "ascii" -> c -> c < 128;
            case "word" -> CharSet::isWord;
            default -> null;
        };
    }

    static boolean isWord(int c) {
        return isAlpha(c) || isDigit(c) || c == '_';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** The C library counts digits of other scripts as letters. */
    private static boolean isAlpha(int c) {
        return Character.isLetter(c) || c > 127 && Character.isDigit(c);
    }

    static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c > 127 && Character.isWhitespace(c);
    }

    private static boolean isGraph(int c) {
        return c > ' ' && c != 127 && !Character.isISOControl(c) && !isSpace(c) && Character.isDefined(c);
    }
}
