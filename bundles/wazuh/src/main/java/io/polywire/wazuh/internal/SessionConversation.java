package io.polywire.wazuh.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Script;
import io.polywire.api.wire.Connection;
import io.polywire.wazuh.Conversation;
import io.polywire.wazuh.Question;
import io.polywire.wazuh.internal.Schemas.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's requests, each on the session of its database.
 *
 * <pre>
 * request ─▶ actor ─┬ global, task ─▶ a {@link Plan}, or sql ─▶ {@link Runners} ─▶ reply
 *                   ├ mitre ────────▶ sql that reads
 *                   ├ agent N ──────▶ {@link AgentActor}
 *                   ├ wazuhdb ──────▶ {@link AgentActor#remove}
 *                   └ {...} ────────▶ {@link Control}
 * </pre>
 */
final class SessionConversation implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(SessionConversation.class);

    /** What a client's statement may be; the rest (tables, transactions, settings) is the server's own business. */
    private static final Set<String> STATEMENTS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    private static final Map<String, Plan> TASKS = TaskPlans.plans();

    private final CommandsComponent commands;
    private final Connection connection;
    private final Runners runners;
    private final AgentActor agents;
    private final AtomicBoolean open = new AtomicBoolean(true);

    SessionConversation(CommandsComponent commands, Connection connection, Principal principal, Runnable disconnect) {
        this.commands = commands;
        this.connection = connection;
        runners = new Runners(commands, connection, principal, disconnect);
        agents = new AgentActor(commands, runners);
        commands.statistics().client(1);
    }

    @Override
    public CompletionStage<byte[]> answer(String request, Push push) {
        CompletableFuture<byte[]> reply;
        long began = System.nanoTime();
        String actor = first(request);
        try {
            reply = request.startsWith("{")
                    ? Control.answer(commands, runners, request)
                    : dispatch(actor, behind(request, actor), push);
        } catch (Refusal refusal) {
            reply = CompletableFuture.failedFuture(refusal);
        }
        if (isDone(reply)) {
            commands.statistics().answered(actor, System.nanoTime() - began);
            return reply;
        }
        return reply.handle((bytes, why) -> {
            commands.statistics().answered(actor, System.nanoTime() - began);
            return why == null ? bytes : error(cause(why), actor);
        });
    }

    @Override
    public CompletionStage<byte[]> ask(Question question, String argument) {
        commands.statistics().received("http");
        long began = System.nanoTime();
        CompletableFuture<byte[]> reply;
        try {
            reply = runners.with(
                    Target.GLOBAL, runner -> Questions.answer(runner, question, argument, commands.httpReply()));
        } catch (Refusal refusal) {
            reply = CompletableFuture.failedFuture(refusal);
        }
        return reply.whenComplete((x, why) -> {
            commands.statistics().answered("http", System.nanoTime() - began);
            if (why == null) {
                return;
            }
            Throwable cause = cause(why);
            commands.statistics().failed("http", type(cause));
            if (cause instanceof Refusal || cause instanceof SqlFailure) {
                LOG.debug("connection {}: a question failed: {}", connection.id(), question, cause);
            } else {
                LOG.error("connection {}: a question failed: {}", connection.id(), question, cause);
            }
        });
    }

    private CompletableFuture<byte[]> dispatch(String actor, String rest, Push push) {
        Target target = switch (actor) {
            case "global" -> Target.GLOBAL;
            case "task" -> Target.TASK;
            case "mitre" -> Target.MITRE;
            case "agent", "wazuhdb" -> null;
            default -> throw new Refusal("Invalid DB query actor: " + Refusal.near(actor));
        };
        commands.statistics().received(actor);
        if (rest.isBlank()) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near(actor));
        }
        String command = first(rest);
        String text = behind(rest, command);
        if (actor.equals("wazuhdb")) {
            if (!command.equals("remove")) {
                throw new Refusal("No agents id provided");
            }
            return agents.remove(text);
        }
        if (target == null) {
            return agents.answer(command, text, push);
        }
        if (command.equals("sql")) {
            return sql(runners, target, text);
        }
        if (target.kind() == Kind.GLOBAL && command.equals("get-all-agents") && text.equals("context")) {
            return runners.with(
                    target, runner -> new PushedRows(runner, push, "agent", "id, name, ip", "id", "ok []").send());
        }
        if (target.kind() == Kind.GLOBAL && command.equals("backup")) {
            return runners.with(target, runner -> commands.backups().answer(runner, text));
        }
        if (target.kind() == Kind.GLOBAL && Upkeep.serves(command)) {
            return runners.with(target, runner -> Upkeep.run(runner, command, text));
        }
        Plan plan = switch (target.kind()) {
            case GLOBAL -> GlobalPlans.of(command);
            case TASK -> TASKS.get(command);
            default -> null;
        };
        if (plan == null) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near(rest));
        }
        return runners.with(target, runner -> Execution.run(runner, plan, command, text));
    }

    /** Runs one statement of a client; over techniques it only reads. */
    static CompletableFuture<byte[]> sql(Runners runners, Target target, String text) {
        if (text.isBlank()) {
            throw new Refusal("Invalid DB query syntax, near " + Refusal.near("sql"));
        }
        Set<String> allowed = target.kind() == Kind.MITRE ? Set.of("SELECT") : STATEMENTS;
        return runners.with(target, runner -> runner.bounded(() -> sql(runner, allowed, text)));
    }

    private static CompletableFuture<byte[]> sql(Runner runner, Set<String> allowed, String text) {
        Parameterised shape = Parameterised.of(text);
        Known known = runner.known(shape.sql());
        if (known != null) {
            return run(runner, known, shape.values());
        }
        CompletableFuture<Prepared> prepared =
                prepare(runner, allowed, shape.sql(), shape.values().size());
        if (shape.values().isEmpty()) {
            return prepared.thenCompose(statement -> run(runner, new Known(statement), List.of()));
        }
        return prepared.handle((statement, why) -> {
                    if (why == null) {
                        Known kept = new Known(statement);
                        runner.keep(shape.sql(), kept);
                        return run(runner, kept, shape.values());
                    }
                    // as it was written, so that what is said of it is about that
                    return prepare(runner, allowed, text, 0)
                            .thenCompose(written -> run(runner, new Known(written), List.of()));
                })
                .thenCompose(reply -> reply);
    }

    /** One statement that a client may run, with as many parameters. */
    private static CompletableFuture<Prepared> prepare(
            Runner runner, Set<String> allowed, String text, int parameters) {
        try {
            Script script = runner.session().script(text);
            if (!script.hasNext()) {
                throw new Refusal("Invalid DB query syntax, near " + Refusal.near(text));
            }
            String statement = script.next();
            if (script.hasNext()) {
                throw new Refusal("Only one statement is allowed, near " + Refusal.near(text));
            }
            return runner.prepare(statement).thenApply(prepared -> {
                if (!allowed.contains(prepared.command())) {
                    throw new Refusal("Statement is not allowed, near " + Refusal.near(text));
                }
                if (prepared.parameters().size() != parameters) {
                    throw new Refusal("Statement has a parameter, near " + Refusal.near(text));
                }
                return prepared;
            });
        } catch (Refusal | SqlFailure why) {
            return CompletableFuture.failedFuture(why);
        }
    }

    private static CompletableFuture<byte[]> run(Runner runner, Known known, List<Object> values) {
        return runner.run(known.statement(), values, new JsonRows(Form.OBJECTS, known.names(), null, MAX_REPLY))
                .thenApply(JsonRows::reply);
    }

    /** The first word of a request. */
    private static String first(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    /** What stands behind the first word and its blank. */
    private static String behind(String text, String first) {
        return text.length() == first.length() ? "" : text.substring(first.length() + 1);
    }

    /** Whether something is there already, and did not fail: nothing has to be hung on it then. */
    static boolean isDone(CompletableFuture<?> future) {
        return future.isDone() && !future.isCompletedExceptionally();
    }

    private byte[] error(Throwable why, String actor) {
        commands.statistics().failed(actor, type(why));
        String message;
        if (why instanceof Refusal) {
            message = why.getMessage();
        } else if (why instanceof SqlFailure) {
            LOG.debug("connection {}: a statement of {} failed", connection.id(), actor, why);
            Kind kind = switch (actor) {
                case "task" -> Kind.TASK;
                case "mitre" -> Kind.MITRE;
                case "agent" -> Kind.AGENT;
                default -> Kind.GLOBAL;
            };
            message = kind.failed(why.getMessage());
        } else if (why instanceof IOException) {
            // the client is gone before it had all of its replies
            message = "Connection closed";
        } else {
            LOG.error("connection {}: a command failed", connection.id(), why);
            message = "Internal error";
        }
        return ("err " + message).getBytes(StandardCharsets.UTF_8);
    }

    private static Statistics.Type type(Throwable why) {
        if (why instanceof Refusal) {
            return Statistics.Type.REFUSED;
        }
        if (why instanceof SqlFailure f) {
            return f.kind() == FailureKind.CANCELLED ? Statistics.Type.TIMEOUT : Statistics.Type.FAILED;
        }
        return why instanceof IOException ? Statistics.Type.GONE : Statistics.Type.INTERNAL;
    }

    static byte[] text(String reply) {
        return reply.getBytes(StandardCharsets.UTF_8);
    }

    static Throwable cause(Throwable why) {
        return why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    }

    @Override
    public void close() {
        if (open.getAndSet(false)) {
            commands.statistics().client(-1);
        }
        runners.close();
    }
}
