package io.polywire.client.wazuh.internal;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be sent as a query, and the parts of one that reads. Texts are as {@link #lower} has made them. */
public final class QueryRules {
    private static final Set<String> ACTORS = Set.of("agent", "global", "task");
    private static final Set<String> STATEMENTS = Set.of("select", "delete", "update");
    private static final Set<String> ROOTCHECK = Set.of("delete", "save");

    private static final Pattern DELETE = Pattern.compile("\\w+ \\d+? (?:sql delete from [a-z0-9,_ ]+|\\w+ delete)");
    private static final Pattern UPDATE = Pattern.compile(
            "\\w+ \\d+? sql update [a-z0-9,*_ ]+ set value = '[\\w\\s,*>]+' where key (?:=|like)? '[a-z0-9,*_%\\s-]+'");

    private static final Pattern SELECT =
            Pattern.compile("^(.*? sql )select ([A-Za-z0-9 ,*_`.\\-%():'\"\\\\]+?) from (.*)$", Pattern.DOTALL);
    private static final Pattern COUNT =
            Pattern.compile("^.*? sql select count\\([^)]*\\)(?: as \\w+)? from .*$", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("'[^']*'");
    private static final Pattern LIMIT = Pattern.compile("\\s+limit\\s+(\\d+)(?:\\s+offset\\s+(\\d+))?\\s*$");
    private static final Pattern OFFSET = Pattern.compile("\\s+offset\\s+(\\d+)(?:\\s+limit\\s+(\\d+))?\\s*$");

    /** What makes of the rows of a table others than that many: to count them, the query itself has to be asked. */
    private static final Pattern OTHER_ROWS =
            Pattern.compile("\\b(?:distinct|group\\s+by|having|union|intersect|except|values)\\b|\\(");

    /** Digits of a limit or an offset that a query may have. */
    private static final int DIGITS = 18;

    private QueryRules() {}

    /** Lower case but for what is in single quotes. */
    public static String lower(String query) {
        StringBuilder out = new StringBuilder();
        String[] parts = query.split("'", -1);
        for (int i = 0; i < parts.length; i++) {
            out.append(i == 0 ? "" : "'").append(i % 2 == 0 ? parts[i].toLowerCase(Locale.ROOT) : parts[i]);
        }
        return out.toString();
    }

    /** Why a query may not be sent, or null. */
    public static String refusal(String query) {
        String[] words = query.split(" ");
        if (words[0].equals("mitre")) {
            return words.length > 2 && words[1].equals("sql") && words[2].equals("select")
                    ? null
                    : "Only SELECT is allowed for mitre";
        }
        if (!ACTORS.contains(words[0])) {
            return "Unknown database";
        }
        boolean agent = words[0].equals("agent");
        int at = agent ? 2 : 1;
        if (words.length < at + 2) {
            return "Query is too short";
        }
        if (agent && !words[1].matches("\\d+")) {
            return "Agent's id is no number";
        }
        if (query.indexOf(';') >= 0) {
            return "Query has a semicolon";
        }
        if (words[at].equals("rootcheck")) {
            return ROOTCHECK.contains(words[at + 1]) ? null : "Only delete and save are allowed for rootcheck";
        }
        if (!words[at].equals("sql")) {
            return "Only sql is allowed";
        }
        return STATEMENTS.contains(words[at + 1]) ? null : "Only SELECT, DELETE and UPDATE are allowed";
    }

    /** Whether it is a deletion of the allowed form. */
    public static boolean isDelete(String query) {
        return DELETE.matcher(query).matches();
    }

    /** Whether it is a change of the allowed form. */
    public static boolean isUpdate(String query) {
        return UPDATE.matcher(query).matches();
    }

    /** Whether it asks for a number alone. */
    public static boolean isCount(String query) {
        return COUNT.matcher(query).matches();
    }

    /**
     * A query that reads, cut where pages are put in.
     *
     * @param count the query for the number of rows
     * @param body the query without limit and offset
     * @param limit rows at most, 0 for all
     * @param offset rows left out
     */
    public record Read(String count, String body, long limit, long offset) {
        /** The query for some of its rows. */
        public String page(long rows, long from) {
            return body + " limit " + rows + " offset " + from;
        }
    }

    /** Cuts a query, or gives null if it is no SELECT that can be cut. */
    public static Read read(String query) {
        String body = query;
        long limit = 0;
        long offset = 0;
        Matcher m = LIMIT.matcher(body);
        if (m.find()) {
            if (isTooLong(m.group(1)) || isTooLong(m.group(2))) {
                return null;
            }
            limit = number(m.group(1));
            offset = number(m.group(2));
            body = body.substring(0, m.start());
        } else {
            m = OFFSET.matcher(body);
            if (m.find()) {
                if (isTooLong(m.group(1)) || isTooLong(m.group(2))) {
                    return null;
                }
                offset = number(m.group(1));
                limit = number(m.group(2));
                body = body.substring(0, m.start());
            }
        }
        Matcher select = SELECT.matcher(body);
        if (!select.matches()) {
            return null;
        }
        String rest = select.group(3);
        boolean others = OTHER_ROWS.matcher(select.group(2)).find()
                || OTHER_ROWS.matcher(QUOTED.matcher(rest).replaceAll("''")).find();
        String counted = others ? "(" + body.substring(select.end(1)) + ")" : rest;
        return new Read(select.group(1) + "select count(*) from " + counted, body, limit, offset);
    }

    /** Whether a limit is longer than a number can be. */
    private static boolean isTooLong(String digits) {
        return digits != null && digits.length() > DIGITS;
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
