package io.polywire.api.auth;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Rules by which names of an outside identity (a claim, a certificate's subject) become names of users, in the manner of
 * PostgreSQL's {@code pg_ident.conf}. A rule is {@code name} <b>→</b> {@code user}, or {@code /regular expression/} →
 * {@code user} in which {@code $1} to {@code $9} stand for its groups; it must match the whole name. Without any rule a name
 * is a user's name as it is; with rules, a name that none of them takes is nobody's. Immutable; any thread.
 */
public final class NameRules {
    /** Names as they are. */
    public static final NameRules NONE = new NameRules(List.of());

    /** No name that is worth a look is longer, so a regular expression has little to run over. */
    private static final int LONGEST = 512;

    private static final int MOST_RULES = 1000;

    /** One of {@code exact} and {@code pattern} is null. */
    private record Rule(String exact, Pattern pattern, String user) {
        String apply(String name) {
            if (pattern == null) {
                return exact.equals(name) ? user : null;
            }
            Matcher m = pattern.matcher(name);
            return m.matches() ? expand(m) : null;
        }

        private String expand(Matcher m) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < user.length(); i++) {
                char c = user.charAt(i);
                if (c == '$' && i + 1 < user.length() && Character.isDigit(user.charAt(i + 1))) {
                    String group = m.group(user.charAt(++i) - '0');
                    text.append(group == null ? "" : group);
                } else {
                    text.append(c);
                }
            }
            return text.toString();
        }
    }

    private final List<Rule> rules;

    private NameRules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Rules out of a configuration.
     *
     * @param key of the configuration, for messages
     * @param lines one rule each, {@code from = user}; empty ones are left out
     * @throws SqlFailure of kind CONFIGURATION with the rule that is wrong
     */
    public static NameRules parse(String key, List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank()) {
                rules.add(rule(key, line.strip()));
            }
        }
        if (rules.size() > MOST_RULES) {
            throw refuse(key, rules.size() + " rules", "at most " + MOST_RULES + " are possible", null);
        }
        return new NameRules(List.copyOf(rules));
    }

    private static Rule rule(String key, String line) {
        boolean expression = line.startsWith("/");
        int end = expression ? Math.max(line.lastIndexOf("/ "), line.lastIndexOf("/=")) : -1;
        int equals = line.indexOf('=', Math.max(end, 0));
        if (expression && end <= 0 || equals <= 0) {
            throw refuse(key, line, "a rule is name = user, or /regular expression/ = user", null);
        }
        String user = line.substring(equals + 1).strip();
        String from = line.substring(0, equals).strip();
        if (user.isEmpty() || from.isEmpty()) {
            throw refuse(key, line, "a rule is name = user, or /regular expression/ = user", null);
        }
        if (!expression) {
            return new Rule(from, null, user);
        }
        try {
            Pattern pattern = Pattern.compile(from.substring(1, from.length() - 1));
            int groups = pattern.matcher("").groupCount();
            Matcher references = Pattern.compile("\\$(\\d)").matcher(user);
            while (references.find()) {
                if (Integer.parseInt(references.group(1)) > groups) {
                    throw refuse(key, line, "the expression has " + groups + " groups", null);
                }
            }
            return new Rule(null, pattern, user);
        } catch (PatternSyntaxException e) {
            throw refuse(key, line, "the regular expression is wrong: " + e.getDescription(), e);
        }
    }

    private static SqlFailure refuse(String key, String value, String why, Throwable cause) {
        return SqlFailure.build(FailureKind.CONFIGURATION, key + " = " + value + " is not possible; " + why)
                .cause(cause)
                .build();
    }

    /**
     * The user that {@code name} may be, by the first rule that takes it; null for none.
     *
     * @param name from outside
     */
    public String map(String name) {
        if (name.length() > LONGEST) {
            return null;
        }
        if (rules.isEmpty()) {
            return name;
        }
        for (Rule r : rules) {
            String user = r.apply(name);
            if (user != null) {
                return user.isEmpty() ? null : user;
            }
        }
        return null;
    }

    /**
     * Whether {@code name} may be {@code user}: by any rule, as in {@code pg_ident.conf}.
     *
     * @param name from outside
     * @param user whom the client wants to be
     */
    public boolean allows(String name, String user) {
        if (name.length() > LONGEST) {
            return false;
        }
        return rules.isEmpty() ? name.equals(user) : rules.stream().anyMatch(r -> user.equals(r.apply(name)));
    }
}
