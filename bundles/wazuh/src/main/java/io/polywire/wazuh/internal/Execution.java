package io.polywire.wazuh.internal;

import io.polywire.wazuh.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** One run of a plan on the session of its database. */
final class Execution {
    /** Characters of the hash of an agent's groups. */
    private static final int HASH = 8;

    /** The names of an agent's groups with commas between. */
    private static final String LIST =
            "(SELECT group_concat(name, ',') FROM (SELECT g.name FROM belongs b JOIN `group` g"
                    + " ON g.id = b.id_group WHERE b.id_agent = agent.id ORDER BY b.priority))";

    private final Runner runner;
    private final Plan plan;
    private final String text;
    private final List<String> arguments;
    private final int limit;

    private Execution(Runner runner, Plan plan, String text, List<String> arguments, int limit) {
        this.runner = runner;
        this.plan = plan;
        this.text = text;
        this.arguments = new ArrayList<>(arguments);
        this.limit = limit;
    }

    /**
     * Runs a command.
     *
     * @param text what stands behind the command
     */
    static CompletableFuture<byte[]> run(Runner runner, Plan plan, String command, String text) {
        return run(runner, plan, command, text, Conversation.MAX_REPLY);
    }

    /**
     * Runs a command.
     *
     * @param limit of the reply in bytes; it is cut there
     */
    static CompletableFuture<byte[]> run(Runner runner, Plan plan, String command, String text, int limit) {
        return new Execution(runner, plan, text, plan.arguments(command, text), limit).run();
    }

    /**
     * Runs a command whose arguments were read already.
     *
     * @param text what stands behind the command
     */
    static CompletableFuture<byte[]> with(Runner runner, Plan plan, String text, String... arguments) {
        return new Execution(runner, plan, text, Arrays.asList(arguments), Conversation.MAX_REPLY).run();
    }

    private CompletableFuture<byte[]> run() {
        return hold(plan.guards())
                .thenCompose(x -> plan.transactional() ? runner.atomically(same -> steps()) : steps());
    }

    private CompletableFuture<?> hold(List<Plan.Guard> guards) {
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        for (Plan.Guard guard : guards) {
            all = all.thenCompose(x -> runner.run(guard.sql(), arguments, statement -> new Cells()))
                    .thenAccept(cells -> {
                        if (!cells.isTrue()) {
                            String value = cells.rows().get(0)[1];
                            throw new Refusal(guard.message()
                                    .replace("%s", Refusal.near(text))
                                    .replace("%v", value == null ? "" : Refusal.start(value)));
                        }
                    });
        }
        return all;
    }

    private CompletableFuture<byte[]> steps() {
        CompletableFuture<?> all = hold(plan.checks());
        for (String sql : plan.steps().subList(0, plan.steps().size() - 1)) {
            all = all.thenCompose(x -> effect(sql));
        }
        if (plan.rehash() != null) {
            all = all.thenCompose(x -> rehash());
        }
        if (plan.hashing() != null) {
            all = all.thenCompose(x -> runner.run("SELECT " + plan.hashing(), arguments, statement -> new Cells()))
                    .thenCompose(wanted -> wanted.isTrue() ? globalHash() : CompletableFuture.completedFuture(null))
                    .thenAccept(arguments::add);
        }
        String last = plan.steps().get(plan.steps().size() - 1);
        String prefix = plan.wrapper() == null ? null : Plan.WRAPPED;
        return all.thenCompose(x ->
                        runner.run(last, arguments, statement -> new JsonRows(plan.form(), statement, prefix, limit)))
                .thenCompose(rows -> suffix().thenCompose(end -> after(rows).thenApply(x -> rows.reply(end))));
    }

    private CompletableFuture<String> suffix() {
        if (plan.wrapper() == null) {
            return CompletableFuture.completedFuture("]");
        }
        return runner.run(plan.wrapper(), arguments, statement -> new Cells())
                .thenApply(cells -> cells.rows().get(0)[0]);
    }

    private CompletableFuture<?> after(JsonRows rows) {
        if (plan.after().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        arguments.add(rows.rows());
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        for (String sql : plan.after()) {
            all = all.thenCompose(x -> effect(sql));
        }
        return all;
    }

    private CompletableFuture<?> effect(String sql) {
        return runner.run(sql, arguments, statement -> new Cells());
    }

    /**
     * Agents get their list of groups, in the order of priority, and its hash: the first digits of SHA-256. Agents without
     * groups have neither. A row in which nothing changes is not written.
     */
    private CompletableFuture<?> rehash() {
        Plan.Rehash which = plan.rehash();
        return runner.run(
                        "SELECT id, " + LIST + " FROM agent WHERE " + which.agents(),
                        arguments,
                        statement -> new Cells())
                .thenCompose(agents -> {
                    List<String> more = new ArrayList<>(arguments);
                    more.add(hashes(agents));
                    String sql = "WITH d(id, list, hash) AS MATERIALIZED (SELECT json_extract(value, '$[0]'),"
                            + " json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?" + more.size()
                            + ")) UPDATE agent SET `group` = d.list, group_hash = d.hash, group_sync_status = "
                            + which.syncStatus()
                            + " FROM d WHERE agent.id = d.id AND (`group` IS NOT d.list OR group_hash"
                            + " IS NOT d.hash OR group_sync_status <> " + which.syncStatus() + ")";
                    return runner.run(sql, more, statement -> new Cells());
                });
    }

    /** Id, list and hash of agents, as JSON. */
    private static String hashes(Cells agents) {
        Map<String, String> known = new HashMap<>();
        return agents.rows().stream()
                .map(row -> "[" + row[0] + "," + known.computeIfAbsent(row[1], Execution::listAndHash) + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String listAndHash(String groups) {
        return groups == null ? "null,null" : JsonText.quote(groups) + ",\"" + hash(groups) + "\"";
    }

    private static String hash(String groups) {
        byte[] digest = Digests.of("SHA-256").digest(groups.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, HASH);
    }

    /** SHA-1 over the hashes of all agents in the order of their ids; null if none has one. */
    private CompletableFuture<String> globalHash() {
        return runner.run(
                        "SELECT group_hash FROM agent WHERE group_hash IS NOT NULL ORDER BY id",
                        List.of(),
                        statement -> new Digesting("SHA-1", ""))
                .thenApply(Digesting::hash);
    }
}
