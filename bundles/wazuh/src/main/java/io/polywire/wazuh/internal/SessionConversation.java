package io.polywire.wazuh.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.session.Script;
import io.polywire.api.wire.Connection;
import io.polywire.wazuh.Conversation;
import io.polywire.wazuh.internal.Schemas.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's requests, each on the session of its database. */
final class SessionConversation implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(SessionConversation.class);

    /** What a client's statement may be; the rest (tables, transactions, settings) is the server's own business. */
    private static final Set<String> STATEMENTS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    /** Characters of a group hash. */
    private static final int HASH = 8;

    private final CommandsComponent commands;
    private final Connection connection;
    private final Principal principal;
    private final Runnable disconnect;
    private final Map<Kind, Runner> runners = new EnumMap<>(Kind.class);
    private boolean closed;

    SessionConversation(CommandsComponent commands, Connection connection, Principal principal, Runnable disconnect) {
        this.commands = commands;
        this.connection = connection;
        this.principal = principal;
        this.disconnect = disconnect;
    }

    @Override
    public CompletionStage<byte[]> answer(String request) {
        CompletableFuture<byte[]> reply;
        Kind[] kind = new Kind[1];
        try {
            reply = dispatch(request, kind);
        } catch (Refusal refusal) {
            reply = CompletableFuture.failedFuture(refusal);
        }
        return reply.exceptionally(why -> error(cause(why), kind[0]));
    }

    private CompletableFuture<byte[]> dispatch(String request, Kind[] kind) {
        String[] words = request.split(" ", 2);
        kind[0] = switch (words[0]) {
            case "global" -> Kind.GLOBAL;
            case "task" -> Kind.TASK;
            case "agent", "mitre", "wazuhdb" ->
                throw new Refusal("Actor " + words[0] + " is not supported by this server yet");
            default -> throw new Refusal("Invalid DB query actor: " + Refusal.near(words[0]));
        };
        if (words.length == 1 || words[1].isBlank()) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near(request));
        }
        String[] rest = words[1].split(" ", 2);
        String argument = rest.length == 1 ? "" : rest[1];
        if (rest[0].equals("sql")) {
            if (argument.isBlank()) {
                throw new Refusal("Invalid DB query syntax, near " + Refusal.near(words[1]));
            }
            return runner(kind[0]).thenCompose(runner -> sql(runner, argument));
        }
        Plan plan = kind[0] == Kind.GLOBAL ? GlobalPlans.of(rest[0]) : null;
        if (plan == null) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near(words[1]));
        }
        return runner(kind[0]).thenCompose(runner -> command(runner, plan, argument));
    }

    private CompletableFuture<Runner> runner(Kind kind) {
        Runner open;
        synchronized (runners) {
            open = runners.get(kind);
        }
        if (open != null) {
            return CompletableFuture.completedFuture(open);
        }
        return commands.open(kind, connection, principal, disconnect).thenApply(made -> {
            synchronized (runners) {
                if (closed) {
                    made.session().close();
                } else {
                    runners.put(kind, made);
                }
            }
            return made;
        });
    }

    private static CompletableFuture<byte[]> sql(Runner runner, String text) {
        Script script = runner.session().script(text);
        if (!script.hasNext()) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near(text));
        }
        String statement = script.next();
        if (script.hasNext()) {
            throw new Refusal("Only one statement is allowed, near " + Refusal.near(text));
        }
        return runner.prepare(statement).thenCompose(prepared -> {
            if (!STATEMENTS.contains(prepared.command())) {
                throw new Refusal("Statement is not allowed, near " + Refusal.near(text));
            }
            if (!prepared.parameters().isEmpty()) {
                throw new Refusal("Statement has a parameter, near " + Refusal.near(text));
            }
            return runner.run(prepared, "", new JsonRows(Form.OBJECTS, prepared.columns(), MAX_REPLY))
                    .thenApply(JsonRows::reply);
        });
    }

    private static CompletableFuture<byte[]> command(Runner runner, Plan plan, String argument) {
        CompletableFuture<?> before = CompletableFuture.completedFuture(null);
        for (Plan.Guard guard : plan.guards()) {
            before = before.thenCompose(x -> runner.run(guard.sql(), argument, statement -> new Cells()))
                    .thenAccept(cells -> {
                        if (!cells.isTrue()) {
                            throw new Refusal(guard.message().replace("%s", Refusal.near(argument)));
                        }
                    });
        }
        if (plan.steps().size() == 1) {
            return before.thenCompose(x -> last(runner, plan, argument));
        }
        return before.thenCompose(x -> runner.atomically(same -> steps(same, plan, argument)));
    }

    private static CompletableFuture<byte[]> steps(Runner runner, Plan plan, String argument) {
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        for (String sql : plan.steps().subList(0, plan.steps().size() - 1)) {
            all = all.thenCompose(x -> runner.run(sql, argument, statement -> new Cells()));
        }
        if (plan.rehash()) {
            all = all.thenCompose(x -> rehash(runner));
        }
        return all.thenCompose(x -> last(runner, plan, argument));
    }

    private static CompletableFuture<byte[]> last(Runner runner, Plan plan, String argument) {
        String sql = plan.steps().get(plan.steps().size() - 1);
        return runner.run(sql, argument, statement -> new JsonRows(plan.form(), statement.columns(), MAX_REPLY))
                .thenApply(JsonRows::reply);
    }

    /** Each distinct list of groups gets its hash: the first digits of SHA-256; agents without groups have none. */
    private static CompletableFuture<?> rehash(Runner runner) {
        return runner.run("SELECT DISTINCT `group` FROM agent", "", statement -> new Cells())
                .thenCompose(cells -> {
                    CompletableFuture<?> all = runner.run(
                            "UPDATE agent SET group_hash = NULL WHERE `group` IS NULL AND group_hash IS NOT NULL",
                            "",
                            statement -> new Cells());
                    for (String[] row : cells.rows()) {
                        if (row[0] != null) {
                            String hash = sha256(row[0]).substring(0, HASH);
                            all = all.thenCompose(x -> runner.run(
                                    "UPDATE agent SET group_hash = substr(?1, 1, 8) WHERE `group` = substr(?1, 9) AND"
                                            + " group_hash IS NOT substr(?1, 1, 8)",
                                    hash + row[0],
                                    statement -> new Cells()));
                        }
                    }
                    return all;
                });
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private byte[] error(Throwable why, Kind kind) {
        String message;
        if (why instanceof Refusal) {
            message = why.getMessage();
        } else if (why instanceof io.polywire.api.error.SqlFailure) {
            message = "Cannot execute " + kind.label() + " database query; " + why.getMessage();
        } else {
            LOG.error("connection {}: a command failed", connection.id(), why);
            message = "Internal error";
        }
        return ("err " + message).getBytes(StandardCharsets.UTF_8);
    }

    static Throwable cause(Throwable why) {
        return why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    }

    @Override
    public void close() {
        synchronized (runners) {
            closed = true;
            runners.values().forEach(runner -> runner.session().close());
            runners.clear();
        }
    }
}
