package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.Dialect;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.right.NamedSchemas;
import io.polywire.sql.right.Needs;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the examples of each dialect, for each dialect of storages that is there, as soon as the two are: the thousand
 * classes and tables that a first statement needs take half a second, which its client would wait. Nothing runs, no storage is
 * asked, and no plan is kept. On a thread of its own, one at a time.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /** A relation that no database has. */
    private static final CatalogSnapshot CATALOG = new CatalogSnapshot(
            0,
            List.of(new Relation(
                    16384,
                    Relation.Kind.TABLE,
                    "t",
                    List.of(
                            new RelationColumn("id", 1, "int4", true, false, false, false),
                            new RelationColumn("name", 2, "text", false, false, false, false)),
                    List.of("id"))));

    private final Planner planner;
    /** Pairs that were rehearsed, each as front and storage; guarded by this. */
    private final Set<List<Dialect>> done = new HashSet<>();

    private Thread running;
    private boolean stopped;
    private boolean again;

    Rehearsal(Planner planner) {
        this.planner = planner;
    }

    /** A dialect has come. */
    synchronized void begin() {
        again = true;
        if (running == null && !stopped) {
            running = new Thread(this::run, "polywire-rehearsal");
            running.setDaemon(true);
            running.start();
        }
    }

    /** A dialect has gone. */
    synchronized void forget(Dialect gone) {
        done.removeIf(pair -> pair.contains(gone));
    }

    /** Ends with the statement that is planned now. */
    synchronized void stop() {
        stopped = true;
    }

    /** Waits until nothing is planned; for tests. */
    void await() throws InterruptedException {
        Thread now;
        synchronized (this) {
            now = running;
        }
        if (now != null) {
            now.join();
        }
    }

    private void run() {
        while (next()) {
            for (Dialect front : planner.all()) {
                for (Dialect storage : planner.all()) {
                    pair(front, storage);
                }
            }
        }
    }

    private synchronized boolean next() {
        boolean goesOn = again && !stopped;
        again = false;
        if (!goesOn) {
            running = null;
        }
        return goesOn;
    }

    private void pair(Dialect front, Dialect storage) {
        synchronized (this) {
            // one that has gone meanwhile is not to be held on to
            if (front.examples().isEmpty()
                    || !planner.has(front)
                    || !planner.has(storage)
                    || !done.add(List.of(front, storage))) {
                return;
            }
        }
        for (String example : front.examples()) {
            synchronized (this) {
                if (stopped) {
                    return;
                }
            }
            try {
                plan(front, storage, example);
            } catch (NotWritten e) {
                LOG.debug("Storages of dialect {} are not written for by {}", storage.name(), front.name());
                return;
            } catch (RuntimeException | LinkageError e) {
                if (planner.has(front) && planner.has(storage)) {
                    // a client that says the same is told what is wrong
                    LOG.warn("An example of dialect {} could not be planned", front.name(), e);
                } else {
                    LOG.debug("A dialect has gone while its examples were planned", e);
                }
                return;
            }
        }
    }

    /** A dialect that has no words for statements of others. */
    private static final class NotWritten extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotWritten(SqlFailure cause) {
            super(cause);
        }
    }

    private static void plan(Dialect front, Dialect storage, String example) {
        Statement tree = front.parse(example);
        front.literals(example);
        if (tree instanceof ParsedStatement p) {
            Analysed analysed = front.analyse(p, example, CATALOG, List.of());
            try {
                storage.render(analysed.statement(), analysed.parameters().size(), Set.of());
            } catch (SqlFailure f) {
                throw f.kind() == FailureKind.UNSUPPORTED ? new NotWritten(f) : f;
            }
            Needs.of(
                    analysed.statement(),
                    false,
                    CATALOG.grants(),
                    analysed.routines(),
                    analysed.invoked(),
                    NamedSchemas.of(p.body(), CATALOG, analysed.named()));
        }
    }
}
