package io.polywire.wazuh.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.wazuh.Conversation;
import java.util.concurrent.CompletableFuture;

/** Requests about the database of one agent, which is made when it is asked for first. */
final class AgentActor {
    /** The agent that the manager is; it needs no row. */
    private static final int MANAGER = 0;

    private final CommandsComponent commands;
    private final Runners runners;

    AgentActor(CommandsComponent commands, Runners runners) {
        this.commands = commands;
        this.runners = runners;
    }

    /**
     * Answers {@code agent ID command}.
     *
     * @param rest the command and what stands behind it
     * @param push takes replies that go in front of the one that is returned
     */
    CompletableFuture<byte[]> answer(String id, String rest, Conversation.Push push) {
        if (!Target.isAgent(id)) {
            throw new Refusal("Invalid agent ID " + Refusal.near(id));
        }
        if (rest.isBlank()) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near(id));
        }
        String[] words = rest.split(" ", 2);
        String text = words.length == 1 ? "" : words[1];
        Target target = Target.agent(id);
        return known(id).thenCompose(there -> {
            if (!there) {
                throw new Refusal("Agent not found");
            }
            return run(target, words[0], text, rest, push);
        });
    }

    private CompletableFuture<Boolean> known(String id) {
        if (Integer.parseInt(id) == MANAGER) {
            return CompletableFuture.completedFuture(true);
        }
        return runners.with(Target.GLOBAL, runner -> runner.effect("SELECT 1 FROM agent WHERE id = ?1", id))
                .thenApply(Cells::isTrue);
    }

    private CompletableFuture<byte[]> run(
            Target target, String command, String text, String rest, Conversation.Push push) {
        switch (command) {
            case "sql":
                return SessionConversation.sql(runners, target, text);
            case "begin":
                return runners.with(target, AgentActor::begin);
            case "commit":
                return commit(target);
            case "close":
                if (runners.known(target) != null && runners.known(target).inTransaction()) {
                    return commit(target).whenComplete((x, why) -> runners.close(target));
                }
                runners.close(target);
                return CompletableFuture.completedFuture(SessionConversation.text("ok"));
            case "remove":
                runners.close(target);
                return commands.drop(target).thenApply(x -> SessionConversation.text("ok"));
            default:
                return runners.with(target, runner -> {
                    CompletableFuture<byte[]> reply = Upkeep.serves(command)
                            ? Upkeep.run(runner, command, text)
                            : InventoryCommands.run(runner, command, text, push);
                    if (reply == null) {
                        throw new Refusal("Invalid DB query syntax, near " + Refusal.near(rest));
                    }
                    return reply;
                });
        }
    }

    private static CompletableFuture<byte[]> begin(Runner runner) {
        if (runner.inTransaction()) {
            return CompletableFuture.completedFuture(SessionConversation.text("ok"));
        }
        TransactionMode mode = new TransactionMode(TransactionMode.Isolation.SERIALIZABLE, false, false, true, -1);
        return Runner.<Void>call(reply -> runner.session().transaction().begin(mode, reply))
                .thenApply(x -> SessionConversation.text("ok"));
    }

    private CompletableFuture<byte[]> commit(Target target) {
        Runner runner = runners.known(target);
        CompletableFuture<Void> done = runner == null || !runner.inTransaction()
                ? CompletableFuture.completedFuture(null)
                : Runner.call(runner.session().transaction()::commit);
        return done.thenApply(x -> SessionConversation.text("ok"));
    }

    /** Removes the databases of agents; each is told of by itself. */
    CompletableFuture<byte[]> remove(String ids) {
        if (ids.isBlank()) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near("remove"));
        }
        StringBuilder all = new StringBuilder("ok {\"agents\":{");
        CompletableFuture<?> before = CompletableFuture.completedFuture(null);
        String[] each = ids.strip().split(" +");
        for (int i = 0; i < each.length; i++) {
            String id = each[i];
            String separator = i == 0 ? "" : ",";
            before = before.thenCompose(x -> removed(id))
                    .thenAccept(told -> all.append(separator)
                            .append('"')
                            .append(Target.isAgent(id) ? Target.padded(id) : plain(id))
                            .append("\":\"")
                            .append(told)
                            .append('"'));
        }
        return before.thenApply(x -> SessionConversation.text(all.append("}}").toString()));
    }

    /** What is no number is shown without what JSON would have to escape. */
    private static String plain(String id) {
        String shown = id.length() > 32 ? id.substring(0, 32) : id;
        return shown.replaceAll("[^!#-\\[\\]-~]", "?");
    }

    private CompletableFuture<String> removed(String id) {
        if (!Target.isAgent(id)) {
            return CompletableFuture.completedFuture("Invalid agent ID");
        }
        Target target = Target.agent(id);
        runners.close(target);
        return commands.drop(target).thenApply(x -> "ok").exceptionally(why -> {
            Throwable cause = SessionConversation.cause(why);
            if (!(cause instanceof SqlFailure failure)) {
                throw new IllegalStateException(cause);
            }
            return switch (failure.kind()) {
                case OBJECT_IN_USE -> "Can't close";
                default -> "Can't delete";
            };
        });
    }
}
