package io.polywire.wazuh.internal;

import io.polywire.wazuh.Conversation;
import java.util.concurrent.CompletableFuture;

/** Commands by which a manager writes down what an agent has told it. */
final class InventoryCommands {
    private static final String SYSCOLLECTOR = "syscollector_";

    /** The answer behind the last of what was pushed, and the one where no scan has come to its end yet. */
    private static final String SUCCESS = "ok {\"status\":\"SUCCESS\"}";

    private static final String NOT_SYNCED = "ok {\"status\":\"NOT_SYNCED\"}";

    /** The answer is 1 for an event that was there, 2 for a new one. */
    private static final Plan ROOTCHECK_SAVE = Plan.of(
                    Form.RAW,
                    "INSERT INTO pm_event (date_last, log, pci_dss, cis) SELECT NULL, ?2, " + told("PCI_DSS") + ", "
                            + told("CIS") + " WHERE NOT EXISTS (SELECT 1 FROM pm_event WHERE"
                            + " log = ?2)",
                    "SELECT 1 + EXISTS (SELECT 1 FROM pm_event WHERE log = ?2 AND date_first IS NULL)")
            .reading("([0-9]{1,18}) ((?s:.+))")
            .then("UPDATE pm_event SET date_first = coalesce(date_first, CAST(?1 AS INTEGER)), date_last = CAST(?1 AS"
                    + " INTEGER) WHERE log = ?2");

    private static final Plan ROOTCHECK_DELETE =
            Plan.of(Form.RAW, "DELETE FROM pm_event", "SELECT 0").reading("");

    private InventoryCommands() {}

    /**
     * Runs a command.
     *
     * @return null if it is none of these
     */
    static CompletableFuture<byte[]> run(Runner runner, String command, String text, Conversation.Push push) {
        SyncComponent files = SyncComponent.FILES.get(command);
        if (files != null) {
            return FilePlans.run(runner, files, command, text);
        }
        if (command.startsWith(SYSCOLLECTOR)) {
            return syscollector(runner, command.substring(SYSCOLLECTOR.length()), command, text);
        }
        return switch (command) {
            case "sca" -> ScaPlans.run(runner, text);
            case "dbsync" -> delta(runner, text);
            case "rootcheck" -> rootcheck(runner, text);
            case "package" ->
                text.equals("get")
                        ? pushed(
                                runner,
                                push,
                                "packages",
                                "sys_programs",
                                "name, version, architecture, vendor, format, item_id")
                        : ItemPlans.run(runner, command, text);
            case "hotfix" ->
                text.equals("get")
                        ? pushed(runner, push, "hotfixes", "sys_hotfixes", "hotfix")
                        : ItemPlans.run(runner, command, text);
            default -> ItemPlans.serves(command) ? ItemPlans.run(runner, command, text) : null;
        };
    }

    private static CompletableFuture<byte[]> rootcheck(Runner runner, String text) {
        String[] words = text.split(" ", 2);
        String argument = words.length == 1 ? "" : words[1];
        Plan plan = switch (words[0]) {
            case "save" -> ROOTCHECK_SAVE;
            case "delete" -> ROOTCHECK_DELETE;
            default -> throw new Refusal("Invalid rootcheck query syntax, near " + Refusal.near(text));
        };
        return Execution.run(runner, plan, words[0], argument);
    }

    private static CompletableFuture<byte[]> syscollector(Runner runner, String inventory, String name, String text) {
        SyncComponent component = SyncComponent.INVENTORIES.get(inventory);
        if (component == null) {
            throw new Refusal("Invalid Syscollector query syntax, near " + Refusal.near(name));
        }
        String[] words = text.split(" ", 2);
        String command = words[0];
        if (words.length == 1) {
            throw new Refusal(
                    "Invalid Syscollector query syntax, near " + Refusal.near(text.isEmpty() ? name : command));
        }
        return switch (command) {
            case "save2" -> Execution.run(runner, DeltaPlans.save(inventory), command, words[1]);
            case "integrity_clear" -> new Integrity(runner, component, words[1]).clear();
            case "integrity_check_global", "integrity_check_left", "integrity_check_right" ->
                new Integrity(runner, component, words[1]).check(command.substring("integrity_check_".length()));
            default -> throw new Refusal("Invalid Syscollector query syntax, near " + Refusal.near(command));
        };
    }

    private static CompletableFuture<byte[]> delta(Runner runner, String text) {
        String[] words = text.split(" ", 3);
        if (text.isBlank()) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near("dbsync"));
        }
        Plan plan = words.length == 3 ? DeltaPlans.of(words[0], words[1]) : null;
        if (plan == null) {
            throw new Refusal("Invalid dbsync query syntax, near " + Refusal.near(words[0]));
        }
        return Execution.run(runner, plan, words[1], words[2]);
    }

    /** All rows, if the agent's last scan of them has come to its end. */
    private static CompletableFuture<byte[]> pushed(
            Runner runner, Conversation.Push push, String inventory, String table, String columns) {
        String component = SyncComponent.INVENTORIES.get(inventory).name();
        return runner.effect("INSERT OR IGNORE INTO sync_info (component) VALUES (?1)", component)
                .thenCompose(x -> runner.effect(
                        "SELECT last_completion <> 0 AND last_attempt <= last_completion FROM sync_info WHERE component"
                                + " = ?1",
                        component))
                .thenCompose(synced -> synced.isTrue()
                        ? new PushedRows(runner, push, table, columns, "rowid", SUCCESS).send()
                        : CompletableFuture.completedFuture(SessionConversation.text(NOT_SYNCED)));
    }

    /** What stands behind a word in braces in the text of an event, or NULL. */
    private static String told(String word) {
        String from = "substr(?2, instr(?2, '{" + word + ": ') + " + (word.length() + 3) + ")";
        return "CASE WHEN instr(?2, '{" + word + ": ') > 0 AND instr(" + from + ", '}') > 0 THEN substr(" + from
                + ", 1, instr(" + from + ", '}') - 1) END";
    }
}
