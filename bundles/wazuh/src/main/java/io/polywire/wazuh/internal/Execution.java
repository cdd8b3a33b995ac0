package io.polywire.wazuh.internal;

import io.polywire.api.session.RowSink;
import io.polywire.wazuh.Conversation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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
        Execution e = new Execution(runner, plan, text, plan.arguments(command, text), limit);
        return e.hold(plan.guards())
                .thenCompose(x -> plan.transactional() ? runner.atomically(same -> e.steps()) : e.steps());
    }

    private CompletableFuture<?> hold(List<Plan.Guard> guards) {
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        for (Plan.Guard guard : guards) {
            all = all.thenCompose(x -> runner.run(guard.sql(), arguments, statement -> new Cells()))
                    .thenAccept(cells -> {
                        if (!cells.isTrue()) {
                            throw new Refusal(guard.message().replace("%s", Refusal.near(text)));
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
        if (plan.rehash()) {
            all = all.thenCompose(x -> rehash());
        }
        if (plan.hashing()) {
            all = all.thenCompose(x -> globalHash()).thenAccept(arguments::add);
        }
        String last = plan.steps().get(plan.steps().size() - 1);
        String prefix = plan.wrapper() == null ? null : Plan.WRAPPED;
        return all.thenCompose(x -> runner.run(
                        last, arguments, statement -> new JsonRows(plan.form(), statement.columns(), prefix, limit)))
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

    /** Each distinct list of groups gets its hash: the first digits of SHA-256; agents without groups have none. */
    private CompletableFuture<?> rehash() {
        return runner.effect("SELECT DISTINCT `group` FROM agent WHERE " + MEMBER)
                .thenCompose(cells -> {
                    CompletableFuture<?> all = runner.effect(
                            "UPDATE agent SET group_hash = NULL WHERE group_hash IS NOT NULL AND NOT " + MEMBER);
                    for (String[] row : cells.rows()) {
                        String groups = row[0];
                        if (groups != null) {
                            MessageDigest digest = Digests.of("SHA-256");
                            String hash = HexFormat.of()
                                    .formatHex(digest.digest(groups.getBytes(StandardCharsets.UTF_8)))
                                    .substring(0, HASH);
                            all = all.thenCompose(x -> runner.effect(
                                    "UPDATE agent SET group_hash = ?1 WHERE `group` = ?2 AND group_hash IS NOT ?1 AND "
                                            + MEMBER,
                                    hash,
                                    groups));
                        }
                    }
                    return all;
                });
    }

    /** SHA-1 over the hashes of all agents in the order of their ids; null if none has one. */
    private CompletableFuture<String> globalHash() {
        return runner.run(
                        "SELECT group_hash FROM agent WHERE group_hash IS NOT NULL ORDER BY id",
                        List.of(),
                        statement -> new Digesting())
                .thenApply(Digesting::hash);
    }

    /** Takes one text of each row into a digest. */
    private static final class Digesting implements RowSink {
        private final MessageDigest digest = Digests.of("SHA-1");
        private boolean any;

        String hash() {
            return any ? HexFormat.of().formatHex(digest.digest()) : null;
        }

        @Override
        public void startRow() {
            any = true;
        }

        @Override
        public void putNull() {
            throw new IllegalStateException("a hash that is NULL is left out");
        }

        @Override
        public void putLong(long value) {
            digest.update(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void putDouble(double value) {
            digest.update(Double.toString(value).getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            digest.update(from, offset, length);
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            digest.update(from, offset, length);
        }

        @Override
        public boolean endRow() {
            return true;
        }
    }
}
