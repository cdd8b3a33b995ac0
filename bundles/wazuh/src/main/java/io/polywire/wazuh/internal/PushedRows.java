package io.polywire.wazuh.internal;

import io.polywire.wazuh.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Rows of which each is pushed as a reply of its own. They are read in pages by their ids; the next page is read when the
 * wire has sent the last one, so that a slow client holds no more than a page.
 */
final class PushedRows {
    private static final int PAGE = 200;

    private final Runner runner;
    private final Conversation.Push push;
    private final String ids;
    private final String row;
    private final String end;

    /**
     * Rows of a table with integers as ids.
     *
     * @param columns what of a row is pushed
     * @param id its column of ids
     * @param end the reply behind the last row
     */
    PushedRows(Runner runner, Conversation.Push push, String table, String columns, String id, String end) {
        this.runner = runner;
        this.push = push;
        this.end = end;
        String behind = " FROM " + table + " WHERE " + id + " > CAST(?1 AS INTEGER) ORDER BY " + id + " LIMIT ";
        ids = "SELECT " + id + behind + PAGE;
        row = "SELECT " + columns + behind + 1;
    }

    CompletableFuture<byte[]> send() {
        return from("-1");
    }

    private CompletableFuture<byte[]> from(String last) {
        return runner.effect(ids, last).thenCompose(page -> {
            if (page.rows().isEmpty()) {
                return CompletableFuture.completedFuture(SessionConversation.text(end));
            }
            List<byte[]> replies = new ArrayList<>();
            CompletableFuture<?> all = CompletableFuture.completedFuture(null);
            String before = last;
            for (String[] each : page.rows()) {
                String after = before;
                all = all.thenCompose(x -> one(after)).thenAccept(replies::add);
                before = each[0];
            }
            String next = before;
            return all.thenCompose(x -> push.send(replies)).thenCompose(x -> from(next));
        });
    }

    /** The first row behind another, as {@code due {...}}. */
    private CompletableFuture<byte[]> one(String after) {
        return runner.run(
                        row,
                        List.of(after),
                        statement -> new JsonRows(Form.ROW, statement, null, Conversation.MAX_REPLY))
                .thenApply(JsonRows::reply);
    }
}
