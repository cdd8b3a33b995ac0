package io.polywire.wazuh.internal;

import io.polywire.wazuh.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * All agents, each pushed as a reply of its own, {@code ok []} behind the last. They are read in pages by their ids;
 * the next page is read when the wire has sent the last one, so that a slow client holds no more than a page.
 */
final class AgentContext {
    private static final int PAGE = 200;

    private static final String ROWS = "SELECT * FROM agent WHERE id > CAST(?1 AS INTEGER) ORDER BY id LIMIT 1";

    private static final String IDS = "SELECT id FROM agent WHERE id > CAST(?1 AS INTEGER) ORDER BY id LIMIT " + PAGE;

    private final Runner runner;
    private final Conversation.Push push;

    AgentContext(Runner runner, Conversation.Push push) {
        this.runner = runner;
        this.push = push;
    }

    CompletableFuture<byte[]> send() {
        return from("-1");
    }

    private CompletableFuture<byte[]> from(String last) {
        return runner.effect(IDS, last).thenCompose(ids -> {
            if (ids.rows().isEmpty()) {
                return CompletableFuture.completedFuture(SessionConversation.text("ok []"));
            }
            List<byte[]> replies = new ArrayList<>();
            CompletableFuture<?> all = CompletableFuture.completedFuture(null);
            String before = last;
            for (String[] row : ids.rows()) {
                String after = before;
                all = all.thenCompose(x -> one(after)).thenAccept(replies::add);
                before = row[0];
            }
            String end = before;
            return all.thenCompose(x -> push.send(replies)).thenCompose(x -> from(end));
        });
    }

    /** The first agent behind another, as {@code due {...}}. */
    private CompletableFuture<byte[]> one(String after) {
        return runner.run(
                        ROWS,
                        List.of(after),
                        statement -> new JsonRows(Form.ROW, statement.columns(), null, Conversation.MAX_REPLY))
                .thenApply(JsonRows::reply);
    }
}
