package io.polywire.wazuh.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command as statements. {@code ?1} and the next are the groups of its {@link #grammar}, or the whole text behind the
 * command where it has none; behind these comes the hash of all groups where {@link #hashing} asks for it, and behind
 * that, in {@link #after} only, the rows of the reply as JSON.
 *
 * <p>Immutable; what changes one gives a new one.
 *
 * @param form how the rows of the last step become the reply
 * @param grammar what may stand behind the command, or null for anything
 * @param guards on the arguments alone: each gives one row with 1, or the request is refused
 * @param checks as guards, over tables too, in the transaction of the steps
 * @param steps run in order in one transaction; the rows of the last are the reply
 * @param after run in the same transaction, when the rows of the reply are known
 * @param hashing condition on the arguments under which the hash of all groups is one (it is NULL otherwise), or null if
 *     it never is
 * @param rehash the agents whose lists of groups and their hashes are written again before the last step, or null
 * @param wrapper gives the text behind the rows where they stand inside of {@code [{"data":[...]...}]}, or null
 */
record Plan(
        Form form,
        Pattern grammar,
        List<Guard> guards,
        List<Guard> checks,
        List<String> steps,
        List<String> after,
        String hashing,
        Rehash rehash,
        String wrapper) {
    /** What stands in front of rows that are wrapped. */
    static final String WRAPPED = "[{\"data\":[";

    private static final Pattern MEMBER = Pattern.compile("\\$(\\w+)");

    /**
     * A condition.
     *
     * @param sql gives a row with 1 if it holds
     * @param message of the refusal; {@code %s} stands for the beginning of the arguments, {@code %v} for the second
     *     column of the row
     */
    record Guard(String sql, String message) {}

    /**
     * Agents whose lists of groups are written again from what they belong to.
     *
     * @param agents condition on them
     * @param syncStatus what their {@code group_sync_status} becomes, an expression
     */
    record Rehash(String agents, String syncStatus) {}

    /** A plan of statements in which {@code $name} is a member of the first argument, which is JSON then. */
    static Plan of(Form form, String... steps) {
        return new Plan(form, null, List.of(), List.of(), members(steps), List.of(), null, null, null);
    }

    static String members(String sql) {
        return MEMBER.matcher(sql).replaceAll("json_extract(?1, '\\$.$1')");
    }

    private static List<String> members(String... sql) {
        List<String> all = new ArrayList<>();
        for (String each : sql) {
            all.add(members(each));
        }
        return List.copyOf(all);
    }

    /** Refuses arguments that are no JSON or do not meet the conditions. */
    Plan json(String... conditions) {
        List<Guard> all = new ArrayList<>();
        all.add(new Guard("SELECT json_valid(?1)", "Invalid JSON syntax, near %s"));
        for (String condition : conditions) {
            all.add(new Guard(members("SELECT " + condition), "Invalid JSON data, near %s"));
        }
        return guarded(all.toArray(Guard[]::new));
    }

    Plan guarded(Guard... more) {
        List<Guard> all = new ArrayList<>(guards);
        all.addAll(List.of(more));
        return new Plan(form, grammar, List.copyOf(all), checks, steps, after, hashing, rehash, wrapper);
    }

    Plan checked(Guard... more) {
        return new Plan(form, grammar, guards, List.of(more), steps, after, hashing, rehash, wrapper);
    }

    Plan reading(String regex) {
        return new Plan(form, Pattern.compile(regex), guards, checks, steps, after, hashing, rehash, wrapper);
    }

    Plan then(String... more) {
        return new Plan(form, grammar, guards, checks, steps, members(more), hashing, rehash, wrapper);
    }

    Plan hashed(String condition) {
        return new Plan(form, grammar, guards, checks, steps, after, members(condition), rehash, wrapper);
    }

    Plan rehashing(String agents, String syncStatus) {
        return new Plan(
                form, grammar, guards, checks, steps, after, hashing, new Rehash(agents, members(syncStatus)), wrapper);
    }

    Plan wrapped(String suffix) {
        return new Plan(form, grammar, guards, checks, steps, after, hashing, rehash, members(suffix));
    }

    /** Whether it needs a transaction of its own. */
    boolean transactional() {
        return steps.size() > 1 || !after.isEmpty() || !checks.isEmpty() || rehash != null;
    }

    /**
     * The arguments in what stands behind the command.
     *
     * @throws Refusal if it does not fit the grammar
     */
    List<String> arguments(String command, String text) {
        if (grammar == null) {
            return List.of(text);
        }
        Matcher m = grammar.matcher(text);
        if (!m.matches()) {
            throw new Refusal(
                    "Invalid DB query syntax, near " + Refusal.near(text.isEmpty() ? command : command + " " + text));
        }
        List<String> groups = new ArrayList<>();
        for (int i = 1; i <= m.groupCount(); i++) {
            groups.add(m.group(i));
        }
        return groups;
    }
}
