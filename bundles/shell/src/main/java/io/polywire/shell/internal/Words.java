package io.polywire.shell.internal;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the shell itself needs to know of the words of a statement. */
public final class Words {
    private static final Set<String> COUNTED = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE");
    private static final Set<String> DEFINITIONS = Set.of("CREATE", "ALTER", "DROP");
    private static final Pattern SECRET = Pattern.compile("password|identified\\s+by", Pattern.CASE_INSENSITIVE);

    private Words() {}

    /** The first word in capitals; empty: there is none. A statement of a script begins with it, comments are cut off. */
    static String first(String sql) {
        int end = 0;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(0, end).toUpperCase(Locale.ROOT);
    }

    /** What a statement without rows did, for people. */
    static String outcome(String sql, long count) {
        String word = first(sql);
        if (COUNTED.contains(word) || count > 0) {
            return word + " " + count;
        }
        return word.isEmpty() ? "OK" : word;
    }

    /** Whether the statement changes what tables and columns there are. */
    public static boolean defines(String sql) {
        return DEFINITIONS.contains(first(sql));
    }

    /** Whether a line may hold a secret and must not be remembered. */
    public static boolean secret(String line) {
        return SECRET.matcher(line).find();
    }
}
