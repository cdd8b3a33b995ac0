package io.polywire.wazuh.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.wire.Connection;
import io.polywire.wazuh.internal.Schemas.Kind;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The sessions of one client: one for each database that it used lately. Used by one request at a time. */
final class Runners {
    private final CommandsComponent commands;
    private final Connection connection;
    private final Principal principal;
    private final Runnable disconnect;
    private final Map<Target, Runner> open = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    Runners(CommandsComponent commands, Connection connection, Principal principal, Runnable disconnect) {
        this.commands = commands;
        this.connection = connection;
        this.principal = principal;
        this.disconnect = disconnect;
    }

    /**
     * Works on a database, which is made if it is not there; once more if another client had removed it.
     *
     * <p>No work has begun where a session says that its database is gone, so that nothing is done twice.
     */
    <T> CompletableFuture<T> with(Target target, Function<Runner, CompletableFuture<T>> work) {
        CompletableFuture<T> done = runner(target).thenCompose(work);
        if (SessionConversation.isDone(done)) {
            return done;
        }
        return done.exceptionallyCompose(why -> {
            Throwable cause = SessionConversation.cause(why);
            if (!Runner.is(cause, FailureKind.UNDEFINED_DATABASE)) {
                return CompletableFuture.failedFuture(cause);
            }
            close(target);
            return runner(target).thenCompose(work);
        });
    }

    /** The open session of a database, or null. */
    Runner known(Target target) {
        synchronized (open) {
            return open.get(target);
        }
    }

    private CompletableFuture<Runner> runner(Target target) {
        Runner known = known(target);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        if (target.kind() == Kind.AGENT) {
            makeRoom();
        }
        return commands.open(target, connection, principal, disconnect).thenApply(made -> {
            synchronized (open) {
                if (closed) {
                    made.close();
                } else {
                    open.put(target, made);
                }
            }
            return made;
        });
    }

    /** Closes the agent's session that was not used for longest, unless its client's transaction is open. */
    private void makeRoom() {
        synchronized (open) {
            long agents =
                    open.keySet().stream().filter(t -> t.kind() == Kind.AGENT).count();
            if (agents < commands.agentSessions()) {
                return;
            }
            Iterator<Map.Entry<Target, Runner>> eldest = open.entrySet().iterator();
            while (eldest.hasNext()) {
                Map.Entry<Target, Runner> each = eldest.next();
                if (each.getKey().kind() == Kind.AGENT && !each.getValue().inTransaction()) {
                    eldest.remove();
                    each.getValue().close();
                    return;
                }
            }
        }
        throw new Refusal("Too many open transactions");
    }

    /** Closes the session of a database, if there is one. */
    void close(Target target) {
        Runner runner;
        synchronized (open) {
            runner = open.remove(target);
        }
        if (runner != null) {
            runner.close();
        }
    }

    /** Closes all for good. */
    void close() {
        synchronized (open) {
            closed = true;
            open.values().forEach(runner -> runner.close());
            open.clear();
        }
    }
}
