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
        if (target.kind() == Kind.AGENT && !isWithinBounds(known)) {
            makeRoom(target);
        }
        if (known != null) {
            return CompletableFuture.completedFuture(known);
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

    /** Whether a session may be used without a look at the others: fewer may be allowed now than when it was opened. */
    private boolean isWithinBounds(Runner known) {
        synchronized (open) {
            return known != null && (open.size() <= commands.agentSessions() || known.inTransaction());
        }
    }

    /** Closes the sessions on other agents that were not used for longest, but for those whose transaction is open. */
    private void makeRoom(Target target) {
        synchronized (open) {
            long others = open.keySet().stream()
                    .filter(t -> t.kind() == Kind.AGENT && !t.equals(target))
                    .count();
            long tooMany = others - commands.agentSessions() + 1;
            Iterator<Map.Entry<Target, Runner>> eldest = open.entrySet().iterator();
            while (tooMany > 0 && eldest.hasNext()) {
                Map.Entry<Target, Runner> each = eldest.next();
                boolean other =
                        each.getKey().kind() == Kind.AGENT && !each.getKey().equals(target);
                if (other && !each.getValue().inTransaction()) {
                    eldest.remove();
                    each.getValue().close();
                    tooMany--;
                }
            }
            if (tooMany <= 0) {
                return;
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
