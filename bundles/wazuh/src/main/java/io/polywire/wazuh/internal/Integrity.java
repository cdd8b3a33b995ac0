package io.polywire.wazuh.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Comparison of a component with what its agent has: SHA-1 over the checksums of a range of rows, in the order of their
 * keys. A range that the agent tells of has nothing else around it ({@code global}), or up to where its next one begins
 * ({@code left}): what is there all the same is removed.
 */
final class Integrity {
    private static final String NO_DATA = "ok no_data";
    private static final String DIFFERENT = "ok checksum_fail";
    private static final String SAME = "ok ";

    private final Runner runner;
    private final SyncComponent component;
    private final String text;

    Integrity(Runner runner, SyncComponent component, String text) {
        this.runner = runner;
        this.component = component;
        this.text = text;
    }

    private CompletableFuture<?> hold(String... conditions) {
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        for (String condition : conditions) {
            all = all.thenCompose(x -> runner.effect("SELECT " + condition, text))
                    .thenAccept(cells -> {
                        if (!cells.isTrue()) {
                            throw new Refusal("Cannot perform range checksum");
                        }
                    });
        }
        return all;
    }

    /** Removes all. */
    CompletableFuture<byte[]> clear() {
        return hold("json_valid(?1)", "json_type(?1, '$.id') IS 'integer'")
                .thenCompose(x -> runner.atomically(same -> {
                    CompletableFuture<?> row = row();
                    return row.thenCompose(y ->
                                    runner.effect("DELETE FROM " + component.table() + " WHERE " + component.rows()))
                            .thenCompose(y -> runner.effect(
                                    "UPDATE sync_info SET last_attempt = json_extract(?1, '$.id'), last_completion ="
                                            + " json_extract(?1, '$.id'), n_attempts = n_attempts + 1, n_completions ="
                                            + " n_completions + 1, last_manager_checksum = '', last_agent_checksum = ''"
                                            + " WHERE component = ?2",
                                    text,
                                    component.name()));
                }))
                .thenApply(x -> SessionConversation.text(SAME));
    }

    /** Compares a range. */
    CompletableFuture<byte[]> check(String scope) {
        return hold(
                        "json_valid(?1)",
                        "json_type(?1, '$.id') IS 'integer' AND json_type(?1, '$.checksum') IS 'text' AND"
                                + " json_type(?1, '$.begin') IS 'text' AND json_type(?1, '$.end') IS 'text' AND"
                                + " coalesce(json_type(?1, '$.tail'), 'text') = 'text'")
                .thenCompose(x -> runner.atomically(same -> compare(scope)));
    }

    private CompletableFuture<byte[]> compare(String scope) {
        CompletableFuture<?> before = row().thenCompose(x -> runner.effect(
                // parts of a range are looked at within the attempt that found it different
                "UPDATE sync_info SET last_attempt = json_extract(?1, '$.id'), n_attempts = n_attempts + 1,"
                        + " last_agent_checksum = json_extract(?1, '$.checksum') WHERE component = ?2 AND ?3 = 'global'",
                text,
                component.name(),
                scope));
        String range = component.key() + " BETWEEN json_extract(?1, '$.begin') AND json_extract(?1, '$.end')";
        return before.thenCompose(x -> remove(scope))
                .thenCompose(x -> runner.run(
                        "SELECT checksum FROM " + component.table() + " WHERE " + component.rows() + " AND " + range
                                + " ORDER BY " + component.key(),
                        List.of(text),
                        statement -> new Digesting("SHA-1", "")))
                .thenApply(Digesting::hash)
                .thenCompose(hash -> runner.effect(
                                "UPDATE sync_info SET last_completion = CASE WHEN last_agent_checksum = ?1 THEN"
                                        + " last_attempt ELSE last_completion END, n_completions = n_completions +"
                                        + " (last_agent_checksum = ?1), last_manager_checksum = ?1 WHERE component ="
                                        + " ?2 AND ?1 IS NOT NULL AND ?3 = 'global'",
                                hash,
                                component.name(),
                                scope)
                        .thenCompose(x -> runner.effect("SELECT json_extract(?1, '$.checksum') IS ?2", text, hash))
                        .thenApply(same ->
                                SessionConversation.text(hash == null ? NO_DATA : same.isTrue() ? SAME : DIFFERENT)));
    }

    /** The row of the component's attempts. */
    private CompletableFuture<?> row() {
        return runner.effect("INSERT OR IGNORE INTO sync_info (component) VALUES (?1)", component.name());
    }

    private CompletableFuture<?> remove(String scope) {
        String key = component.key();
        String outside = switch (scope) {
            case "global" -> key + " < json_extract(?1, '$.begin') OR " + key + " > json_extract(?1, '$.end')";
            case "left" -> key + " > json_extract(?1, '$.end') AND " + key + " < json_extract(?1, '$.tail')";
            default -> "0";
        };
        return runner.effect(
                "DELETE FROM " + component.table() + " WHERE " + component.rows() + " AND (" + outside + ")", text);
    }
}
