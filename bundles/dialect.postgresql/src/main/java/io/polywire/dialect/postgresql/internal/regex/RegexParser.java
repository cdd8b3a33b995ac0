package io.polywire.dialect.postgresql.internal.regex;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads PostgreSQL's advanced and extended regular expressions; messages are those of regerrs.h. */
final class RegexParser {
    private static final int MOST_REPEATS = 255;
    private static final int DEEPEST = 250;

    private final int[] p;
    private int at;
    private int depth;
    private int groups;
    /** Groups that were read to their ends, by number. */
    private final Map<Integer, Node> finished = new HashMap<>();

    /** How many lookaround constraints are around what is read. */
    private int looks;

    private boolean referring;
    private boolean anyCase;
    private boolean expanded;
    private boolean literal;
    private boolean extendedOnly;
    /** Whether . and negated brackets leave out newlines. */
    private boolean newlineStops;
    /** Whether ^ and $ match at newlines. */
    private boolean newlineAnchors;

    RegexParser(String pattern, String flags) {
        this.p = pattern.codePoints().toArray();
        flags.codePoints().forEach(this::option);
    }

    int groups() {
        return groups;
    }

    Node parse() {
        prefix();
        if (literal) {
            List<Node> all = new ArrayList<>();
            while (at < p.length) {
                all.add(one(CharSet.of(p[at++])));
            }
            return new Node.Sequence(all);
        }
        Node n = choice();
        if (at < p.length) {
            throw wrong("parentheses () not balanced");
        }
        return n;
    }

    private void prefix() {
        if (literal) {
            return;
        }
        if (starts("***=")) {
            literal = true;
            at += 4;
            return;
        }
        if (starts("***:")) {
            at += 4;
        } else if (starts("***")) {
            throw wrong("invalid regexp (reg version 0.8)");
        }
        if (!literal && !extendedOnly && starts("(?") && at + 2 < p.length && isLetter(p[at + 2])) {
            at += 2;
            while (at < p.length && isLetter(p[at])) {
                embedded(p[at++]);
            }
            if (at == p.length || p[at] != ')') {
                throw wrong("invalid embedded option");
            }
            at++;
        }
    }

    private static boolean isLetter(int c) {
        return c < 128 && Character.isLetter(c);
    }

    private void embedded(int c) {
        if ("bceimnpqstwx".indexOf(c) < 0) {
            throw wrong("invalid embedded option");
        }
        option(c);
    }

    private void option(int c) {
        switch (c) {
            case 'b' -> throw SqlFailure.unsupported("a basic regular expression");
            case 'c' -> anyCase = false;
            case 'i' -> anyCase = true;
            case 'e' -> extendedOnly = true;
            case 'm', 'n' -> {
                newlineStops = true;
                newlineAnchors = true;
            }
            case 'p' -> {
                newlineStops = true;
                newlineAnchors = false;
            }
            case 'w' -> {
                newlineStops = false;
                newlineAnchors = true;
            }
            case 's' -> {
                newlineStops = false;
                newlineAnchors = false;
            }
            case 'q' -> literal = true;
            case 't' -> expanded = false;
            case 'x' -> expanded = true;
            default -> throw new IllegalArgumentException("an option that was not checked");
        }
    }

    private boolean starts(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (at + i >= p.length || p[at + i] != s.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static SqlFailure wrong(String what) {
        return SqlFailure.build(FailureKind.DATA, "invalid regular expression: " + what)
                .sqlState("2201B")
                .build();
    }

    private Node one(CharSet set) {
        return new Node.One(set.anyCase(anyCase));
    }

    // --- structure ------------------------------------------------------------------------------------------------

    private Node choice() {
        if (++depth > DEEPEST) {
            throw wrong("regular expression is too complex");
        }
        List<Node> branches = new ArrayList<>();
        branches.add(branch());
        while (at < p.length && p[at] == '|') {
            at++;
            branches.add(branch());
        }
        depth--;
        return branches.size() == 1 ? branches.get(0) : new Node.Choice(List.copyOf(branches));
    }

    private Node branch() {
        List<Node> parts = new ArrayList<>();
        for (skip(); at < p.length && p[at] != '|' && p[at] != ')'; skip()) {
            parts.add(quantified());
        }
        return parts.size() == 1 ? parts.get(0) : new Node.Sequence(List.copyOf(parts));
    }

    /** White space and comments of the expanded syntax, and comments in parentheses. */
    private void skip() {
        while (at < p.length) {
            if (expanded && CharSet.isSpace(p[at])) {
                at++;
            } else if (expanded && p[at] == '#') {
                while (at < p.length && p[at] != '\n') {
                    at++;
                }
            } else if (!extendedOnly && starts("(?#")) {
                while (at < p.length && p[at] != ')') {
                    at++;
                }
                at = Math.min(p.length, at + 1);
            } else {
                return;
            }
        }
    }

    private Node quantified() {
        boolean constraint = isConstraint();
        Node atom = atom();
        skip();
        if (at == p.length) {
            return atom;
        }
        int least;
        int most;
        boolean prefers = true;
        switch (p[at]) {
            case '*' -> {
                least = 0;
                most = -1;
            }
            case '+' -> {
                least = 1;
                most = -1;
            }
            case '?' -> {
                least = 0;
                most = 1;
            }
            case '{' -> {
                if (at + 1 >= p.length || !CharSet.isDigit(p[at + 1])) {
                    return atom;
                }
                at++;
                least = number();
                most = least;
                prefers = at < p.length && p[at] == ',';
                if (at < p.length && p[at] == ',') {
                    at++;
                    most = at < p.length && CharSet.isDigit(p[at]) ? number() : -1;
                }
                if (at == p.length) {
                    throw wrong("braces {} not balanced");
                }
                if (p[at] != '}' || most >= 0 && most < least) {
                    throw wrong("invalid repetition count(s)");
                }
            }
            default -> {
                return atom;
            }
        }
        if (constraint || atom instanceof Node.Look) {
            throw wrong("quantifier operand invalid");
        }
        at++;
        Node.Preference own = prefers ? Node.Preference.LONGEST : Node.Preference.NONE;
        if (!extendedOnly && at < p.length && p[at] == '?') {
            own = prefers ? Node.Preference.SHORTEST : Node.Preference.NONE;
            at++;
        }
        skip();
        if (at < p.length
                && (p[at] == '*'
                        || p[at] == '+'
                        || p[at] == '?'
                        || p[at] == '{' && at + 1 < p.length && CharSet.isDigit(p[at + 1]))) {
            throw wrong("quantifier operand invalid");
        }
        return atom instanceof Node.Back b
                ? new Node.Back(b.number(), b.what(), least, most, own, b.anyCase())
                : new Node.Repeat(atom, least, most, own);
    }

    private int number() {
        int n = 0;
        while (at < p.length && CharSet.isDigit(p[at])) {
            n = n * 10 + p[at++] - '0';
            if (n > MOST_REPEATS) {
                throw wrong("invalid repetition count(s)");
            }
        }
        return n;
    }

    private boolean isConstraint() {
        return p[at] == '^'
                || p[at] == '$'
                || !extendedOnly && p[at] == '\\' && at + 1 < p.length && "AZmMyY".indexOf(p[at + 1]) >= 0;
    }

    private Node atom() {
        int c = p[at++];
        switch (c) {
            case '^':
                return new Node.At(newlineAnchors ? Node.Constraint.LINE_START : Node.Constraint.TEXT_START);
            case '$':
                return new Node.At(newlineAnchors ? Node.Constraint.LINE_END : Node.Constraint.TEXT_END);
            case '.':
                return one(any());
            case '(':
                return group();
            case '[':
                return bracket();
            case '\\':
                return escape();
            case '*', '+', '?':
                throw wrong("quantifier operand invalid");
            case '{':
                if (at < p.length && CharSet.isDigit(p[at])) {
                    throw wrong("quantifier operand invalid");
                }
                return one(CharSet.of(c));
            default:
                return one(CharSet.of(c));
        }
    }

    private CharSet any() {
        CharSet any = CharSet.of(x -> true);
        return newlineStops ? any.withoutNewline() : any;
    }

    private Node group() {
        int number = 0;
        if (!extendedOnly && at < p.length && p[at] == '?') {
            at++;
            int c = at < p.length ? p[at] : -1;
            boolean behind = c == '<';
            if (behind) {
                c = ++at < p.length ? p[at] : -1;
            }
            if (c == '=' || c == '!') {
                at++;
                looks++;
                Node inside = enclosed();
                looks--;
                return new Node.Look(inside, behind, c == '!');
            }
            if (c != ':' || behind) {
                throw wrong("quantifier operand invalid");
            }
            at++;
        } else {
            // parentheses within a lookaround constraint capture nothing
            number = looks > 0 ? 0 : ++groups;
        }
        Node group = new Node.Group(enclosed(), number);
        finished.put(number, group);
        return group;
    }

    /** A back reference; its first digit was read. Null if it is a character in octal digits. */
    private Node backReference(int first) {
        int from = at;
        int number = first - '0';
        while (at < p.length && CharSet.isDigit(p[at])) {
            number = Math.min(number * 10 + p[at++] - '0', p.length + 1);
        }
        if (at > from && number > groups) {
            at = from;
            return null;
        }
        if (looks > 0 || !finished.containsKey(number)) {
            throw wrong("invalid backreference number");
        }
        referring = true;
        return new Node.Back(number, finished.get(number), 1, 1, Node.Preference.NONE, anyCase);
    }

    /** Whether there is a back reference. */
    boolean isReferring() {
        return referring;
    }

    /** What stands before a closing parenthesis, which is read too. */
    private Node enclosed() {
        Node inside = choice();
        if (at == p.length) {
            throw wrong("parentheses () not balanced");
        }
        at++;
        return inside;
    }

    // --- escapes --------------------------------------------------------------------------------------------------

    private Node escape() {
        if (at == p.length) {
            throw wrong("invalid escape \\ sequence");
        }
        int c = p[at++];
        if (extendedOnly || !isLetter(c) && !CharSet.isDigit(c)) {
            return one(CharSet.of(c));
        }
        CharSet set = classEscape(c);
        if (set != null) {
            return one(set);
        }
        return switch (c) {
            case 'A' -> new Node.At(Node.Constraint.TEXT_START);
            case 'Z' -> new Node.At(Node.Constraint.TEXT_END);
            case 'm' -> new Node.At(Node.Constraint.WORD_START);
            case 'M' -> new Node.At(Node.Constraint.WORD_END);
            case 'y' -> new Node.At(Node.Constraint.WORD_EDGE);
            case 'Y' -> new Node.At(Node.Constraint.NOT_WORD_EDGE);
            default -> {
                if (c >= '1' && c <= '9') {
                    Node back = backReference(c);
                    if (back != null) {
                        yield back;
                    }
                    at--;
                    yield one(CharSet.of(octalFrom()));
                }
                yield one(CharSet.of(entry(c)));
            }
        };
    }

    private CharSet classEscape(int c) {
        return switch (c) {
            case 'd' -> CharSet.of(CharSet::isDigit);
            case 's' -> CharSet.of(CharSet::isSpace);
            case 'w' -> CharSet.of(CharSet::isWord);
            case 'D' -> newline(CharSet.of(CharSet::isDigit).negate());
            case 'S' -> newline(CharSet.of(CharSet::isSpace).negate());
            case 'W' -> newline(CharSet.of(CharSet::isWord).negate());
            default -> null;
        };
    }

    private CharSet newline(CharSet s) {
        return newlineStops ? s.withoutNewline() : s;
    }

    /** A character written as an escape. */
    private int entry(int c) {
        return switch (c) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'B' -> '\\';
            case 'e' -> 27;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case 'c' -> {
                if (at == p.length) {
                    throw wrong("invalid escape \\ sequence");
                }
                yield p[at++] & 31;
            }
            case 'u' -> hex(4, 4);
            case 'U' -> hex(8, 8);
            case 'x' -> hex(1, 255);
            case '0' -> octal();
            default -> throw wrong("invalid escape \\ sequence");
        };
    }

    private int hex(int least, int most) {
        long v = 0;
        int n = 0;
        while (n < most && at < p.length && p[at] < 128 && Character.digit(p[at], 16) >= 0) {
            v = v * 16 + Character.digit(p[at++], 16);
            n++;
            if (v > Character.MAX_CODE_POINT) {
                throw wrong("invalid escape \\ sequence");
            }
        }
        if (n < least) {
            throw wrong("invalid escape \\ sequence");
        }
        return (int) v;
    }

    /** A character of up to three octal digits. */
    private int octalFrom() {
        int v = -1;
        for (int n = 0; n < 3 && at < p.length && p[at] >= '0' && p[at] <= '7'; n++) {
            v = Math.max(v, 0) * 8 + p[at++] - '0';
        }
        if (v < 0) {
            throw wrong("invalid escape \\ sequence");
        }
        return v;
    }

    private int octal() {
        int v = 0;
        for (int n = 0; n < 2 && at < p.length && p[at] >= '0' && p[at] <= '7'; n++) {
            v = v * 8 + p[at++] - '0';
        }
        return v;
    }

    // --- brackets -------------------------------------------------------------------------------------------------

    private Node bracket() {
        if (starts("[:<:]]") || starts("[:>:]]")) {
            boolean start = p[at + 2] == '<';
            at += 6;
            return new Node.At(start ? Node.Constraint.WORD_START : Node.Constraint.WORD_END);
        }
        CharSet set = new CharSet();
        boolean negated = at < p.length && p[at] == '^';
        if (negated) {
            at++;
        }
        boolean first = true;
        while (true) {
            if (at >= p.length) {
                throw wrong("brackets [] not balanced");
            }
            if (p[at] == ']' && !first) {
                at++;
                break;
            }
            item(set, first);
            first = false;
        }
        if (negated) {
            set.negate();
            newline(set);
        }
        return one(set);
    }

    private void item(CharSet set, boolean first) {
        if (p[at] == '-' && !first && !(at + 1 < p.length && p[at + 1] == ']')) {
            throw wrong("invalid character range");
        }
        if (starts("[:")) {
            String name = until(":]", "invalid character class");
            java.util.function.IntPredicate named = CharSet.named(name);
            if (named == null) {
                throw wrong("invalid character class");
            }
            boolean letters = anyCase && (name.equals("upper") || name.equals("lower"));
            set.add(letters ? CharSet.named("alpha") : named);
            return;
        }
        if (starts("[=")) {
            int c = only(until("=]", "invalid collating element"));
            set.add(c, c);
            return;
        }
        if (!extendedOnly && p[at] == '\\' && at + 1 < p.length) {
            CharSet inside = classEscape(p[at + 1]);
            if (inside != null) {
                at += 2;
                set.add(inside::contains);
                return;
            }
        }
        int from = point();
        int to = from;
        if (at + 1 < p.length && p[at] == '-' && p[at + 1] != ']') {
            at++;
            if (starts("[:") || starts("[=")) {
                throw wrong("invalid character range");
            }
            to = point();
            if (to < from) {
                throw wrong("invalid character range");
            }
        }
        if (anyCase && from != to) {
            cases(set, from, to);
        }
        set.add(from, to);
    }

    /** A range holds both cases of each of its letters, also where neither maps back to it. */
    private static void cases(CharSet set, int from, int to) {
        set.add(c -> {
            int l = Character.toLowerCase(c);
            int u = Character.toUpperCase(c);
            return l >= from && l <= to || u >= from && u <= to;
        });
    }

    private int point() {
        if (at >= p.length) {
            throw wrong("brackets [] not balanced");
        }
        if (starts("[.")) {
            return only(until(".]", "invalid collating element"));
        }
        int c = p[at++];
        if (c != '\\' || extendedOnly) {
            return c;
        }
        if (at == p.length) {
            throw wrong("invalid escape \\ sequence");
        }
        int e = p[at++];
        if (!isLetter(e) && !CharSet.isDigit(e)) {
            return e;
        }
        if (e >= '1' && e <= '7') {
            at--;
            return octal();
        }
        return entry(e);
    }

    private int only(String s) {
        if (s.codePointCount(0, s.length()) != 1) {
            throw wrong("invalid collating element");
        }
        return s.codePointAt(0);
    }

    /** What stands between an opening of two characters and its closing. */
    private String until(String close, String error) {
        at += 2;
        int from = at;
        while (!starts(close)) {
            if (at >= p.length) {
                throw wrong("brackets [] not balanced");
            }
            at++;
        }
        if (from == at) {
            throw wrong(error);
        }
        String s = new String(p, from, at - from);
        at += 2;
        return s;
    }
}
