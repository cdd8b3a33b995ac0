package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.regex.Regex;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Comparisons of a catalog's names with constant patterns that say no more than how a name begins, or what it is: as
 * comparisons that the storage makes by itself, with an index where there is one. Clients ask for objects by such patterns
 * ("^(name)$", "pg_%"). Of patterns that ask for more the beginning is compared so, and then the pattern.
 */
final class NamePatterns {
    private static final String SPECIAL = "\\^$.[]|()?*+{}";

    private NamePatterns() {}

    /** What is asked of a name: its beginning, how many characters follow at least, and whether any number may follow. */
    private record Asked(String prefix, int more, boolean open) {}

    /**
     * A regular expression over a name.
     *
     * @param match the comparison itself, for a pattern that asks for more than this; then behind that of the name's
     *     beginning. null, and null is then the answer, if nothing is to be looked up
     */
    static BoundExpression regex(BoundExpression name, BoundExpression pattern, BoundExpression match) {
        String p = constant(pattern);
        if (p == null || !isName(name)) {
            return match;
        }
        return regex(name, p, match);
    }

    private static BoundExpression regex(BoundExpression name, String p, BoundExpression match) {
        BoundExpression plain = condition(name, regex(p));
        return plain != null ? plain : narrowed(name, isRegex(p) ? beginning(p) : "", match);
    }

    /**
     * A regular expression over the name of a type that is looked up by its number, as a look-up of the names that match.
     *
     * @param matches makes the comparison of a name with the pattern
     * @return null if it is no such name, or if the pattern does not say how the names begin
     */
    static BoundExpression ofTypes(
            BoundExpression name, BoundExpression pattern, UnaryOperator<BoundExpression> matches) {
        String p = constant(pattern);
        if (p == null || !isRegex(p)) {
            return null;
        }
        return NamesOfTypes.where(name, column -> {
            Asked asked = regex(p);
            String begins = asked != null ? asked.prefix() : beginning(p);
            return begins.isEmpty() || NamesOfTypes.UNKNOWN.startsWith(begins)
                    ? null
                    : regex(column, p, matches.apply(column));
        });
    }

    /**
     * LIKE with the backslash as its escape.
     *
     * @param match the comparison itself, for a pattern that asks for more than this; then behind that of the name's beginning
     */
    static BoundExpression like(BoundExpression name, BoundExpression pattern, BoundExpression match) {
        String p = constant(pattern);
        if (p == null || !isName(name)) {
            return match;
        }
        BoundExpression plain = condition(name, like(p));
        return plain != null ? plain : narrowed(name, likeBeginning(p), match);
    }

    /** A comparison behind that of how the name must begin, which an index serves. */
    private static BoundExpression narrowed(BoundExpression name, String prefix, BoundExpression match) {
        BoundExpression range = match == null || prefix.isEmpty() ? null : condition(name, new Asked(prefix, 0, true));
        return range == null ? match : new OperationValue(Operation.AND, List.of(range, match), PgTypes.BOOL);
    }

    /** Whether a pattern is one: what is none fails, whatever the names are. */
    private static boolean isRegex(String p) {
        try {
            Regex.of(p, "");
            return true;
        } catch (SqlFailure fails) {
            return false;
        }
    }

    /** How all names begin that match a regular expression; empty if that is not known. */
    private static String beginning(String p) {
        if (!p.startsWith("^") || p.indexOf('|') >= 0) {
            return "";
        }
        String rest = p.substring(1);
        if (rest.startsWith("(") && rest.endsWith(")$")) {
            rest = rest.substring(1, rest.length() - 2);
        }
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '\\' && i + 1 < rest.length() && SPECIAL.indexOf(rest.charAt(i + 1)) >= 0) {
                c = rest.charAt(++i);
            } else if ("*?+{".indexOf(c) >= 0) {
                // what stands before it may be missing
                int length = prefix.length();
                return length == 0 ? "" : prefix.substring(0, prefix.offsetByCodePoints(length, -1));
            } else if (SPECIAL.indexOf(c) >= 0) {
                break;
            }
            prefix.append(c);
        }
        return prefix.toString();
    }

    /** How all names begin that match a pattern of LIKE; empty if that is not known. */
    private static String likeBeginning(String p) {
        StringBuilder prefix = new StringBuilder();
        boolean literal = true;
        for (int i = 0; i < p.length(); i++) {
            char c = p.charAt(i);
            if (c == '\\') {
                if (++i == p.length()) {
                    // fails
                    return "";
                }
                c = p.charAt(i);
            } else if (c == '%' || c == '_') {
                literal = false;
            }
            if (literal) {
                prefix.append(c);
            }
        }
        return prefix.toString();
    }

    private static String constant(BoundExpression e) {
        return e instanceof BoundConstant c && c.value() instanceof String s ? s : null;
    }

    /** Only columns, which can be named twice, and only those of the type of the catalogs' names, which compare as bytes do. */
    private static boolean isName(BoundExpression e) {
        if (e instanceof OperationValue o && o.operation() == Operation.AS_IS) {
            return isName(o.operands().get(0));
        }
        return e instanceof BoundColumn c && c.type().equals(PgTypes.NAME);
    }

    private static Asked regex(String p) {
        if (!p.startsWith("^")) {
            return null;
        }
        String rest = p.substring(1);
        boolean end = rest.endsWith("$");
        if (end) {
            rest = rest.substring(0, rest.length() - 1);
        }
        if (rest.startsWith("(") && rest.endsWith(")")) {
            rest = rest.substring(1, rest.length() - 1);
        }
        boolean any = end && rest.endsWith(".*");
        if (any) {
            rest = rest.substring(0, rest.length() - 2);
        }
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '\\' && i + 1 < rest.length() && SPECIAL.indexOf(rest.charAt(i + 1)) >= 0) {
                // psql writes what is special in a name with a backslash before it
                c = rest.charAt(++i);
            } else if (SPECIAL.indexOf(c) >= 0) {
                return null;
            }
            prefix.append(c);
        }
        return new Asked(prefix.toString(), 0, any || !end);
    }

    private static Asked like(String p) {
        StringBuilder prefix = new StringBuilder();
        int i = 0;
        for (; i < p.length() && p.charAt(i) != '%' && p.charAt(i) != '_'; i++) {
            if (p.charAt(i) == '\\' && ++i == p.length()) {
                return null;
            }
            prefix.append(p.charAt(i));
        }
        int more = 0;
        boolean open = false;
        for (; i < p.length(); i++) {
            if (p.charAt(i) == '_') {
                more++;
            } else if (p.charAt(i) == '%') {
                open = true;
            } else {
                return null;
            }
        }
        // a fixed number of any characters is seldom asked for
        return more > 0 && !open ? null : new Asked(prefix.toString(), more, open);
    }

    private static BoundExpression condition(BoundExpression name, Asked asked) {
        if (asked == null) {
            return null;
        }
        Type type = name.type();
        if (!asked.open()) {
            return compared(Operation.EQUAL, name, asked.prefix(), type);
        }
        List<BoundExpression> all = new ArrayList<>();
        // NULL for NULL, whatever is asked
        all.add(compared(Operation.GREATER_EQUAL, name, asked.prefix(), type));
        String next = next(asked.prefix());
        if (next == null && !asked.prefix().isEmpty()) {
            return null;
        }
        if (next != null) {
            all.add(compared(Operation.LESS, name, next, type));
        }
        if (asked.more() > 0) {
            long least = asked.prefix().codePointCount(0, asked.prefix().length()) + asked.more();
            all.add(Functions.operation(
                    Operation.GREATER_EQUAL,
                    PgTypes.BOOL,
                    Functions.operation(Operation.LENGTH, PgTypes.INT4, name),
                    new BoundConstant(least, PgTypes.INT4)));
        }
        return all.size() == 1 ? all.get(0) : new OperationValue(Operation.AND, all, PgTypes.BOOL);
    }

    private static BoundExpression compared(Operation o, BoundExpression name, String with, Type type) {
        return Functions.operation(o, PgTypes.BOOL, name, new BoundConstant(with, type));
    }

    /** The first text behind all that begin with a prefix, by code points; null if none is known. */
    private static String next(String prefix) {
        if (prefix.isEmpty()) {
            return null;
        }
        int last = prefix.codePointBefore(prefix.length());
        if (last == Character.MAX_CODE_POINT || Character.isSurrogate((char) (last + 1)) && last < 0x10000) {
            return null;
        }
        return prefix.substring(0, prefix.length() - Character.charCount(last)) + Character.toString(last + 1);
    }
}
