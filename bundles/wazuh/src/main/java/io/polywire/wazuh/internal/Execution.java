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

    private static final String MEMBER = "EXISTS (SELECT 1 FROM belongs b WHERE b.id_agent = agent.id)";

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

    /** Agents get the hash of their list of groups: the first digits of SHA-256; agents without groups have none. */
    private CompletableFuture<?> rehash() {
        String which = plan.rehash();
        return runner.run(
                        "SELECT id, `group` FROM agent WHERE " + which + " AND " + MEMBER,
                        arguments,
                        statement -> new Cells())
                .thenCompose(members -> effect("UPDATE agent SET group_hash = NULL WHERE group_hash IS NOT NULL AND "
                                + which + " AND NOT " + MEMBER)
                        .thenCompose(x -> runner.effect(
                                "UPDATE agent SET group_hash = json_extract(d.value, '$[1]') FROM json_each(?1) d WHERE"
                                        + " agent.id = json_extract(d.value, '$[0]') AND group_hash IS NOT"
                                        + " json_extract(d.value, '$[1]')",
                                hashes(members))));
    }

    /** Pairs of id and hash, as JSON. */
    private static String hashes(Cells members) {
        Map<String, String> known = new HashMap<>();
        return members.rows().stream()
                .map(row -> "[" + row[0] + ",\"" + known.computeIfAbsent(row[1], Execution::hash) + "\"]")
                .collect(Collectors.joining(",", "[", "]"));
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
