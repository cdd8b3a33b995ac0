package io.polywire.wazuh.internal;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the owner of a database of any kind asks for: its free space, a new writing of its file, a pause. */
final class Upkeep {
    private static final Set<String> COMMANDS = Set.of("vacuum", "get_fragmentation", "sleep");

    /** The longest pause. */
    private static final int MAX_SLEEP_MS = 600_000;

    private static final String FREE =
            "SELECT CASE WHEN p.page_count > 0 THEN f.freelist_count * 100 / p.page_count ELSE 0"
                    + " END, 0 FROM pragma_page_count p, pragma_freelist_count f";

    private Upkeep() {}

    static boolean serves(String command) {
        return COMMANDS.contains(command);
    }

    static CompletableFuture<byte[]> run(Runner runner, String command, String text) {
        return switch (command) {
            case "vacuum" ->
                runner.effect("VACUUM")
                        .thenCompose(x -> free(runner))
                        .thenApply(percent ->
                                SessionConversation.text("ok {\"fragmentation_after_vacuum\":" + percent + "}"));
            case "get_fragmentation" ->
                free(runner)
                        .thenApply(percent -> SessionConversation.text(
                                "ok {\"fragmentation\":" + percent + ",\"free_pages_percentage\":" + percent + "}"));
            default -> sleep(text);
        };
    }

    /** SQLite keeps the cells of a page together by itself: pages that hold nothing are what a vacuum can win. */
    private static CompletableFuture<String> free(Runner runner) {
        return runner.effect(FREE).thenApply(cells -> cells.rows().get(0)[0]);
    }

    private static CompletableFuture<byte[]> sleep(String text) {
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > MAX_SLEEP_MS) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near("sleep " + text));
        }
        return CompletableFuture.supplyAsync(
                () -> SessionConversation.text("ok "),
                CompletableFuture.delayedExecutor(Integer.parseInt(text), TimeUnit.MILLISECONDS, Runnable::run));
    }
}
