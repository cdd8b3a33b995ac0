package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Replay;
import io.polywire.sql.FailureInquiry;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableConstraint.Action;
import io.polywire.sql.tree.Delete;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which foreign key a statement has violated, and with which row: it is run to its end without the keys, then each row that it
 * has changed is compared with each key, as PostgreSQL's triggers do behind a statement ({@code ri_ReportViolation}).
 */
final class ForeignKeyInquiry implements FailureInquiry {
    /** More tables than actions of keys reach from one are not watched. */
    private static final int MOST_TABLES = 30;

    private static final String NEW = "_pw_new_";
    private static final String OLD = "_pw_old_";

    /** @param place how far from the statement's table */
    private record Reached(Relation relation, int place) {}

    /**
     * A key that does not hold, and the row.
     *
     * @param later whether it is looked at when the transaction ends, so that another key is told of before
     */
    private record Violation(boolean later, int place, long order, SqlFailure failure) {}

    private final SqlFailure unnamed;
    private final CatalogSnapshot catalog;
    private final List<Reached> reached;
    private final List<Watched> watched = new ArrayList<>();

    private ForeignKeyInquiry(SqlFailure unnamed, CatalogSnapshot catalog, List<Reached> reached) {
        this.unnamed = unnamed;
        this.catalog = catalog;
        this.reached = reached;
    }

    /**
     * An inquiry, or null if too many tables have to do with it.
     *
     * @param unnamed what is told if nothing is found
     */
    static FailureInquiry of(SqlFailure unnamed, Relation target, CatalogSnapshot catalog, StatementBody body) {
        boolean inserts = body instanceof Insert i && i.onConflict() == null;
        Map<Integer, Reached> all = new LinkedHashMap<>();
        all.put(target.id(), new Reached(target, 0));
        List<Reached> open = new ArrayList<>(all.values());
        while (!inserts && !open.isEmpty()) {
            Reached from = open.remove(0);
            for (Relation r : catalog.relations()) {
                boolean acts = keys(r).anyMatch(c -> c.reference().tableId()
                                == from.relation().id()
                        && (acts(c.reference().onDelete()) || acts(c.reference().onUpdate())));
                if (acts && !all.containsKey(r.id())) {
                    Reached next = new Reached(r, from.place() + 1);
                    all.put(r.id(), next);
                    open.add(next);
                }
            }
        }
        if (all.size() > MOST_TABLES) {
            return null;
        }
        ForeignKeyInquiry made = new ForeignKeyInquiry(unnamed, catalog, List.copyOf(all.values()));
        made.watch(!inserts, !(body instanceof Delete));
        return made.watched.isEmpty() ? null : made;
    }

    private void watch(boolean replaces, boolean writes) {
        for (int i = 0; i < reached.size(); i++) {
            Relation r = reached.get(i).relation();
            if ((writes || i > 0) && keys(r).findAny().isPresent()) {
                watched.add(new Watched(r, Replay.Rows.WRITTEN, NEW + i));
            }
            if (replaces && catalog.relations().stream().anyMatch(o -> refers(o, r))) {
                watched.add(new Watched(r, Replay.Rows.REPLACED, OLD + i));
            }
        }
    }

    private static boolean acts(Action a) {
        return a != Action.NO_ACTION && a != Action.RESTRICT;
    }

    private static Stream<TableConstraint> keys(Relation r) {
        return r.constraints().stream().filter(c -> c.reference() != null);
    }

    private static boolean refers(Relation r, Relation to) {
        return keys(r).anyMatch(c -> c.reference().tableId() == to.id());
    }

    @Override
    public List<Watched> watched() {
        return List.copyOf(watched);
    }

    @Override
    public boolean keysLater() {
        return true;
    }

    /** The first row in the order of changes; of one row the keys of others first, as the names of the triggers have it. */
    @Override
    public SqlFailure told(Witness w) {
        List<Violation> found = new ArrayList<>();
        for (Watched x : watched) {
            int i = Integer.parseInt(x.name().substring(NEW.length()));
            if (x.rows() == Replay.Rows.REPLACED) {
                for (Relation r : catalog.relations()) {
                    keys(r).filter(c -> c.reference().tableId() == x.relation().id())
                            .forEach(c -> referred(w, x, r, c, i, found));
                }
            } else {
                keys(x.relation()).forEach(c -> referring(w, x, c, i, found));
            }
        }
        return found.stream()
                .min(Comparator.comparing(Violation::later)
                        .thenComparingInt(Violation::place)
                        .thenComparingLong(Violation::order))
                .map(Violation::failure)
                .orElse(unnamed);
    }

    /** A row without the one that it refers to. */
    private void referring(Witness w, Watched x, TableConstraint c, int number, List<Violation> found) {
        Relation r = x.relation();
        Relation other = catalog.relation(c.reference().tableId());
        List<String> columns = r.names(c.columns());
        List<String> row = w.first(question(x, columns)
                + " AND NOT EXISTS (SELECT 1 FROM " + FailureDetails.name(other) + " y WHERE "
                + FailureDetails.equal("y", other.names(c.reference().columns()), "x", columns) + ")"
                + " AND EXISTS (SELECT 1 FROM " + FailureDetails.name(r) + " z WHERE "
                + FailureDetails.equal("z", columns, "x", columns) + ")" + first());
        if (row != null) {
            SqlFailure f = FailureDetails.notThere(r, other, c, key(w, r, columns, row));
            found.add(new Violation(c.deferred(), reached.get(number).place(), 2 * Long.parseLong(row.get(0)), f));
        }
    }

    /** A row that is gone, or has another key, and that others refer to. */
    private void referred(Witness w, Watched x, Relation r, TableConstraint c, int number, List<Violation> found) {
        Relation gone = x.relation();
        List<String> columns = gone.names(c.reference().columns());
        List<String> row = w.first(question(x, columns)
                + " AND NOT EXISTS (SELECT 1 FROM " + FailureDetails.name(gone) + " y WHERE "
                + FailureDetails.equal("y", columns, "x", columns) + ")"
                + " AND EXISTS (SELECT 1 FROM " + FailureDetails.name(r) + " z WHERE "
                + FailureDetails.equal("z", r.names(c.columns()), "x", columns) + ")" + first());
        if (row != null) {
            SqlFailure f = FailureDetails.stillReferred(gone, r, c, key(w, gone, columns, row));
            // of one row both are noted, one behind the other
            found.add(new Violation(c.deferred(), reached.get(number).place(), 2 * Long.parseLong(row.get(0)) - 3, f));
        }
    }

    private static String key(Witness w, Relation r, List<String> columns, List<String> row) {
        return FailureDetails.mayRead(w, r, columns)
                ? " (" + String.join(", ", columns) + ")=(" + FailureDetails.joined(row.subList(1, row.size())) + ")"
                : "";
    }

    private static String question(Watched x, List<String> columns) {
        return "SELECT x." + CatalogFunctions.quoted(Replay.ORDER) + ", "
                + columns.stream()
                        .map(c -> FailureDetails.value("x." + CatalogFunctions.quoted(c)))
                        .collect(Collectors.joining(", "))
                + " FROM " + FailureDetails.copy(x.name()) + " x WHERE " + FailureDetails.notNull(columns);
    }

    private static String first() {
        return " ORDER BY 1 LIMIT 1";
    }
}
